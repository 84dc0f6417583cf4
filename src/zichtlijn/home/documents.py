"""The team on paper."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.access.models import Organisation
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.home.queries.team_paper import PaperMember, TeamPaper
from zichtlijn.objectives.models import Objective
from zichtlijn.ui.templatetags.ui import status_style, status_word
from zichtlijn.ui.wording import write_full_date, write_percent

#: Why personal objectives are left out, by the setting that keeps them.
CLOSED = {
    Organisation.SeenBy.LINE.value: gettext_lazy(
        "Personal objectives are left out too: only the person, the line above, HR and the director see them, and not "
        "the colleagues on this paper."
    ),
    Organisation.SeenBy.UNIT.value: gettext_lazy(
        "Personal objectives are left out too: they are for colleagues of one department, and the people on this paper "
        "work in more than one."
    ),
}


def team_pdf(paper: TeamPaper, *, organisation: str, at: datetime) -> bytes:
    """A paper that can lie on the table while everybody is there."""
    title = _("Team of %(name)s") % {"name": paper.leader.name}
    data = {
        "meta": heading(title, paper.period_name, organisation=organisation, at=at),
        "head": [_("Objective"), _("Progress"), _("Status")],
        "units_title": _("What we work on together"),
        "units_head": [_("Objective"), _("Who looks after it"), _("Progress"), _("Status")],
        "units": [_objective(row) for row in paper.of_units],
        "people_title": _("The people") if paper.closed_by else _("Who works on what"),
        "people": [_member(row) for row in paper.members],
        "none": _("No agreed objectives to show."),
        "people_head": [_("Name"), _("Place")],
        "nobody": _("Nobody reports to you yet"),
        "steps_title": _("Coming up for everybody"),
        "steps_head": [_("Conversation"), _("Between")],
        "steps": [
            {"name": row.title, "days": f"{write_full_date(row.opens_on)} – {write_full_date(row.closes_on)}"}
            for row in paper.steps
        ],
        "left_out": _(
            "Left out on purpose: how far conversations are and what was agreed in them, competencies, development "
            "plans, drafts and proposals, confidence, and who is late with what."
        ),
        "closed": str(CLOSED[paper.closed_by]) if paper.closed_by else "",
    }
    return make_pdf("home/paper/team.typ", data, at=at)


def _member(row: PaperMember) -> dict[str, Any]:
    place = f"{row.place.position} · {row.place.unit}" if row.place else ""
    return {"name": row.person.name, "place": place, "objectives": [_objective(one) for one in row.objectives]}


def _objective(row: Objective) -> dict[str, Any]:
    return {
        "title": row.title,
        "owner": row.owner.name if row.owner else "",
        "progress": row.progress,
        "percent": write_percent(row.progress),
        "style": status_style(row.status),
        "word": str(status_word(row.status)),
    }
