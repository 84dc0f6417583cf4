"""Moments of the year: noting, sharing and throwing away."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.models import Moment
from zichtlijn.conversations.permissions import can_note_moment
from zichtlijn.organisation.models import Person

# A moment that is not shared is not in the file of whom it is about: the log then tells only who noted something.


@transaction.atomic
def note_moment(about: Person, *, tone: str, happened_on: date, text: str, by) -> Moment:
    """Note something of a day, about oneself or about somebody one leads."""
    require(can_note_moment(by, about), _("You note moments about yourself, and about the people you lead today."))
    if happened_on > timezone.localdate():
        raise NotNow(_("This day has yet to come. Note a moment afterwards."))
    moment = Moment.objects.create(
        organisation=by.organisation, about=about, writer=by.person, tone=tone, happened_on=happened_on, text=text
    )
    audit.record(Event.MOMENT_NOTED, on=by.person, by=by)
    return moment


@transaction.atomic
def share_moment(moment: Moment, *, by) -> None:
    """Let the other side read it; there is no way back."""
    _require_writer(moment, by)
    if not Moment.objects.filter(pk=moment.pk, shared_at=None).update(shared_at=timezone.now()):
        raise NotNow(_("This moment is shared already."))
    audit.record(Event.MOMENT_SHARED, on=moment.about, by=by, about=moment.about_id)


@transaction.atomic
def remove_moment(moment: Moment, *, by) -> None:
    """Throw away a moment that nobody else has read."""
    _require_writer(moment, by)
    removed, _by_table = Moment.objects.filter(pk=moment.pk, shared_at=None).delete()
    if not removed:
        raise NotNow(_("A moment that is shared cannot be thrown away."))
    audit.record(Event.MOMENT_REMOVED, on=by.person, by=by)


def _require_writer(moment: Moment, by) -> None:
    require(moment.writer_id == by.person_id, _("Only who noted a moment shares it or throws it away."))
