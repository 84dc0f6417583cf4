"""Who keeps terms and holds, who decides on corrections, and whose statements are whose; the one door to each."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.organisation.models import Person
from zichtlijn.organisation.permissions import can_see_details
from zichtlijn.privacy.models import Correction, Hold, Statement
from zichtlijn.privacy.states import CorrectionState


def can_keep_terms(actor) -> bool:
    """Set how long data is kept, see what will go and what went, and hold somebody's data: HR and administrators."""
    return actor.may(Permission.MANAGE_PEOPLE)


def can_decide_corrections(actor) -> bool:
    """Decide on what others ask to correct."""
    return actor.may(Permission.MANAGE_PEOPLE)


def can_decide_correction(actor, correction: Correction) -> bool:
    """Decide on this one, that waits: never on one's own."""
    return (
        can_decide_corrections(actor)
        and correction.person_id != actor.person_id
        and correction.state == CorrectionState.ASKED
    )


def can_speak_for_oneself(actor) -> bool:
    """Attach statements and ask for corrections: who has a file here."""
    return actor.person_id is not None


def can_read_statements(actor, person: Person) -> bool:
    """What somebody says about the whole of their file: who may open that file."""
    return can_see_details(actor, person)


def get_own_statement(actor, statement_id: int) -> Statement:
    """A statement of the actor, or 404."""
    found = Statement.objects.select_related("person")
    return get_object_or_404(found, pk=statement_id, person=actor.person_id or 0)


def get_correction(actor, correction_id: int) -> Correction:
    """A request of the actor, or any for who decides on them, or 404."""
    seen = Q() if can_decide_corrections(actor) else Q(person=actor.person_id or 0)
    found = Correction.objects.filter(seen).select_related("person")
    return get_object_or_404(found, pk=correction_id, organisation=actor.organisation)


def get_own_correction(actor, correction_id: int) -> Correction:
    """A request that the actor made, or 404."""
    found = Correction.objects.select_related("person")
    return get_object_or_404(found, pk=correction_id, person=actor.person_id or 0)


def get_hold(actor, hold_id: int) -> Hold:
    """A hold, for who keeps them, or 404."""
    found = Hold.objects.select_related("person") if can_keep_terms(actor) else Hold.objects.none()
    return get_object_or_404(found, pk=hold_id, organisation=actor.organisation)
