"""What drives a town, and the plain model that it is held against."""
