"""Factories of statements, requests for a correction, and holds."""

from datetime import timedelta

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.privacy.models import Correction, Hold, Statement


def make_statement(person, text="Daar denk ik anders over", *, subject="file", **fields) -> Statement:
    with in_organisation(person.organisation):
        return Statement.objects.create(
            organisation=person.organisation, person=person, subject=subject, text=text, **fields
        )


def make_correction(person, wrong="Dit klopt niet", **fields) -> Correction:
    with in_organisation(person.organisation):
        fields.setdefault("due_on", timezone.localdate() + timedelta(days=30))
        return Correction.objects.create(organisation=person.organisation, person=person, wrong=wrong, **fields)


def make_hold(person, reason="Geschil", **fields) -> Hold:
    with in_organisation(person.organisation):
        fields.setdefault("until", timezone.localdate() + timedelta(days=30))
        fields.setdefault("set_by_name", "HR")
        return Hold.objects.create(organisation=person.organisation, person=person, reason=reason, **fields)
