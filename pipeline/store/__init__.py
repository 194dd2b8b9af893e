"""The output folder: where each paper is, its artifacts, and what was paid for."""
