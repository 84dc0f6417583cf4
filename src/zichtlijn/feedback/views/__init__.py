"""Pages of 360 feedback."""
