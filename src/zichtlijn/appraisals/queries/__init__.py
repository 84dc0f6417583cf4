"""Reads that join. Other rooms take `final_levels` and `scale_of` from here."""

from zichtlijn.appraisals.queries.final import FinalLevel, final_levels, scale_of

__all__ = ["FinalLevel", "final_levels", "scale_of"]
