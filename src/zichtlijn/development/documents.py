"""A plan and an agreement on study costs on paper, and the needs in a sheet."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.calculations.study_costs import declining
from zichtlijn.development.models import LearningActivity, StudyAgreement
from zichtlijn.development.queries.needs import Need
from zichtlijn.development.queries.pages import GoalShown, MixRow, PlanPage, write_level
from zichtlijn.development.states import RequiredBy, StudyState
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet
from zichtlijn.ui.wording import write_full_date, write_measured, write_number

REQUIRED_IS_FREE = gettext_lazy(
    "Training that the employer must offer for the job is free, and counts as working time "
    "(article 7:611a of the Civil Code)."
)
MIX_IS_NO_TARGET = gettext_lazy("This describes what is in the plan. It is no target: there is no right mix.")


def _money(amount: Decimal | None) -> str:
    return write_measured(amount, "€") if amount is not None else "–"


def _number(amount: Decimal | None) -> str:
    return write_number(amount) if amount is not None else "–"


def plan_pdf(page: PlanPage, *, levels: list[str], is_mine: bool, organisation: str, at: datetime) -> bytes:
    """The plan as this reader may see it, on paper."""
    title = _("Development plan of %(name)s") % {"name": page.person.name}
    told = _("All of the plan, for the person whose plan it is.") if is_mine else _("The part that was shared.")
    data = {
        "meta": heading(title, told, organisation=organisation, at=at),
        "texts": [{"name": capfirst(name), "text": text} for name, text in page.texts],
        "none": _("There is nothing in it yet."),
        "head": [_("What"), _("How"), _("Ready on"), _("Hours"), _("Budget"), _("State")],
        "goals": [_goal(row, levels, is_mine) for row in [*page.under_way, *page.finished]],
        "mix_title": _("In which way"),
        "mix_head": [_("Way"), _("Activities"), _("Hours")],
        "mix": [_mix(row) for row in page.mix] if page.under_way else [],
        "mix_note": str(MIX_IS_NO_TARGET),
        "reviews_title": _("Days to look again"),
        "reviews": [
            {"day": write_full_date(row.due_on), "held": write_full_date(row.held_on) if row.held_on else "–"}
            for row in page.reviews
        ],
        "reviews_head": [_("Day"), _("Looked on")],
    }
    return make_pdf("development/paper/plan.typ", data, at=at)


def _mix(row: MixRow) -> dict[str, str]:
    return {"name": f"{row.number} · {row.name}", "count": write_number(row.count), "hours": _number(row.hours)}


def _goal(row: GoalShown, levels: list[str], is_mine: bool) -> dict[str, Any]:
    goal = row.goal
    notes = [str(goal.get_state_display())]
    if goal.competency:
        notes.append(_competency(goal, levels))
    if row.objective:
        notes.append(_("Objective: %(title)s") % {"title": row.objective.title})
    if is_mine:
        notes.append(_("shared") if goal.shared_at else _("not shared"))
    agreed = row.last_agreed
    if agreed:
        words = {
            "name": agreed.agreed_by_name,
            "day": write_full_date(agreed.agreed_on),
            "hours": _number(agreed.hours),
            "budget": _money(agreed.budget),
        }
        notes.append(_("%(name)s agreed on %(day)s: %(hours)s hours, %(budget)s") % words)
    return {
        "title": goal.title,
        "why": goal.why,
        "notes": notes,
        "support": _("Agreed besides: %(text)s") % {"text": agreed.support} if agreed and agreed.support else "",
        "activities": [_activity(activity) for activity in row.activities],
    }


def _competency(goal, levels: list[str]) -> str:
    first, last = write_level(goal.from_level, levels), write_level(goal.to_level, levels)
    told = [goal.competency.name] if not (first or last) else [goal.competency.name, f"{first or '–'} → {last or '–'}"]
    return ": ".join(told)


def _activity(row: LearningActivity) -> dict[str, Any]:
    notes = []
    if row.support:
        notes.append(_("Asks: %(text)s") % {"text": row.support})
    if row.evidence:
        notes.append(row.evidence)
    if row.link:
        notes.append(row.link)
    return {
        "text": row.text,
        "notes": notes,
        "way": str(row.get_way_display()),
        "due": write_full_date(row.due_on) if row.due_on else "–",
        "hours": _number(row.hours),
        "budget": _money(row.budget),
        "state": str(row.get_state_display()),
    }


def study_pdf(agreement: StudyAgreement, *, organisation: str, at: datetime) -> bytes:
    """An agreement on study costs, with who signed it and when."""
    title = _("Agreement on study costs: %(name)s") % {"name": agreement.person.name}
    signed = []
    if agreement.offered_at:
        signed.append(_signature(_("For the employer"), agreement.offered_by_name, agreement.offered_at))
    if agreement.signed_at:
        signed.append(_signature(_("The employee"), agreement.person.name, agreement.signed_at))
    data = {
        "meta": heading(title, agreement.training, organisation=organisation, at=at),
        "facts": [
            {"name": _("Employee"), "text": agreement.person.name},
            {"name": _("Training"), "text": agreement.training},
            {
                "name": _("When"),
                "text": f"{write_full_date(agreement.starts_on)} – {write_full_date(agreement.ends_on)}",
            },
            {"name": _("Costs"), "text": _money(agreement.amount)},
            {"name": _("Required"), "text": str(agreement.get_required_by_display())},
            {"name": _("State"), "text": str(agreement.get_state_display())},
        ],
        "repay_title": _("Paying back"),
        "repay": repayment_sentence(agreement),
        "law": str(REQUIRED_IS_FREE) if agreement.required_by != RequiredBy.NONE else "",
        "head": [_("Whole months after the training"), _("Still to be paid back")],
        "steps": [
            {"months": write_number(passed), "left": _money(left)}
            for passed, left in declining(agreement.amount, agreement.months)
        ],
        "terms_title": _("Further terms"),
        "terms": agreement.terms,
        "signed_title": _("Signatures"),
        "signed": signed,
        "unsigned": "" if agreement.state == StudyState.SIGNED else _("Not signed by both yet."),
    }
    return make_pdf("development/paper/study.typ", data, at=at)


def _signature(what: str, who: str, moment: datetime) -> dict[str, str]:
    return {"what": what, "who": who, "day": write_full_date(moment)}


def repayment_sentence(agreement: StudyAgreement) -> str:
    """In words what is paid back, and when."""
    if not agreement.months:
        return _("Nothing is paid back, whenever the employee leaves.")
    words = {"months": write_number(agreement.months)}
    return (
        _(
            "Who leaves by choice within %(months)s months after the training pays back what is left. "
            "It goes down by an equal part for each whole month."
        )
        % words
    )


def needs_sheet(rows: Iterable[Need]) -> Sheet:
    """The needs as numbers."""
    head = [
        _("Unit"), _("Code"), _("Competency"), _("People"), _("From level (mean)"), _("To level (mean)"), _("Hours"),
        _("Budget (€)"),
    ]  # fmt: skip
    return Sheet(
        _("Needs"),
        head,
        [
            [
                row.unit.name if row.unit else _("The whole organisation"),
                row.unit.key if row.unit else "",
                row.competency.name if row.competency else _("Without a competency"),
                row.people,
                row.from_level,
                row.to_level,
                row.hours,
                row.budget,
            ]
            for row in rows
        ],
    )
