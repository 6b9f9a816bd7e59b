"""Household pairing: two-way choice, full coverage, repair, and a proof of each."""
