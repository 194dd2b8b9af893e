"""arXiv's metadata and PDFs, at its pace, and what a title or a note means."""
