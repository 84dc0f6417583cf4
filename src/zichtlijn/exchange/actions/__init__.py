"""Bringing in and taking along: every write of this app."""
