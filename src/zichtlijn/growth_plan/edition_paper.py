"""An edition on paper: what the plan contained when it was adopted, in the same form as the plan of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.written import as_parts
from zichtlijn.growth_plan.documents import count_objectives, day_of, tell_ground, tell_review, words_on_paper
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.states import TEXTS, Layer
from zichtlijn.growth_plan.wording import Kept, say_aim_of, say_measure, told_ground
from zichtlijn.ui.templatetags.ui import level_word, status_style, status_word
from zichtlijn.ui.wording import write_percent


@dataclass(frozen=True)
class TakenEdition:
    """An edition of a plan, ready to be put on paper, with the reviews that looked back on it."""

    plan: GrowthPlan
    edition: Edition
    kept: Kept
    reviews: list[Review]
    organisation: str
    at: datetime

    @property
    def title(self) -> str:
        words = {"unit": self.plan.unit.name, "year": self.plan.period.name, "n": self.edition.number}
        return _("Growth plan %(unit)s %(year)s, edition %(n)s") % words


def edition_pdf(taken: TakenEdition) -> bytes:
    """The whole edition. What was not kept (what hung loose, which objectives were about money) is not made up."""
    content, edition, direction = taken.kept.content, taken.edition, taken.kept.content["direction"]
    subtitle = _("One plan in three layers: strategic, tactical and operational.")
    rows = {layer: taken.kept.rows_of(layer) for layer in Layer}
    titles = {row["id"]: row["title"] for layer in rows.values() for row in layer}
    actions = taken.kept.open_actions
    adopted = {"name": edition.by_name, "day": day_of(edition.adopted_at), "version": content["texts_version"]}
    data = {
        "meta": heading(taken.title, subtitle, organisation=taken.organisation, at=taken.at),
        "words": words_on_paper(),
        "is_adopted": True,
        "state_word": _("adopted"),
        "state": _("Adopted by %(name)s on %(day)s; the texts were version %(version)s. This does not change any more.")
        % adopted,
        "cut": "",
        "counts": count_objectives(
            len(rows[Layer.STRATEGIC]), len(rows[Layer.TACTICAL]), len(rows[Layer.OPERATIONAL]), len(actions)
        ),
        "mission": direction["mission"] if direction else "",
        "has_direction": direction is not None,
        "strategy": as_parts(direction["strategy"]) if direction else [],
        **{name: as_parts(content["texts"].get(name, "")) for name in TEXTS},
        "ground": tell_ground(told_ground(content.get("ground"))),
        "strategic": [_objective(row) for row in rows[Layer.STRATEGIC]],
        "tactical": [_objective(row) | _on_one_page(row, rows[Layer.OPERATIONAL]) for row in rows[Layer.TACTICAL]],
        "financial": [],
        "costs": taken.kept.costs,
        "operational": [_objective(row) | {"follows": _follows(row, titles)} for row in rows[Layer.OPERATIONAL]],
        "actions": actions,
        "shows_loose": False,
        "orphans": [],
        "unsupported": [],
        "loose_actions": "",
        "since": "",
        "differences": [],
        "besides": [],
        "reviews": [tell_review(each) for each in taken.reviews],
    }
    return make_pdf("growth_plan/paper/plan.typ", data, at=taken.at)


def _objective(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "owner": row["owner_name"] or row["unit"],
        "style": "",
        "perspective": "",
        "level": level_word(row["level"]),
        "progress": row["progress"],
        "expected": row["expected"],
        "percent": write_percent(row["progress"]),
        "status": status_style(row["status"]),
        "word": status_word(row["status"]),
        "measures": [_measure(measure) for measure in row["kept_measures"]],
    }


def _measure(measure: Mapping[str, Any]) -> dict[str, Any]:
    """Of a measure its aim was kept, and how it stood; not how far it was."""
    return {
        "name": measure["name"],
        "now": say_aim_of(measure),
        "has_bar": False,
        "progress": None,
        "expected": None,
        "percent": "",
        "status": status_style(measure["status"]),
        "word": status_word(measure["status"]),
    }


def _on_one_page(row: Mapping[str, Any], operational) -> dict[str, Any]:
    below = [each for each in operational if row["id"] in each["parents"]]
    return {
        "goals": [say_measure(measure) for measure in row["kept_measures"]],
        "strategies": [" · ".join(part for part in (each["title"], each["owner_name"]) if part) for each in below],
    }


def _follows(row: Mapping[str, Any], titles: Mapping[int, str]) -> str:
    found = "; ".join(titles[pk] for pk in row["parents"] if pk in titles)
    return _("follows from %(title)s") % {"title": found} if found else ""
