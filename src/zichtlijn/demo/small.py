"""The other organisations of the demo: a firm of three, and two empty ones for trying imports."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from zichtlijn.access.models import Organisation, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.calculations.calendar import year_span
from zichtlijn.demo.accounts import CONSULTANT_EMAIL, join
from zichtlijn.demo.westerwaard import finish
from zichtlijn.objectives.models import Measure, Objective, Reading
from zichtlijn.objectives.states import Frequency, Kind, Level, State
from zichtlijn.organisation.models import Period, Person, Placement, Position, Unit, sort_name
from zichtlijn.strategy.models import Direction

EMPTY = (
    ("stratml-proef", "Proef: gepubliceerd plan", "Leeg: om een gepubliceerd plan (StratML) binnen te halen."),
    ("import-proef", "Proef: bestanden", "Leeg: om mensen, doelstellingen en meetwaarden binnen te halen."),
)
COLLEAGUES = (("Esther", "van", "Loon", CONSULTANT_EMAIL), ("Hugo", "", "Prins", ""), ("Amira", "", "Haddou", ""))


@transaction.atomic
def make_kade(consultant: User, *, today: date) -> Organisation:
    """Kade Advies: the consultant's own firm, with a line as short as the firm."""
    organisation = Organisation.objects.create(
        slug="kade-advies",
        name="Kade Advies",
        description="Adviesbureau van drie mensen. Wij helpen organisaties van plan naar prestatie.",
        is_demo=True,
    )
    first, last = year_span(today.year)
    with in_organisation(organisation):
        owned = {"organisation": organisation}
        period = Period.objects.create(
            kind=Period.Kind.YEAR, name=str(today.year), starts_on=first, ends_on=last, **owned
        )
        unit = Unit.objects.create(key="KA", name="Kade Advies", **owned)
        position = Position.objects.create(key="ADV", name="Adviseur", **owned)
        people = []
        for number, (given, prefix, family, email) in enumerate(COLLEAGUES, start=1):
            person = Person.objects.create(
                key=str(number),
                given_name=given,
                family_prefix=prefix,
                family_name=family,
                email=email,
                sort_name=sort_name(given, prefix, family),
                **owned,
            )
            people.append(person)
            Placement.objects.create(
                person=person,
                unit=unit,
                position=position,
                line_manager=people[0] if number > 1 else None,
                starts_on=date(today.year - 2, 3, 1),
                **owned,
            )
        unit.head = people[0]
        unit.save()
        direction = Direction.objects.create(
            name=f"Kade {today.year + 2}",
            starts_on=first,
            ends_on=date(today.year + 2, 12, 31),
            mission="Wij helpen organisaties van plan naar prestatie.",
            **owned,
        )
        for number, (title, measure, baseline, target, now) in enumerate(
            (
                ("Zes opdrachten die aantoonbaar iets veranderen", "Afgeronde opdrachten met effectmeting", 0, 6, 4),
                ("Elke opdrachtgever beveelt ons aan", "Rapportcijfer van opdrachtgevers", 7, 9, 8),
            ),
            start=1,
        ):
            objective = Objective.objects.create(
                key=f"K{number}",
                level=Level.STRATEGIC,
                title=title,
                state=State.AGREED,
                period=period,
                starts_on=first,
                ends_on=last,
                owner=people[0],
                unit=unit,
                direction=direction,
                perspective="customers",
                agreed_on=first,
                **owned,
            )
            made = Measure.objects.create(
                objective=objective,
                key=f"K{number}-M1",
                name=measure,
                kind=Kind.UP,
                baseline=Decimal(baseline),
                target=Decimal(target),
                starts_on=first,
                ends_on=last,
                frequency=Frequency.QUARTERLY,
                responsible=people[0],
                **owned,
            )
            Reading.objects.create(
                measure=made, measured_on=today, value=Decimal(now), recorded_by_name=people[0].name, **owned
            )
        join(organisation, consultant, (Role.DIRECTOR, Role.ADMINISTRATOR, Role.EMPLOYEE), people[0])
        finish(organisation, today=today)
    return organisation


def make_empty(administrators: list[User]) -> None:
    """Two organisations with nothing in them but somebody who may bring files in."""
    for slug, name, description in EMPTY:
        organisation = Organisation.objects.create(slug=slug, name=name, description=description, is_demo=True)
        for user in administrators:
            join(organisation, user, (Role.ADMINISTRATOR,))
