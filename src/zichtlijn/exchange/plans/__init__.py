"""What a file would do: read, judged, compared with what is there. Bringing in carries the plan out."""

from zichtlijn.exchange.plans.making import make_plan
from zichtlijn.exchange.plans.plan import Line, Outcome, Plan

__all__ = ["Line", "Outcome", "Plan", "make_plan"]
