"""Words and characters: what is the same but for its writing, what is disguised, where a sentence ends. Pure."""
