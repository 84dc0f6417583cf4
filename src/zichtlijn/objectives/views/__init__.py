"""Pages of the objective graph."""
