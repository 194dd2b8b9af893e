"""What crosses a stage's boundary: frozen records, and the identifier that names a paper."""
