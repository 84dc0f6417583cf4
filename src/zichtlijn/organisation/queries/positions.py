"""Lists of positions and projects."""

from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import ngettext

from zichtlijn.audit.figures import OBJECTIVES
from zichtlijn.organisation.models import Placement, Position, Project
from zichtlijn.organisation.queries.natural import COMPARED, InNaturalOrder
from zichtlijn.organisation.queries.people import kept_of_many
from zichtlijn.ui.wording import write_full_date

POSITION_SORTS = {"name": "name", "key": "key"}
PROJECT_SORTS = {"name": "name", "key": "key", "from": "starts_on", "until": "ends_on"}


def positions(*, text: str = "", sort: str = "name", ended: bool = False):
    """Positions that have not ended, or those that have, in which every typed word stands."""
    return _sorted(_matching(_living(Position.objects.all(), ended), text), sort, POSITION_SORTS)


def projects(*, text: str = "", sort: str = "name", ended: bool = False):
    """Projects with their leader and unit; those that have not ended, or those that have."""
    rows = _living(Project.objects.select_related("leader", "unit"), ended)
    return _sorted(_matching(rows, text), sort, PROJECT_SORTS)


def people_per_position() -> dict[int, int]:
    """How many people are placed today in each position that anybody is placed in."""
    return kept_of_many(("people per position",), _people_per_position, unmoved_by=OBJECTIVES)


def _people_per_position() -> dict[int, int]:
    placed = Placement.objects.today().order_by()
    return dict(placed.values_list("position_id").annotate(people=Count("person", distinct=True)))


def _living(rows, ended: bool):
    return rows.filter(ends_on__lt=timezone.localdate()) if ended else rows.living()


def _matching(rows, text: str):
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(key__icontains=word))
    return rows


def _sorted(rows, sort: str, sorts: dict[str, str]):
    name, down = sorts.get(sort.lstrip("-"), "name"), sort.startswith("-")
    if name in {"name", "key"} and not rows.order_by("pk")[COMPARED : COMPARED + 1].exists():
        return InNaturalOrder(rows, name, backwards=down)
    column = F(name)
    way = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return rows.order_by(way, "name", "pk")


def reasons_not_to_end_position(position: Position, ends_on: date) -> list[str]:
    """Who is still placed in it after that day."""
    still = position.placements.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on))
    number = still.order_by().values("person_id").distinct().count()
    if not number:
        return []
    names = ", ".join(placement.person.name for placement in still.select_related("person")[:5])
    sentence = ngettext(
        "%(number)s person is still placed there after %(day)s: %(names)s. End or move their placement first.",
        "%(number)s people are still placed there after %(day)s: %(names)s. End or move their placements first.",
        number,
    )
    return [sentence % {"number": number, "day": write_full_date(ends_on), "names": names}]
