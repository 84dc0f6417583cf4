"""Reads of 360 feedback."""
