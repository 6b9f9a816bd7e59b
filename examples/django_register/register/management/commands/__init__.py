"""The commands of the register, one a file."""
