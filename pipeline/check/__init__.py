"""What of a draft does the paper bear out? Pure: no network, no model."""
