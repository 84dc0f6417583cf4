"""Reads of the objective graph."""
