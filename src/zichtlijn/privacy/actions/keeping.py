"""Setting how long data is kept, and holding what would go."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.models import Hold, Term
from zichtlijn.privacy.permissions import can_keep_terms
from zichtlijn.privacy.policy import settable
from zichtlijn.ui.wording import write_full_date


def require_keeping(by) -> None:
    """Refuse who does not keep the terms."""
    require(
        can_keep_terms(by),
        _(
            "Only HR or an organisation administrator decides how long data is kept. How long that is stands "
            "in My file, for everybody."
        ),
    )


@transaction.atomic
def set_term(data_class: str, *, years: int, version: int, by) -> Term:
    """Keep a class of data so many years; `version` is 0 where the organisation has not set any yet."""
    require_keeping(by)
    rule = settable()[data_class]
    if not rule.least <= years <= rule.most:
        raise NotNow(_("This can be kept for %(least)s to %(most)s years.") % {"least": rule.least, "most": rule.most})
    term = Term.objects.select_for_update().filter(data_class=data_class).first()
    before = term.years if term else rule.years
    if term is None:
        term = _first(data_class, years, by)
    elif version == 0 and term.years != years:
        raise EditConflict(term, [(_("Years"), str(term.years), str(years))], term.version)
    elif version != 0:
        save_version(term, {"years": years}, version=version)
    if before != years:
        detail = {"data_class": data_class, "from": before, "to": years}
        audit.record(Event.TERM_CHANGED, on=by.organisation, by=by, detail=detail)
    return term


def _first(data_class: str, years: int, by) -> Term:
    try:
        with transaction.atomic():
            return Term.objects.create(organisation=by.organisation, data_class=data_class, years=years)
    except IntegrityError:
        raise NotNow(_("Somebody else set this term at the same moment. Open the page again.")) from None


def _refuse_past(until: date) -> None:
    if until < timezone.localdate():
        raise NotNow(_("Choose a day that is not over yet."))


@transaction.atomic
def hold(person: Person, *, reason: str, until: date, by) -> Hold:
    """Let nothing of somebody be removed until after this day."""
    require_keeping(by)
    Person.objects.select_for_update().get(pk=person.pk)
    _refuse_past(until)
    if Hold.objects.on(timezone.localdate()).filter(person=person).exists():
        raise NotNow(_("Nothing of this person is removed already. Open the page again to move the end."))
    made = Hold.objects.create(
        organisation=by.organisation, person=person, reason=reason, until=until, set_by=by.user, set_by_name=by.name
    )
    audit.record(Event.HOLD_SET, on=person, by=by, about=person.pk, detail={"ends_on": until.isoformat()})
    return made


@transaction.atomic
def move_hold(held: Hold, *, until: date, was: date, by) -> None:
    """Let a hold last until another day; at no moment in between may anything be removed. `was` is the end one saw."""
    require_keeping(by)
    Person.objects.select_for_update().get(pk=held.person_id)
    _refuse_past(until)
    now = Hold.objects.on(timezone.localdate()).filter(pk=held.pk).first()
    if now is None:
        raise NotNow(_("This was lifted, or ended, in the meantime. Open the page again."))
    if now.until == until:
        return
    if now.until != was:
        raise NotNow(
            _("Somebody else moved the end to %(day)s in the meantime. Open the page again.")
            % {"day": write_full_date(now.until)}
        )
    Hold.objects.filter(pk=now.pk).update(until=until)
    audit.record(Event.HOLD_MOVED, on=now.person, by=by, about=now.person_id, detail={"ends_on": until.isoformat()})


@transaction.atomic
def lift(held: Hold, *, by) -> None:
    """Let the data of somebody go again when its term is over."""
    require_keeping(by)
    lifted = Hold.objects.filter(pk=held.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by.user, lifted_by_name=by.name
    )
    if not lifted:
        raise NotNow(_("This was lifted already."))
    audit.record(Event.HOLD_LIFTED, on=held.person, by=by, about=held.person_id)
