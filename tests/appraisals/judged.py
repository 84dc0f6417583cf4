"""A running cycle: what was agreed with the employee in spring, what the position asks, and the appraisal in autumn.

The manager is the line manager of the cast, the second appraiser the director, and HR decides on objections.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_agreement,
    make_competency,
    make_conversation,
    make_cycle,
    make_framework,
    make_profile,
    make_report,
    make_scheme,
    make_step,
)
from zichtlijn.appraisals.actions import scoring
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Conversation

#: State of the appraisal → that of its conversation.
TALKS = {
    "draft": "writing", "sent": "sent", "answered": "answered", "approved": "answered", "final": "final",
    "objected": "final", "decided": "final",
}  # fmt: skip


@pytest.fixture
def judged(scoped):
    """The cast, with `cycle`, `scheme`, `conversation`, two agreements (60 and 40) and two competencies."""
    today = timezone.localdate()
    scoped.cycle = make_cycle(scoped.period)
    scoped.scheme = make_scheme(scoped.cycle)
    spring = make_step(
        scoped.cycle, "planning", opens_on=today - timedelta(days=90), closes_on=today - timedelta(days=60)
    )
    earlier = make_conversation(
        spring, scoped.employee.person, scoped.line_manager.person, scoped.team, state="final",
        final_on=today - timedelta(days=70),
    )  # fmt: skip
    report = make_report(earlier, scoped.line_manager.person, sent_at=timezone.now() - timedelta(days=71))
    scoped.agreements = [
        make_agreement(report, "Elke week meten", weight=60),
        make_agreement(report, "Pers", weight=40),
    ]
    make_framework(scoped.organisation, "Raamwerk")
    scoped.competencies = [make_competency(scoped.organisation, name) for name in ("Luisteren", "Plannen")]
    make_profile(scoped.position, dict.fromkeys(scoped.competencies, 3))
    scoped.step = make_step(scoped.cycle, "appraisal", title="Beoordeling")
    scoped.conversation = make_conversation(
        scoped.step, scoped.employee.person, scoped.line_manager.person, scoped.team
    )
    return scoped


def keys(cast) -> list[str]:
    return [f"a{row.pk}" for row in cast.agreements] + [f"c{row.pk}" for row in cast.competencies]


def score(cast, levels=(4, 3, 3, 2), *, chosen=3, reason="", remark="", version=None, by="line_manager") -> Appraisal:
    """The draft of the manager, with these levels for the two agreements and the two competencies."""
    draft = Appraisal.objects.filter(report__conversation=cast.conversation, state="draft").first()
    version = (draft.version if draft else 0) if version is None else version
    given = {key: (level, remark) for key, level in zip(keys(cast), levels, strict=True)}
    actor = getattr(cast, by).actor
    return scoring.save_scores(cast.conversation, given, chosen=chosen, reason=reason, version=version, by=actor)


def send(cast, **told) -> Appraisal:
    """The appraisal, scored and sent with its report."""
    score(cast, **told)
    report = talking.begin_report(cast.conversation, by=cast.line_manager.actor)
    report = talking.write_report(
        cast.conversation, {"discussed": "Het jaar"}, version=report.version, by=cast.line_manager.actor
    )
    talking.send_report(cast.conversation, version=report.version, by=cast.line_manager.actor)
    return now(cast)


def answer(cast, kind="agreed", remarks="") -> Appraisal:
    """Signed by the employee."""
    report = cast.conversation.reports.get(sent_at__isnull=False)
    talking.answer_report(
        cast.conversation, answer=kind, remarks=remarks, version=report.version, by=cast.employee.actor
    )
    return now(cast)


def at(cast, state, **fields) -> Appraisal:
    """The appraisal as if it had come to this state."""
    if not Appraisal.objects.exists():
        send(cast)
    today = timezone.localdate()
    if state in ("final", "objected", "decided"):
        fields = {"final_on": today, "object_until": today + timedelta(days=14)} | fields
    Appraisal.objects.update(state=state, **fields)
    Conversation.objects.filter(pk=cast.conversation.pk).update(
        state=TALKS[state], final_on=today if TALKS[state] == "final" else None
    )
    return now(cast)


def now(cast) -> Appraisal:
    cast.conversation.refresh_from_db()
    return Appraisal.objects.select_related("report__conversation__step__cycle").get(
        report__conversation=cast.conversation
    )


def url(appraisal, name="appraisal"):
    return reverse(f"appraisals:{name}", args=[appraisal.pk])


def page(cast, name="conversation"):
    return reverse(f"conversations:{name}", args=[cast.conversation.pk])
