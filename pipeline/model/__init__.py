"""A language model behind a compatible server: asked once, paid once."""
