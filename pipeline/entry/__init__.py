"""A draft rendered as an entry, and an entry read as a person has edited it."""
