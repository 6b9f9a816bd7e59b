"""The migrations of the register."""
