"""The lists that can be taken along: which rows this reader may see, and what stands in their columns.

The columns are those that the import reads, so that what goes out can come in again and change nothing. Who may not see
personnel numbers gets names in their place, and no placements.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.lists.competencies import FRAMEWORK
from zichtlijn.exchange.lists.line_breaks import BREAKS
from zichtlijn.exchange.lists.listed import Listed
from zichtlijn.exchange.lists.objectives import PLAN
from zichtlijn.exchange.lists.organisation import ORGANISATION

LISTS: dict[str, Listed] = {listed.name: listed for listed in (*ORGANISATION, *FRAMEWORK, *PLAN, BREAKS)}


@dataclass(frozen=True)
class Bundle:
    """Several lists in one workbook, in the form in which the import takes them."""

    name: str
    label: str | Promise
    lists: tuple[str, ...]


BUNDLES: dict[str, Bundle] = {
    bundle.name: bundle
    for bundle in (
        Bundle(
            "organisation",
            gettext_lazy("People and organisation"),
            ("units", "positions", "people", "placements", "projects"),
        ),
        Bundle(
            "plan",
            gettext_lazy("Objectives, measures, milestones and readings"),
            ("objectives", "measures", "milestones", "readings"),
        ),
        Bundle(
            "framework", gettext_lazy("Competencies with levels and profiles"), tuple(one.name for one in FRAMEWORK)
        ),
    )
}


def lists_for(by: Actor) -> list[Listed]:
    """What this actor may take along."""
    return [listed for listed in LISTS.values() if listed.may(by)]


def lists_in(name: str, by: Actor) -> list[Listed] | None:
    """The lists of a bundle or the one list with this name that this actor may take along; None when there are none."""
    names = BUNDLES[name].lists if name in BUNDLES else (name,)
    found = [LISTS[one] for one in names if one in LISTS and LISTS[one].may(by)]
    return found or None
