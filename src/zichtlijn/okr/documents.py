"""The OKRs of a cycle on paper."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.okr import Commitment
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.objectives.states import Kind, Level, State
from zichtlijn.okr.queries.cycles import CyclePage, Okr
from zichtlijn.okr.queries.key_results import KeyResult
from zichtlijn.okr.wording import tell_aim, tell_ambition, tell_band, tell_grade, tell_steps, tell_value, write_grade
from zichtlijn.ui.templatetags.ui import level_word
from zichtlijn.ui.wording import write_full_date, write_number, write_short_date


def cycle_pdf(page: CyclePage, title: str, *, total: int, organisation: str, at: datetime) -> bytes:
    """The cycle as the page shows it, with what was learned of each; when it holds less than all, it says so."""
    period = page.period
    days = f"{write_full_date(period.starts_on)} – {write_full_date(period.ends_on)}"
    data = {
        "meta": heading(title, days, organisation=organisation, at=at),
        "words": {
            "for_learning": _("Scores are for learning. They play no part in appraisal or pay."),
            "no_key_results": _("No key results yet: nobody can see whether it is reached."),
            "went_well": _("What went well"),
            "learned": _("What we learned"),
            "head": [_("Key result"), _("Value"), _("Course"), _("Score")],
        },
        "tells": tell_ambition(page.ambition, page.counts["aspirational"]) if page.tells_something else "",
        "counts": _counts(page),
        "cut": _cut(len(page.okrs), total),
        "levels": [
            {"name": level_word(level), "okrs": [_okr(okr) for okr in okrs]}
            for level, okrs in groupby(page.okrs, key=lambda okr: okr.objective.level)
        ],
    }
    return make_pdf("okr/paper/cycle.typ", data, at=at)


def _cut(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    words = {"shown": write_number(shown), "all": write_number(total)}
    told = _("Here are the first %(shown)s of %(all)s objectives. Choose a unit to put all of its OKRs on paper.")
    return told % words


def _counts(page: CyclePage) -> str:
    said = [
        _("%(committed)s committed, %(aspirational)s aspirational.")
        % {name: write_number(count) for name, count in page.counts.items()}
    ]
    if page.not_agreed:
        said.append(_("%(n)s not agreed yet.") % {"n": write_number(page.not_agreed)})
    if page.committed:
        said.append(
            ngettext(
                "%(full)s of %(n)s committed objective was delivered in full.",
                "%(full)s of %(n)s committed objectives were delivered in full.",
                page.committed,
            )
            % {"full": write_number(page.in_full), "n": write_number(page.committed)}
        )
    return " ".join(said)


def _okr(okr: Okr) -> dict[str, Any]:
    objective, grade = okr.objective, okr.grade
    score = grade.grade if grade else okr.score.grade
    style, word = tell_band(score, objective.commitment)
    return {
        "title": objective.title,
        "score": write_grade(score),
        "status": style if grade else "",
        "word": word,
        "so_far": _("by the readings") if okr.is_over else _("so far"),
        "is_committed": objective.commitment == Commitment.COMMITTED,
        "commitment": _("Committed") if objective.commitment == Commitment.COMMITTED else _("Aspirational"),
        "state": "" if objective.state == State.AGREED else str(State(objective.state).label),
        "facts": _facts(okr),
        "key_results": [_key_result(one) for one in okr.key_results],
        "tells": tell_grade(grade.grade, objective.commitment) if grade else "",
        "went_well": grade.went_well if grade else "",
        "learned": grade.learned if grade else "",
    }


def _facts(okr: Okr) -> list[str]:
    objective = okr.objective
    facts = [str(thing) for thing in (objective.unit, objective.owner) if thing]
    if objective.confidence and okr.grade is None:
        said = _("confidence %(n)s of 10, %(day)s")
        facts.append(said % {"n": objective.confidence, "day": write_short_date(objective.confidence_on)})
    facts += [f"{_('supports')} {parent.title}" for parent in okr.parents]
    if not okr.parents and objective.stands_alone:
        facts.append(_("stands on its own"))
    elif not okr.parents and objective.level != Level.STRATEGIC:
        facts.append(_("follows from nothing yet"))
    return facts


def _key_result(one: KeyResult) -> dict[str, Any]:
    measure = one.measure
    return {
        "name": measure.name,
        "aim": tell_aim(measure),
        "now": tell_steps(one) if measure.kind == Kind.MILESTONES else tell_value(measure),
        "grade": one.grade,
        "expected": one.expected,
        "score": write_grade(one.grade),
    }
