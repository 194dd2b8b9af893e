"""PDF bytes in, a paper's text as a person reads it out."""
