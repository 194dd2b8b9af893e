"""The drafts as pages of a local browser: the entry beside the page of the paper."""
