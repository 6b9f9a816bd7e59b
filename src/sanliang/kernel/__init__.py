"""What every word of the library stands on; it knows nothing of the activity."""
