"""A paper's text in, a draft out: by a model, or of the paper's own sentences."""
