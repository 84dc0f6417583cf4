"""Levels, competencies and profiles of a file, against those of the organisation."""

from zichtlijn.access.actor import Actor
from zichtlijn.competencies.models import Competency, Framework, Profile
from zichtlijn.exchange.plans.competencies.comparison import FrameworkComparison
from zichtlijn.exchange.plans.competencies.described import plan_described
from zichtlijn.exchange.plans.competencies.profiles import plan_profiles
from zichtlijn.exchange.plans.competencies.scale import plan_scale
from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.exchange.reading_rows import Table


def plan_competencies(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of levels, competencies and profiles would do."""
    compared = FrameworkComparison(plan, tables, by, counter)
    plan_scale(compared)
    plan_described(compared)
    plan_profiles(compared)
    plan.entries[Framework] = [compared.scale_entry] if compared.scale_entry else []
    plan.entries[Competency] = list(compared.entries.values())
    plan.entries[Profile] = compared.profile_entries
    plan.extra["behaviours"] = compared.behaviours
    plan.extra["requirements"] = compared.requirements
