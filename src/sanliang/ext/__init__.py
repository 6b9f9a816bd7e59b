"""
The edges: one module for each outside library, each behind an extra of the same name.

What touches the world (terminals, calendars that others publish, databases, web frameworks) stands here.
Nothing below imports it. A module whose library is not installed raises `MissingExtra`, which names the
extra.
"""
