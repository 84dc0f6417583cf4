"""The conversations of the demo: two cycles that are over, and one under way; two teams with all they wrote."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from zichtlijn.access.sizes import learn_sizes
from zichtlijn.conversations.models import (
    Agreement,
    AgreementAnswer,
    Conversation,
    Cycle,
    Meeting,
    Moment,
    Preparation,
    Report,
    Step,
)
from zichtlijn.conversations.states import Consent, CycleState, Kind, Outcome, Side, State
from zichtlijn.demo.wording import Text, sections
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Person, Placement

if TYPE_CHECKING:
    from random import Random

    from zichtlijn.demo.westerwaard import Scene

#: Managers whose teams have everything they wrote; of the others there is a report in a few words.
WHOLE_TEAMS = ("Rachid El Amrani", "Ilse Brandsma")
#: Kind → its title, and the days of the year between which it is open: month and day.
STEPS = (
    (Kind.PLANNING, Text("Planningsgesprek", "Planning conversation"), (1, 10), (2, 28)),
    (Kind.PROGRESS, Text("Functioneringsgesprek", "Progress conversation"), (5, 15), (7, 10)),
    (Kind.APPRAISAL, Text("Beoordelingsgesprek", "Appraisal conversation"), (11, 2), (12, 20)),
)
DOCUMENT = Text("Brief van de ondernemingsraad, kenmerk OR-14", "Letter of the works council, reference WC-14")
SCOPE = Text(
    "De gesprekscyclus en de regeling beoordelen, voor alle medewerkers.",
    "The conversation cycle and the rules for appraisal, for all employees.",
)
NAME = Text("Gesprekken {year}", "Conversations {year}")
PLACES = (
    Text("Kamer 2.14", "Room 2.14"),
    Text("Spreekkamer begane grond", "Meeting room, ground floor"),
    Text("Wandelend, verzamelen bij de balie", "Walking, meet at the desk"),
    Text("Videogesprek", "Video call"),
)
#: Out of a hundred, of a step that is open.
UNDER_WAY = {
    State.PLANNED: 45,
    State.PREPARING: 25,
    State.WRITING: 12,
    State.SENT: 10,
    State.ANSWERED: 3,
    State.FINAL: 5,
}
#: Out of a thousand, of a step that is over in a cycle that still runs: a few are late.
LATE = {State.PLANNED: 6, State.SENT: 8, State.FINAL: 986}
WITH_REPORT = (State.SENT, State.ANSWERED, State.FINAL)
#: So many rows go to the database at once.
BATCH = 2000


def talk(scene: Scene) -> None:
    """Write the cycles, the conversations with what belongs to them, and some moments."""
    year = scene.today.year
    rng = scene.source("conversations")
    placed: dict[int, list[Placement]] = {}
    for placement in Placement.objects.exclude(line_manager=None).select_related("line_manager").order_by("starts_on"):
        placed.setdefault(placement.person_id, []).append(placement)
    for number in (year - 2, year - 1, year):
        state = CycleState.RUNNING if number == year else CycleState.CLOSED
        _cycle(scene, number, state, placed, rng)
    _moments(scene, rng)


def _cycle(scene: Scene, year: int, state: str, placed: dict[int, list[Placement]], rng: Random) -> None:
    cycle = Cycle.objects.create(
        organisation=scene.organisation,
        name=scene.say(NAME).format(year=year),
        period=scene.years[year],
        state=state,
        consent=Consent.GIVEN,
        consent_on=date(year - 1, 12, 4),
        consent_document=scene.say(DOCUMENT),
        consent_scope=scene.say(SCOPE),
        started_on=min(scene.today, date(year, 1, 8)),
        closed_on=date(year + 1, 1, 12) if state == CycleState.CLOSED else None,
    )
    for kind, title, opens, closes in STEPS:
        step = Step.objects.create(
            organisation=scene.organisation,
            cycle=cycle,
            kind=kind,
            title=scene.say(title),
            opens_on=date(year, *opens),
            closes_on=date(year, *closes),
        )
        _conversations(scene, step, placed, rng)


def _conversations(scene: Scene, step: Step, placed: dict[int, list[Placement]], rng: Random) -> None:
    rows: list[Conversation] = []
    for person in scene.people:
        for placement in placed.get(person.pk, ()):
            if placement.starts_on <= step.opens_on and (
                placement.ends_on is None or placement.ends_on >= step.closes_on
            ):
                rows.append(_conversation(scene, step, person, placement, rng))
                break
    Conversation.objects.bulk_create(rows, batch_size=BATCH)
    _meetings(scene, step, rows, rng)
    _texts(scene, step, rows, rng)


def _friday(day: date) -> date:
    """The day itself, and the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _monday(day: date) -> date:
    """The day itself, and the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _meetings(scene: Scene, step: Step, rows: list[Conversation], rng: Random) -> None:
    """Appointments of what is open: those who prepare have a date ahead, the others had one before today."""
    held: list[Meeting] = []
    if not step.opens_on <= scene.today <= step.closes_on:
        return
    for row in rows:
        if row.state == State.PLANNED:
            continue
        if row.state == State.PREPARING:
            day = scene.today + timedelta(days=rng.randint(1, max(1, (step.closes_on - scene.today).days)))
            day = _friday(day) if _friday(day) > scene.today else _monday(day)
        else:
            day = _friday(scene.today - timedelta(days=rng.randint(1, max(1, (scene.today - step.opens_on).days))))
        moment = timezone.make_aware(
            datetime.combine(day, time(rng.choice((9, 10, 11, 13, 14, 15)), rng.choice((0, 30))))
        )
        place = scene.say(rng.choice(PLACES))
        held.append(Meeting(organisation=scene.organisation, conversation=row, starts_at=moment, place=place))
    Meeting.objects.bulk_create(held, batch_size=BATCH)


def _conversation(scene: Scene, step: Step, person: Person, placement: Placement, rng: Random) -> Conversation:
    manager = placement.line_manager
    assert manager is not None
    final_on = None
    if step.opens_on > scene.today:
        state = State.PLANNED
    elif step.closes_on >= scene.today:
        state = rng.choices(list(UNDER_WAY), list(UNDER_WAY.values()))[0]
        if person.name == "Noor de Wit":
            state = State.PREPARING
    else:
        state = rng.choices(list(LATE), list(LATE.values()))[0]
        if manager.name in WHOLE_TEAMS or step.cycle.state == CycleState.CLOSED:
            state = State.FINAL
    if state == State.FINAL:
        span = (min(step.closes_on, scene.today) - step.opens_on).days
        final_on = step.opens_on + timedelta(days=rng.randint(span // 2, span))
    return Conversation(
        organisation=scene.organisation,
        step=step,
        employee=person,
        manager=manager,
        unit_id=placement.unit_id,
        state=state,
        final_on=final_on,
        final_by_name=manager.name if final_on else "",
    )


def _texts(scene: Scene, step: Step, rows: list[Conversation], rng: Random) -> None:
    whole = [row for row in rows if row.manager and row.manager.name in WHOLE_TEAMS]
    numbers = {row.pk for row in whole}
    reports = [_report(scene, step, row, rng) for row in rows if row.state in WITH_REPORT]
    reports += [_report(scene, step, row, rng) for row in whole if row.state == State.WRITING]
    Report.objects.bulk_create(reports, batch_size=BATCH)
    Preparation.objects.bulk_create(
        [one for row in whole if row.state != State.PLANNED for one in _preparations(scene, step, row, rng)]
    )
    by_number = {row.pk: row for row in whole}
    own = [report for report in reports if report.conversation_id in numbers]
    _answers(scene, step, own, by_number, rng)
    if step.kind != Kind.APPRAISAL:
        objectives: dict[int | None, list[Objective]] = {}
        people = [row.employee_id for row in whole]
        period = step.cycle.period
        found = Objective.objects.filter(owner__in=people, level=Level.PERSONAL, period=period, state="agreed")
        for objective in found.order_by("pk"):
            objectives.setdefault(objective.owner_id, []).append(objective)
        Agreement.objects.bulk_create(
            [
                one
                for report in own
                for one in _agreements(scene, step, report, objectives, by_number[report.conversation_id], rng)
            ]
        )


def _say(scene: Scene, heading: str, rng: Random, name: str = "text") -> str:
    rows = [row for row in sections("conversations.txt")[heading] if row[0] == name]
    _field, dutch, english = rng.choice(rows)
    return scene.say(Text(dutch, english))


def _report(scene: Scene, step: Step, row: Conversation, rng: Random) -> Report:
    assert row.manager is not None
    signed = row.state in (State.ANSWERED, State.FINAL)
    ready_on = row.final_on or min(scene.today, step.closes_on)
    is_sent = row.state in WITH_REPORT
    sent_on = max(step.opens_on, ready_on - timedelta(days=rng.randint(4, 9)))
    agreed = signed and rng.random() < 0.8
    return Report(
        organisation=scene.organisation,
        conversation=row,
        writer=row.manager,
        writer_name=row.manager.name,
        discussed=_say(scene, f"discussed {step.kind}", rng),
        conclusion=_say(scene, "conclusion", rng),
        sent_at=scene.moment(sent_on, rng) if is_sent else None,
        respond_by=sent_on + timedelta(days=14) if is_sent else None,
        answer=("agreed" if agreed else "seen") if signed else "",
        remarks=_say(scene, "remarks", rng) if signed and rng.random() < 0.3 else "",
        answered_at=scene.moment(max(sent_on, ready_on - timedelta(days=1)), rng) if signed else None,
        answered_by_name=row.employee.name if signed else "",
    )


def _preparations(scene: Scene, step: Step, row: Conversation, rng: Random) -> list[Preparation]:
    assert row.manager is not None
    made = []
    for side, writer in ((Side.EMPLOYEE, row.employee), (Side.MANAGER, row.manager)):
        if side == Side.MANAGER and row.state == State.PREPARING:
            continue
        shared_on = (row.final_on or min(scene.today, step.closes_on)) - timedelta(days=12)
        is_shared = row.state in WITH_REPORT
        texts = {
            name: _say(scene, f"{side} {step.kind}", rng, name) for name in ("looking_back", "looking_ahead", "needs")
        }
        made.append(
            Preparation(
                organisation=scene.organisation,
                conversation=row,
                writer=writer,
                side=side,
                shared_at=scene.moment(max(step.opens_on, shared_on), rng) if is_shared else None,
                **texts,
            )
        )
    return made


def _agreements(
    scene: Scene, step: Step, report: Report, objectives, row: Conversation, rng: Random
) -> list[Agreement]:
    mine = objectives.get(row.employee_id, [])
    year = step.opens_on.year
    kinds = ["result", "development"] if step.kind == Kind.PLANNING else [rng.choice(["competence", "project"])]
    return [
        Agreement(
            organisation=scene.organisation,
            report=report,
            kind=kind,
            text=_say(scene, kind, rng),
            objective=mine[0] if mine and kind == "result" else None,
            weight=100 if kind == "result" else None,
            due_on=date(year, rng.choice((9, 10, 11)), 30) if kind != "result" else date(year, 12, 1),
            means=_say(scene, "means", rng) if rng.random() < 0.6 else "",
        )
        for kind in kinds
    ]


def _answers(scene: Scene, step: Step, reports: list[Report], by_number: dict[int, Conversation], rng: Random) -> None:
    """What came of the agreements of this cycle, in the reports of its last conversation."""
    if step.kind != Kind.APPRAISAL:
        return
    learn_sizes()  # of the conversations of this year: without, PostgreSQL takes minutes to find their agreements
    earlier: dict[int, list[Agreement]] = {}
    found = Agreement.objects.filter(report__conversation__step__cycle=step.cycle)
    for agreement in found.select_related("report__conversation").order_by("pk"):
        earlier.setdefault(agreement.report.conversation.employee_id, []).append(agreement)
    outcomes = [Outcome.KEPT, Outcome.KEPT, Outcome.KEPT, Outcome.PARTLY, Outcome.NOT]
    AgreementAnswer.objects.bulk_create(
        [
            AgreementAnswer(
                organisation=scene.organisation, agreement=agreement, report=report, outcome=rng.choice(outcomes)
            )
            for report in reports
            for agreement in earlier.get(by_number[report.conversation_id].employee_id, ())
        ]
    )


def _moments(scene: Scene, rng: Random) -> None:
    """Of the two who can sign in: what she noted of herself, and he of her; some of it shared."""
    noor, rachid = scene.by_name["Noor de Wit"], scene.by_name["Rachid El Amrani"]
    rows = sections("conversations.txt")["moments"]
    made = []
    for number, (writer, (tone, dutch, english)) in enumerate(zip((noor, rachid, rachid), rows, strict=True)):
        day = scene.today - timedelta(days=24 + 37 * number)
        made.append(
            Moment(
                organisation=scene.organisation,
                about=noor,
                writer=writer,
                tone=tone,
                happened_on=day,
                text=scene.say(Text(dutch, english)),
                shared_at=scene.moment(day, rng) if number == 1 else None,
            )
        )
    Moment.objects.bulk_create(made)
