"""Where the line breaks, as one list: what, of whom, in which unit."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.lists.listed import BATCH, Listed, code_of, places_of, who
from zichtlijn.exchange.permissions import can_export
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Period, Person


def _sees_breaks(by: Actor) -> bool:
    return can_export(by) and by.may(Permission.SEE_BREAKS)


def _this_year() -> Period | None:
    today = timezone.localdate()
    years = Period.objects.years()
    return years.at(today).first() or years.filter(starts_on__lte=today).order_by("-starts_on").first()


def _break_rows(by: Actor, period: Period | None = None) -> Iterator[list]:
    period = period or _this_year()
    if period is None:
        return
    today = timezone.localdate()
    for what, objectives in (
        (_("objective without a line upward"), breaks.objectives_without_parent(by, period)),
        (_("strategic objective that nobody supports"), breaks.objectives_without_support(by, period)),
        (_("objective without measure"), breaks.objectives_without_measure(by, period)),
        (_("weights of supporting objectives do not add up"), breaks.support_weights_off(by, period)),
    ):
        rows = objectives.select_related("owner", "unit").order_by("id")
        for o in rows.iterator(chunk_size=BATCH):
            yield [what, o.key, o.title, who(o.owner, by), code_of(o.unit)]
    measures = breaks.measures_without_readings(by, period).select_related("responsible", "objective__unit")
    for m in measures.order_by("id").iterator(chunk_size=BATCH):
        yield [_("measure without readings"), m.key, m.name, who(m.responsible, by), code_of(m.objective.unit)]
    without_line = breaks.people_without_line(period, today, by).order_by("sort_name", "id")
    for people in in_batches(without_line.iterator(chunk_size=BATCH), BATCH):
        placed = places_of(people, today)
        for person in people:
            unit = placed[person.pk].unit if person.pk in placed else None
            yield [_("person without a complete line"), who(person, by), person.name, who(person, by), code_of(unit)]
    weights = {row["owner_id"]: row["total"] for row in breaks.personal_weights_off(by, period)}
    for some in in_batches(weights, BATCH):
        for person in Person.objects.filter(pk__in=some).order_by("sort_name", "id"):
            text = _("personal weights add up to %(total)s") % {"total": f"{weights[person.pk]:g}"}
            yield [text, who(person, by), person.name, who(person, by), None]


def _owners(by: Actor, period: Period | None) -> QuerySet[Person]:
    """Who has no line or a plan that does not add up, and whose personal objectives or measures are named."""
    period = period or _this_year()
    if period is None:
        return Person.objects.none()
    objectives = (breaks.objectives_without_parent(by, period), breaks.objectives_without_measure(by, period))
    unread = breaks.measures_without_readings(by, period).filter(objective__level=Level.PERSONAL)
    told_of = Q(pk__in=breaks.people_without_line(period, timezone.localdate(), by).order_by().values("pk"))
    told_of |= Q(pk__in=breaks.personal_weights_off(by, period).values("owner_id"))
    told_of |= Q(pk__in=unread.order_by().values("objective__owner"))
    for rows in objectives:
        told_of |= Q(pk__in=rows.filter(level=Level.PERSONAL).order_by().values("owner"))
    return Person.objects.filter(told_of).order_by("pk")


def _break_headers(by: Actor) -> list[str]:
    return [_("what"), _("code"), _("name"), _("who"), _("unit")]


BREAKS = Listed(
    "breaks",
    gettext_lazy("Where the line breaks"),
    _sees_breaks,
    _break_headers,
    _break_rows,
    lambda by, period=None: sum(1 for _row in _break_rows(by, period)),
    by_period=True,
    owners_of=_owners,
)
