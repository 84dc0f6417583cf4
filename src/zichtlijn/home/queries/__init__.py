"""Reads that cross rooms."""
