"""Factories of the conversation cycle."""

from datetime import timedelta

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.conversations.models import Agreement, Conversation, Cycle, Meeting, Moment, Preparation, Report, Step


def make_cycle(period, name="Gesprekken", *, state="running", **fields) -> Cycle:
    with in_organisation(period.organisation):
        return Cycle.objects.create(organisation=period.organisation, period=period, name=name, state=state, **fields)


def make_step(cycle, kind="progress", **fields) -> Step:
    today = timezone.localdate()
    fields.setdefault("title", f"Stap {kind}")
    fields.setdefault("opens_on", today - timedelta(days=10))
    fields.setdefault("closes_on", today + timedelta(days=20))
    with in_organisation(cycle.organisation):
        return Step.objects.create(organisation=cycle.organisation, cycle=cycle, kind=kind, **fields)


def make_conversation(step, employee, manager, unit, **fields) -> Conversation:
    with in_organisation(step.organisation):
        return Conversation.objects.create(
            organisation=step.organisation, step=step, employee=employee, manager=manager, unit=unit, **fields
        )


def make_meeting(conversation, **fields) -> Meeting:
    fields.setdefault("starts_at", timezone.now() + timedelta(days=1))
    with in_organisation(conversation.organisation):
        return Meeting.objects.create(organisation=conversation.organisation, conversation=conversation, **fields)


def make_preparation(conversation, writer, side, **fields) -> Preparation:
    with in_organisation(conversation.organisation):
        return Preparation.objects.create(
            organisation=conversation.organisation, conversation=conversation, writer=writer, side=side, **fields
        )


def make_report(conversation, writer, **fields) -> Report:
    with in_organisation(conversation.organisation):
        fields.setdefault("discussed", "Besproken")
        return Report.objects.create(
            organisation=conversation.organisation,
            conversation=conversation,
            writer=writer,
            writer_name=writer.name,
            **fields,
        )


def make_agreement(report, text="Afgesproken", **fields) -> Agreement:
    with in_organisation(report.organisation):
        return Agreement.objects.create(organisation=report.organisation, report=report, text=text, **fields)


def make_moment(about, writer, text="Iets gebeurd", **fields) -> Moment:
    with in_organisation(about.organisation):
        fields.setdefault("happened_on", timezone.localdate())
        return Moment.objects.create(organisation=about.organisation, about=about, writer=writer, text=text, **fields)
