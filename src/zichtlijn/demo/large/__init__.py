"""Organisations as large as they come, for measuring: teams of ten, six objectives and eight measures for everybody.

    make_large(people=100_000)      # 614,000 objectives, 815,000 measures, 4.3 million readings

One tree, four levels deep: the whole, divisions of twenty departments, departments of twenty teams, teams of ten. In
every team the first person leads; the leader of the first team of a department leads the department, and so on up to
the first person of all. Role objectives belong to teams, but one belongs to everybody with the most common position:
38 in every 100 people have an objective under it, so that its column holds 38,000 at the largest size.
"""

from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.calculations.calendar import split_year, year_span
from zichtlijn.demo.bulk import next_id, settle, unchecked
from zichtlijn.demo.large.build import TEAM, Build, Ids, Size
from zichtlijn.demo.large.cascade import Cascade, write_talk
from zichtlijn.demo.large.structure import write_accounts, write_people, write_units
from zichtlijn.demo.plan import read_personal
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.organisation.models import Period, Person, Placement, Position, SearchWord, Unit
from zichtlijn.strategy.models import Direction


@transaction.atomic
def make_large(
    people: int, *, today: date | None = None, seed: int = 4711, slug: str = "", accounts: int = 40
) -> Organisation:
    """Write an organisation of this many people; the same seed and day give the same organisation."""
    if people < 2 * TEAM:
        raise ValueError(f"a large organisation has at least {2 * TEAM} people")
    today = today or timezone.localdate()
    organisation = Organisation.objects.create(
        slug=slug or f"groot-{people}", name=f"Waterschap Groot {people}", is_demo=True, standing_on=today
    )
    with in_organisation(organisation), unchecked():
        first, last = year_span(today.year)
        period = _periods(organisation, first, last)
        direction = Direction.objects.create(
            organisation=organisation,
            name="Koers",
            starts_on=first,
            ends_on=date(today.year + 4, 12, 31),
            mission="Droge voeten en schoon water, voor nu en voor wie na ons komt.",
        )
        ids = Ids(*(next_id(model) for model in (Unit, Person, Position, Objective, Measure, Reading)))
        lines = [
            line
            for group in read_personal().values()
            for line in group
            if line.aim.startswith(("up", "down")) and not line.going
        ]
        build = Build(organisation, Size(people), today, Random(seed), ids, period, direction, lines)
        write_units(build)
        write_people(build)
        cascade = Cascade(build)
        cascade.write()
        write_talk(build, cascade.personal)
        write_accounts(build, accounts)
        settle(
            Unit, Position, Person, Placement, Objective, ObjectiveLink, Measure, Reading, CheckIn, Action, SearchWord
        )
    return organisation


def _periods(organisation, first, last) -> Period:
    year = Period.objects.create(
        organisation=organisation, kind=Period.Kind.YEAR, name=str(first.year), starts_on=first, ends_on=last
    )
    for number, (begin, end) in enumerate(split_year(first, last, 3), start=1):
        Period.objects.create(
            organisation=organisation,
            kind=Period.Kind.TERTIAL,
            name=f"{first.year} · T{number}",
            parent=year,
            starts_on=begin,
            ends_on=end,
        )
    return year
