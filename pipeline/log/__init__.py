"""The reading log and its pending list: pure text in, text out; one module reads and writes the file."""
