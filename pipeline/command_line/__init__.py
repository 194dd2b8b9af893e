"""What is typed: each command's arguments and options, and what is printed of its work."""
