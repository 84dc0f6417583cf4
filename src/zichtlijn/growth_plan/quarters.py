"""Which quarters of a plan can be looked back on."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.queries import quarter_of

#: The first and the last day.
Quarter = tuple[date, date]


def quarters_of(plan: GrowthPlan) -> list[Quarter]:
    """The quarters of the year of the plan, the first one first."""
    found, day = [], plan.period.starts_on
    while day <= plan.period.ends_on:
        found.append(quarter_of(plan.organisation, day))
        day = found[-1][1] + timedelta(days=1)
    return found


def review_until(plan: GrowthPlan) -> date:
    """The last day on which a quarter of this plan can be looked back on: a quarter after its year."""
    return quarter_of(plan.organisation, plan.period.ends_on + timedelta(days=1))[1]


def quarters_to_review(plan: GrowthPlan, reviewed: Collection[date], *, today: date) -> list[Quarter]:
    """The quarters that have begun and that nobody looked back on, the first one first; `reviewed` are first days."""
    if today > review_until(plan):
        return []
    return [each for each in quarters_of(plan) if each[0] <= today and each[0] not in reviewed]


def asked_first(offered: Sequence[Quarter], reviewed: Collection[date], *, today: date) -> Quarter | None:
    """Of these the one that ended last, else the one that runs; but none before one that somebody looked back on."""
    since = max(reviewed, default=date.min)
    later = [each for each in offered if each[0] > since] or [*offered]
    ended = [each for each in later if each[1] < today]
    return (ended or later)[-1] if later else None


def next_quarter(plan: GrowthPlan, *, today: date) -> Quarter | None:
    """The first quarter of the plan that still has to begin."""
    return next((each for each in quarters_of(plan) if each[0] > today), None)
