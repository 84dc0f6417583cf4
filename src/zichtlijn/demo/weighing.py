"""How heavily the strategic objectives of the demo organisation weigh on its scorecard: too much on the finances."""

from datetime import date

from zichtlijn.objectives.models import Objective
from zichtlijn.scorecards.models import ScorecardWeight

#: Per code the weight at the start of the year, and from the last four months on.
WEIGHTS = {
    "S01": (20, 15),
    "S02": (12, 10),
    "S03": (6, 5),
    "S04": (12, 10),
    "S05": (10, 12),
    "S06": (6, 8),
    "S07": (8, 10),
    "S08": (10, 12),
    "S09": (6, 8),
    "S10": (10, 10),
}


def weigh(organisation, today: date) -> None:
    """Write the weights of this year."""
    days = (date(today.year, 1, 1), date(today.year, 9, 1))
    objectives = {o.key: o for o in Objective.objects.filter(key__in=WEIGHTS)}
    ScorecardWeight.objects.bulk_create(
        ScorecardWeight(organisation=organisation, objective=objectives[key], from_on=day, weight=weight)
        for key, weights in WEIGHTS.items()
        for day, weight in zip(days, weights, strict=True)
    )
