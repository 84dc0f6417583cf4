"""Reads that join. Other rooms take `final_levels` from here."""

from zichtlijn.appraisals.queries.final import FinalLevel, final_levels

__all__ = ["FinalLevel", "final_levels"]
