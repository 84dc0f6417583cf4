"""What always holds of the data: `zichtlijn check` finds what was bent behind the back of the program."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conversations.talk import send, talk
from zichtlijn.access.rules import broken_rules, owned_links
from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.objectives.models import Measure

__all__ = ["talk"]  # a fixture


def test_R19_what_the_program_writes_holds(talk):
    assert broken_rules(talk.organisation) == []
    send(talk)
    assert broken_rules(talk.organisation) == []


def test_R19_a_row_that_points_at_another_organisation_is_found(talk):
    Measure.objects.filter(pk=talk.measure.pk).update(objective=talk.twin.strategic)
    (said,) = broken_rules(talk.organisation)
    assert said == f"objectives.Measure {talk.measure.pk} points with objective at another organisation"
    told = StringIO()
    with pytest.raises(CommandError, match="differences"):
        call_command("check_line", organisation=talk.organisation.slug, stdout=told)
    assert said in told.getvalue()


def test_R19_mending_ends_well_only_when_nothing_is_left(talk, standing):
    Measure.objects.filter(pk=talk.measure.pk).update(progress=0.99)
    told = StringIO()
    call_command("check_line", organisation=talk.organisation.slug, mend=True, stdout=told)
    assert re.search(r"(\d+) differences, \1 of them mended", told.getvalue())
    call_command("check_line", organisation=talk.organisation.slug, stdout=told)
    Measure.objects.filter(pk=talk.measure.pk).update(progress=0.99)
    Conversation.objects.filter(pk=talk.conversation.pk).update(final_on="2026-01-01")
    for _again in range(2):
        with pytest.raises(CommandError, match=r"^1 differences are left"):
            call_command("check_line", organisation=talk.organisation.slug, mend=True, stdout=told)
    assert Measure.objects.get(pk=talk.measure.pk).progress != 0.99


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": "sent"}, "no report that was sent"),
        ({"state": "final"}, "final and has no day"),
        ({"final_on": "2026-01-01"}, "has a last day"),
    ],
)
def test_R19_a_state_without_its_signature_is_found(talk, fields, says):
    Conversation.objects.filter(pk=talk.conversation.pk).update(**fields)
    assert any(says in said for said in broken_rules(talk.organisation))


def test_R19_a_report_that_was_sent_before_its_time_is_found(talk):
    send(talk)
    Conversation.objects.filter(pk=talk.conversation.pk).update(state="writing")
    assert "before its time" in broken_rules(talk.organisation)[0]
    Report.objects.all().delete()
    assert broken_rules(talk.organisation) == []


def test_every_room_is_looked_through():
    rooms = {model._meta.app_label for model, _field in owned_links()}
    assert {"objectives", "conversations", "appraisals", "development", "rewards", "organisation"} <= rooms
    assert len(list(owned_links())) > 100
