"""One running cycle with a progress conversation of the employee and the line manager of the cast."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_conversation, make_cycle, make_step
from zichtlijn.conversations.actions import talking
from zichtlijn.organisation.models import Placement


@pytest.fixture
def talk(scoped):
    """The cast, with `cycle`, `step` and `conversation`."""
    scoped.cycle = make_cycle(scoped.period)
    scoped.step = make_step(scoped.cycle)
    scoped.conversation = make_conversation(
        scoped.step, scoped.employee.person, scoped.line_manager.person, scoped.team
    )
    return scoped


def url(cast, name="conversation", *more):
    return reverse(f"conversations:{name}", args=[cast.conversation.pk, *more])


def write(cast, by="line_manager", **texts):
    """The report, written by one of both."""
    actor = getattr(cast, by).actor
    report = talking.begin_report(cast.conversation, by=actor)
    texts = {"discussed": "We spraken over de pers", "conclusion": ""} | texts
    return talking.write_report(cast.conversation, texts, version=report.version, by=actor)


def send(cast, by="line_manager", **texts):
    """The report, written and sent."""
    report = write(cast, by, **texts)
    talking.send_report(cast.conversation, version=report.version, by=getattr(cast, by).actor)
    report.refresh_from_db()
    return report


def answer(cast, by="employee", kind="agreed", remarks=""):
    """The report signed by the other side."""
    report = cast.conversation.reports.get(sent_at__isnull=False)
    actor = getattr(cast, by).actor
    talking.answer_report(cast.conversation, answer=kind, remarks=remarks, version=report.version, by=actor)


def hand_over(cast, to="other_manager"):
    """From today on somebody else is the line manager of the employee."""
    today = timezone.localdate()
    placement = Placement.objects.on(today).get(person=cast.employee.person)
    Placement.objects.filter(pk=placement.pk).update(ends_on=today - timedelta(days=1))
    placement.pk, placement.starts_on, placement.line_manager = None, today, getattr(cast, to).person
    placement.save()


def state(cast) -> str:
    cast.conversation.refresh_from_db()
    return cast.conversation.state
