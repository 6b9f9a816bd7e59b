"""The migrations of the small project."""
