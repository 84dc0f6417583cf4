"""Goes along."""
