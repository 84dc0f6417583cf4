"""Reads that join: the plan for each side, what waits, and what all shared goals ask together."""
