"""The reading log and its pending list: text in, text out; one module reads and writes the file."""
