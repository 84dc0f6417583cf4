"""Reads that join: what is there for whom, and how far a cycle is."""
