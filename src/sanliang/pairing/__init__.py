"""Pairing: which member helps which household."""
