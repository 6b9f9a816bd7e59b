"""The laws, a file for each word that they are about."""
