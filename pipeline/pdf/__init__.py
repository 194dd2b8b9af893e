"""A PDF's pages as runs of text with their places, and whether they show."""
