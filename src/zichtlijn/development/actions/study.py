"""Agreements on study costs: drawing up, offering, taking back, signing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.development.actions.twice import refuse_twice
from zichtlijn.development.models import StudyAgreement
from zichtlijn.development.permissions import can_draw_up_study_agreement
from zichtlijn.development.states import STUDY_MOVES, RequiredBy, StudyState
from zichtlijn.organisation.models import Person


def reasons_against(required_by: str, months: int) -> list[str]:
    """Why these terms may not be agreed on; empty when they may."""
    if not months or required_by == RequiredBy.NONE:
        return []
    if required_by == RequiredBy.LAW:
        what = _("The law requires this training for the job.")
    else:
        what = _("The collective agreement requires this training for the job.")
    return [
        what
        + " "
        + _(
            "Then it is free for the employee and counts as working time, and a clause on paying back is void "
            "(article 7:611a of the Civil Code). Make the months of repayment 0."
        )
    ]


def _require_employer(by, person: Person) -> None:
    require(
        can_draw_up_study_agreement(by, person),
        _("The line manager or HR does this for the employer, and never for themselves."),
    )


def _refuse(given: Mapping[str, Any]) -> None:
    reasons = reasons_against(given["required_by"], given["months"])
    if reasons:
        raise NotNow(*reasons)


def _hold(agreement: StudyAgreement) -> StudyAgreement:
    found = StudyAgreement.objects.select_for_update(of=("self",)).select_related("person")
    now: StudyAgreement | None = found.filter(pk=agreement.pk).first()
    if now is None:
        raise NotNow(_("This agreement was thrown away."))
    return now


def _move(now: StudyAgreement, name: str, **fields: Any) -> None:
    source, target = STUDY_MOVES[name]
    if now.state != source:
        words = {"state": now.get_state_display()}
        raise NotNow(_("That is not possible now: the agreement is “%(state)s”. Look at how it stands.") % words)
    StudyAgreement.objects.filter(pk=now.pk).update(state=target, **fields)


def _refuse_other(now: StudyAgreement, version: int) -> None:
    if now.version != version:
        raise NotNow(_("The agreement was changed after you opened it. Read it again first."))


@transaction.atomic
def draw_up_study_agreement(person: Person, *, by, **given: Any) -> StudyAgreement:
    """Draw up an agreement; the employee does not see it before it is offered."""
    _require_employer(by, person)
    _refuse(given)
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)  # the same form twice waits for itself
    same = {"state": StudyState.DRAFT, "drawn_up_by_id": by.person_id} | given
    refuse_twice(
        StudyAgreement.objects.filter(person=person).order_by("-pk").first(), same,
        _("You drew up exactly this agreement already."),
    )  # fmt: skip
    made: StudyAgreement = StudyAgreement.objects.create(
        organisation=by.organisation, person=person, drawn_up_by=by.person, drawn_up_by_name=by.name, **given
    )
    audit.record(Event.STUDY_DRAWN_UP, on=made, by=by, about=person.pk)
    return made


@transaction.atomic
def change_study_agreement(agreement: StudyAgreement, changes: dict[str, Any], *, version: int, by) -> None:
    """Change an agreement that was not offered."""
    now = _hold(agreement)
    _require_employer(by, now.person)
    if now.state != STUDY_MOVES["offer"][0]:
        raise NotNow(_("The agreement was offered. Take it back first if you want to change it."))
    _refuse(changes)
    changed = save_version(now, changes, version=version)
    if changed:
        audit.record(Event.STUDY_CHANGED, on=now, by=by, about=now.person_id)


@transaction.atomic
def offer_study_agreement(agreement: StudyAgreement, *, version: int, by) -> None:
    """Sign it for the employer, and lay it before the employee."""
    now = _hold(agreement)
    _require_employer(by, now.person)
    _refuse_other(now, version)
    _refuse({"required_by": now.required_by, "months": now.months})
    _move(now, "offer", offered_at=timezone.now(), offered_by_name=by.name)
    audit.record(Event.STUDY_OFFERED, on=now, by=by, about=now.person_id)


@transaction.atomic
def take_back_study_agreement(agreement: StudyAgreement, *, by) -> None:
    """Take an offer back that was not signed."""
    now = _hold(agreement)
    _require_employer(by, now.person)
    _move(now, "take_back", offered_at=None, offered_by_name="")
    audit.record(Event.STUDY_TAKEN_BACK, on=now, by=by, about=now.person_id)


@transaction.atomic
def sign_study_agreement(agreement: StudyAgreement, *, version: int, by) -> None:
    """Sign it as the employee: from then on nothing of it changes. `version` is that of what was read."""
    now = _hold(agreement)
    require(now.person_id == by.person_id, _("Only the employee signs, after the employer did."))
    _refuse_other(now, version)
    _move(now, "sign", signed_at=timezone.now())
    audit.record(Event.STUDY_SIGNED, on=now, by=by, about=now.person_id)


@transaction.atomic
def remove_study_agreement(agreement: StudyAgreement, *, by) -> None:
    """Throw a draft away."""
    now = _hold(agreement)
    _require_employer(by, now.person)
    if now.state != STUDY_MOVES["offer"][0]:
        raise NotNow(_("The agreement was offered. Take it back first if you want to throw it away."))
    audit.record(Event.STUDY_REMOVED, on=now, by=by, about=now.person_id)
    now.delete()
