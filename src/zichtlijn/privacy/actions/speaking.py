"""What people say about what is kept of them: statements, and requests for a correction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.calendar import month_after
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.models import Correction, Statement
from zichtlijn.privacy.permissions import can_decide_correction, can_speak_for_oneself
from zichtlijn.privacy.states import CorrectionState, Pen, Subject, may_move
from zichtlijn.privacy.subjects import get_target
from zichtlijn.privacy.telling import tell_asked, tell_decided


def require_file(by) -> None:
    """Refuse who has no file here."""
    require(can_speak_for_oneself(by), _("Your account is not linked to a person in this organisation."))


@transaction.atomic
def attach_statement(subject: str, target_id: int | None, *, text: str, by) -> Statement:
    """Say something about one's file, or about a report or an assessment in it. It stays with it from then on."""
    require_file(by)
    if (subject, target_id) != (Subject.FILE, None):
        get_target(by, subject, target_id or 0)
    _refuse_twice(Statement.objects.filter(person=by.person_id, subject=subject, target_id=target_id, text=text), by)
    made = Statement.objects.create(
        organisation=by.organisation, person=by.person, subject=subject, target_id=target_id, text=text
    )
    audit.record(Event.STATEMENT_MADE, on=made, by=by, about=by.person_id)
    return made


def _refuse_twice(same, by) -> None:
    """Refuse what was said already; under a lock, so that a form that is sent twice at once says it once."""
    Person.objects.select_for_update(no_key=True).get(pk=by.person_id)
    if same.exists():
        raise NotNow(_("You have said exactly this already."))


@transaction.atomic
def withdraw_statement(statement: Statement, *, by) -> None:
    """Take a statement back: its text goes, and that there was one stays."""
    require(statement.person_id == by.person_id, _("Only who made a statement withdraws it."))
    mine = Statement.objects.filter(pk=statement.pk, withdrawn_at=None)
    if not mine.update(withdrawn_at=timezone.now(), text=""):
        raise NotNow(_("This statement was withdrawn already."))
    audit.record(Event.STATEMENT_WITHDRAWN, on=statement, by=by, about=by.person_id)


@transaction.atomic
def ask_correction(*, wrong: str, right: str, by) -> Correction:
    """Ask to correct what is kept about oneself; who decides gets mail, and does so within a month."""
    require_file(by)
    asked = Correction.objects.filter(person=by.person_id, wrong=wrong, right=right, state=CorrectionState.ASKED)
    _refuse_twice(asked, by)
    made = Correction.objects.create(
        organisation=by.organisation,
        person=by.person,
        wrong=wrong,
        right=right,
        due_on=month_after(timezone.localdate()),
    )
    audit.record(Event.CORRECTION_ASKED, on=made, by=by, about=by.person_id)
    tell_asked(made, by=by)
    return made


def _move(correction: Correction, target: str, pen: Pen) -> Correction:
    """The request as it is now, locked, if it may make this move; else refused."""
    now = Correction.objects.select_for_update().select_related("person").get(pk=correction.pk)
    if not may_move(now.state, target, pen):
        raise NotNow(_("This request is not open any more: %(state)s.") % {"state": now.get_state_display()})
    return now


@transaction.atomic
def withdraw_correction(correction: Correction, *, by) -> None:
    """Take one's own request back."""
    require(correction.person_id == by.person_id, _("Only who asked for a correction withdraws it."))
    now = _move(correction, CorrectionState.WITHDRAWN, Pen.ASKER)
    now.state, now.version = CorrectionState.WITHDRAWN, now.version + 1
    now.save(update_fields=["state", "version"])
    audit.record(Event.CORRECTION_WITHDRAWN, on=now, by=by, about=now.person_id)


@transaction.atomic
def decide_correction(correction: Correction, *, decision: str, reason: str, by) -> bool:
    """Say whether it was corrected, and why. A decision is for good.

    The person gets mail that points here; returns False when they cannot come in any more, and so are not told.
    """
    now = _move(correction, decision, Pen.DECIDER)
    require(
        can_decide_correction(by, now), _("HR or an organisation administrator decides, never on their own request.")
    )
    now.state, now.reason, now.version = decision, reason, now.version + 1
    now.decided_at, now.decided_by, now.decided_by_name = timezone.now(), by.user, by.name
    now.save(update_fields=["state", "reason", "decided_at", "decided_by", "decided_by_name", "version"])
    audit.record(Event.CORRECTION_DECIDED, on=now, by=by, about=now.person_id, detail={"state": decision})
    return tell_decided(now, by=by) > 0
