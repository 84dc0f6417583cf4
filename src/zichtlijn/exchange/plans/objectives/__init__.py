"""Objectives, measures, milestones and readings of a file, against those of the organisation."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.plans.objectives.aims import judge_aims
from zichtlijn.exchange.plans.objectives.comparison import ObjectivesComparison
from zichtlijn.exchange.plans.objectives.measures import load_interim, load_measures, plan_measures
from zichtlijn.exchange.plans.objectives.milestones import load_milestones, plan_milestones
from zichtlijn.exchange.plans.objectives.objectives import plan_rows
from zichtlijn.exchange.plans.objectives.parents import load_links
from zichtlijn.exchange.plans.objectives.readings import plan_readings
from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.objectives.models import Measure, Objective


def plan_objectives(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of objectives, measures, milestones and readings would do."""
    compared = ObjectivesComparison(plan, tables, by, counter)
    if {"objectives", "measures"} & set(tables):
        compared.load_surroundings()
    if "objectives" in tables:
        load_links(compared)
        plan_rows(compared)
    load_measures(compared)
    if {"measures", "milestones"} & set(tables):
        load_milestones(compared)
    if "measures" in tables:
        load_interim(compared)
        plan_measures(compared)
    plan_milestones(compared)
    judge_aims(compared)
    plan_readings(compared)
    _say_what_is_kept(compared)
    finish(compared)


def _say_what_is_kept(compared: ObjectivesComparison) -> None:
    """What is not compared with what stands there, for somebody who may not read that."""
    if compared.owners_kept:
        text = ngettext(
            "The owner in %(count)s row was not compared: a personal objective that you may not read keeps its owner.",
            "The owners in %(count)s rows were not compared: personal objectives that you may not read keep their"
            " owner.",
            compared.owners_kept,
        )
        compared.plan.notes.append(text % {"count": compared.owners_kept})
    if compared.rows_kept:
        compared.plan.notes.append(
            _(
                "Of measures that you may not read and that have ended, or whose objective is closed, nothing is"
                " recorded: their readings and what is done stay as they are."
            )
        )


def finish(compared: ObjectivesComparison) -> None:
    """Hand over what was found, in the order in which it is written."""
    compared.plan.entries[Objective] = list(compared.objective_entries.values())
    compared.plan.entries[Measure] = list(compared.measure_entries.values())
    compared.plan.extra = {
        "new_links": compared.new_links, "changed_links": compared.changed_links, "gone_links": compared.gone_links,
        "interim": compared.interim, "steps": [steps for steps in compared.steps.values() if steps.differ],
        "readings": compared.readings, "corrected": compared.corrected, "read_measures": compared.read_measures,
    }  # fmt: skip
