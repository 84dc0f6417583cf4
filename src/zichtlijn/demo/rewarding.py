"""The rewards of the demo: a system, salaries of everybody, and the round that followed last year's appraisals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from zichtlijn.conversations.models import Cycle
from zichtlijn.conversations.states import CycleState
from zichtlijn.demo.wording import Text, sections
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.rewards.actions.rounds import compute_one
from zichtlijn.rewards.models import (
    Cell,
    Decision,
    Level,
    Objection,
    PositionBand,
    Proposal,
    RecordedGender,
    RewardSystem,
    Round,
    Salary,
    Scale,
)
from zichtlijn.rewards.queries.figures import figures_of
from zichtlijn.rewards.queries.levels import levels_in
from zichtlijn.rewards.reckoning import Facts, Rules, base_of, cost_of, most_to_give, rules_of
from zichtlijn.rewards.states import Act, Gender, ObjectionState, RoundState, State, SystemState

if TYPE_CHECKING:
    from random import Random

    from zichtlijn.access.models import User
    from zichtlijn.demo.westerwaard import Scene

NAME = Text("Beloningssystematiek {year}", "Reward system {year}")
ROUND = Text("Beloningsronde {year}", "Reward round {year}")
DOCUMENT = Text("Brief van de ondernemingsraad, kenmerk OR-15", "Letter of the works council, reference WC-15")
#: Scale → minimum and maximum for full-time work; the lowest goes by steps.
SCALES = {"6": (2450, 3150), "7": (2700, 3550), "8": (3000, 4050), "9": (3350, 4700), "10": (3750, 5350),
          "11": (4350, 6150), "12": (5000, 7050), "14": (6400, 8900)}  # fmt: skip
STEPS = 8
#: Place in the scale → from how many percent; level of appraisal → its steps and, for each place, raise and once.
BANDS = (
    (Text("tot 80%", "below 80%"), 0),
    (Text("80 tot 90%", "80 to 90%"), 80),
    (Text("90 tot 100%", "90 to 100%"), 90),
    (Text("op het maximum", "at the maximum"), 100),
)
LEVELS = (
    (0, ((0, 0), (0, 0), (0, 0), (0, 0))),
    (0, ((1.5, 0), (1, 0), (0.5, 0), (0, 0))),
    (1, ((4, 0), (3, 0), (2, 0), (0, 0))),
    (1, ((5.5, 0), (4.5, 0), (3, 0), (0, 2))),
    (2, ((7, 0), (6, 0), (4, 0), (0, 3))),
)
PARTS = (Decimal(1), Decimal(1), Decimal(1), Decimal("0.9"), Decimal("0.8"), Decimal("0.8"), Decimal("0.6"))
#: Of those who can sign in; of the others by chance.
GENDERS = {
    "Noor de Wit": Gender.WOMAN,
    "Ilse Brandsma": Gender.WOMAN,
    "Marloes Hendriks": Gender.WOMAN,
    "Anneke Postma": Gender.WOMAN,
    "Rachid El Amrani": Gender.MAN,
    "Bram Jansen": Gender.MAN,
    "Daan Kuipers": Gender.MAN,
}
#: Out of a hundred of those who are no head: how often a manager deviates, within the limits.
DEVIATES = 6
BATCH = 1000


def reward(scene: Scene, users: dict[str, User]) -> None:
    """Write the system, the salaries and, after the closed cycle, a closed round with everything final."""
    year, rng = scene.today.year, scene.source("rewards")
    texts = {name: Text(dutch, english) for name, dutch, english in sections("rewards.txt")["system"]}
    system = _system(scene, date(year - 1, 1, 1), users, texts)
    _salaries(scene, date(year - 1, 1, 1), rng)
    cycle = Cycle.objects.filter(state=CycleState.CLOSED).order_by("-period__starts_on").first()
    if cycle is not None:
        _round(scene, system, cycle, date(year, 3, 1), users, texts["deviation"], rng)
        _objection(scene, texts, users)


def _system(scene: Scene, from_on: date, users: dict[str, User], texts: dict[str, Text]) -> RewardSystem:
    hr, director = users["Marloes Hendriks"], users["Ilse Brandsma"]
    system = RewardSystem.objects.create(
        organisation=scene.organisation,
        name=scene.say(NAME).format(year=from_on.year),
        from_on=from_on,
        state=SystemState.ADOPTED,
        principles=scene.say(texts["principles"]).replace(" / ", "\n"),
        one_offs=scene.say(texts["one_offs"]),
        other_rewards=scene.say(texts["other_rewards"]),
        promotion=Decimal("0.03"),
        proposed_by=hr,
        proposed_by_name=hr.name,
        adopted_by=director,
        adopted_by_name=director.name,
        adopted_on=from_on - timedelta(days=30),
        consent="given",
        consent_on=from_on - timedelta(days=40),
        consent_document=scene.say(DOCUMENT),
        consent_scope=scene.say(texts["scope"]),
    )
    own = {"organisation": scene.organisation, "system": system}
    bands = [
        PositionBand.objects.create(number=number, name=scene.say(name), low=Decimal(low) / 100, **own)
        for number, (name, low) in enumerate(BANDS, start=1)
    ]
    names = [Text(*words[:2]) for words in sections("appraisals.txt")["scale"]]
    for number, (name, (steps, row)) in enumerate(zip(names, LEVELS, strict=True), start=1):
        level = Level.objects.create(number=number, name=scene.say(name), steps=steps, **own)
        Cell.objects.bulk_create(
            Cell(
                organisation=scene.organisation,
                of_level=level,
                band=band,
                ratio=Decimal(str(ratio)) / 100,
                most_one_off=Decimal(once) / 100,
            )
            for band, (ratio, once) in zip(bands, row, strict=True)
        )
    for scale, (minimum, maximum) in SCALES.items():
        amounts = [minimum + (maximum - minimum) * step // (STEPS - 1) for step in range(STEPS)]
        written = "\n".join(f"{amount}.00" for amount in amounts) if scale == "6" else ""
        Scale.objects.create(name=scale, minimum=minimum, maximum=maximum, steps=written, **own)
    return system


def _salaries(scene: Scene, day: date, rng: Random) -> None:
    """Everybody in a scale that fits the position, and a gender for the check of equal pay of nearly all."""
    names, scales, salaries, genders = list(SCALES), {}, [], []
    for planned, person in zip(scene.planned_people, scene.people, strict=True):
        if planned.position not in scales:
            scales[planned.position] = rng.choice(names[:5])
        scale = scales[planned.position]
        if planned.is_head:
            scale = "14" if planned.manager is None else rng.choice(("11", "12"))
        minimum, maximum = SCALES[scale]
        amount = Decimal(rng.randint(minimum, maximum)) if rng.random() < 0.8 else Decimal(maximum)
        if scale == "6":
            step = rng.randrange(STEPS)
            amount = Decimal(minimum + (maximum - minimum) * step // (STEPS - 1))
        salaries.append(
            Salary(
                organisation=scene.organisation,
                person=person,
                from_on=max(day, person.starts_on or day),
                scale=scale,
                amount=amount,
                part_time=Decimal(1) if planned.is_head else rng.choice(PARTS),
            )
        )
        chance, gender = rng.random(), rng.choice((Gender.WOMAN, Gender.MAN))
        if chance < 0.95:
            gender = GENDERS.get(person.name, gender)
            genders.append(RecordedGender(organisation=scene.organisation, person=person, gender=gender))
    Salary.objects.bulk_create(salaries, batch_size=BATCH)
    RecordedGender.objects.bulk_create(genders, batch_size=BATCH)


def _round(
    scene: Scene, system: RewardSystem, cycle: Cycle, day: date, users: dict[str, User], why: Text, rng: Random
) -> None:
    made = Round.objects.create(
        organisation=scene.organisation,
        name=scene.say(ROUND).format(year=day.year),
        period=cycle.period,
        cycle=cycle,
        system=system,
        effective_on=day,
        budget=Decimal(1_000_000),
        collective=Decimal("0.02"),
        scales_rise=False,
        state=RoundState.CLOSED,
        started_on=day - timedelta(days=50),
        closed_on=min(scene.today, day - timedelta(days=5)),
    )
    rules, levels = rules_of(system), levels_in(cycle)
    earned = {salary.person_id: salary for salary in Salary.objects.filter(from_on__lt=day).order_by("from_on")}
    rows = []
    for placement in _placements(scene, day):
        row = Proposal(
            organisation=scene.organisation,
            round=made,
            employee_id=placement.person_id,
            manager_id=placement.line_manager_id,
            unit_id=placement.unit_id,
        )
        salary, level = earned.get(placement.person_id), levels.get(placement.person_id)
        if salary is not None:
            number, contested = (level.level, level.is_contested) if level else (None, False)
            facts = Facts(salary.scale, salary.amount, salary.part_time, number, contested)
            compute_one(rules, made, row, facts, level)
            _decide(scene, row, rules, why, rng)
        rows.append(row)
    Proposal.objects.bulk_create(rows, batch_size=BATCH)
    final = [row for row in rows if row.state == State.FINAL]
    _decisions(scene, final, users, day, rng)
    Salary.objects.bulk_create(
        [
            Salary(
                organisation=scene.organisation,
                person_id=row.employee_id,
                from_on=day,
                scale=row.scale,
                amount=row.new,
                part_time=row.part_time or Decimal(1),
            )
            for row in final
            if row.new != row.old
        ],
        batch_size=BATCH,
    )
    Round.objects.filter(pk=made.pk).update(figures=figures_of(made))


def _objection(scene: Scene, texts: dict[str, Text], users: dict[str, User]) -> None:
    """One objection, decided by whom HR named; the reward stayed."""
    row = Proposal.objects.filter(employee=_person(scene, "Noor de Wit"), state=State.FINAL).first()
    if row is None or row.final_on is None:
        return
    decider, words = users["Daan Kuipers"], scene.say(texts["objection_decided"])
    own = {"organisation": scene.organisation, "proposal": row}
    decided_on = min(scene.today, row.final_on + timedelta(days=20))
    Objection.objects.create(
        made_on=min(scene.today, row.final_on + timedelta(days=6)),
        reasons=scene.say(texts["objection"]),
        state=ObjectionState.DECIDED,
        decider=_person(scene, decider.name),
        decided_on=decided_on,
        decided_by=decider,
        decided_by_name=decider.name,
        decision=words,
        before=row.new,
        before_one_off=row.one_off_ratio,
        **own,
    )
    Decision.objects.create(
        act=Act.DECIDE,
        by=decider,
        by_name=decider.name,
        at=scene.moment(decided_on, scene.source("objection")),
        new=row.new,
        one_off_ratio=row.one_off_ratio,
        reason=words,
        **own,
    )


def _person(scene: Scene, name: str) -> Person | None:
    return next((person for person in scene.people if person.name == name), None)


def _placements(scene: Scene, day: date) -> list[Placement]:
    chosen: dict[int, Placement] = {}
    found = Placement.objects.on(day).exclude(line_manager=None).order_by("starts_on", "pk")
    for placement in found:
        chosen.setdefault(placement.person_id, placement)
    return [chosen[person.pk] for person in scene.people if person.pk in chosen]


def _decide(scene: Scene, row: Proposal, rules: Rules, why: Text, rng: Random) -> None:
    """As most managers did: what was computed; now and then a little more, with the reason."""
    roll = rng.randrange(100)
    if row.computed is None:
        return
    base = base_of(rules, row)
    assert base is not None
    amount = row.computed
    if roll < DEVIATES:
        _low, high = most_to_give(base, rules.system)
        amount = min(high, row.computed + 25)
    once = base.most_one_off if base.most_one_off and roll % 2 else Decimal(0)
    if amount != row.computed or once:
        row.reason = scene.say(why)
    cost = cost_of(base, rules.system, amount=amount, one_off_ratio=once, key=str(row.employee_id))
    row.new, row.one_off_ratio, row.structural, row.one_off = amount, once, cost.structural, cost.one_off
    row.state, row.final_on = State.FINAL, row.round.closed_on
    assert row.final_on is not None
    row.object_until = row.final_on + timedelta(days=rules.system.objection_days)


def _decisions(scene: Scene, rows: list[Proposal], users: dict[str, User], day: date, rng: Random) -> None:
    """Who proposed, who agreed and who made it final, by name."""
    hr = users["Marloes Hendriks"]
    people = {person.pk: person.name for person in scene.people}
    bosses = {
        placement.person_id: placement.line_manager_id
        for placement in Placement.objects.exclude(line_manager=None).order_by("starts_on")
    }
    made = []
    for row in rows:
        manager = row.manager_id or 0
        above = bosses.get(manager)
        steps = [(Act.PROPOSE, people.get(manager, ""), 40)]
        if above is not None:
            steps.append((Act.AGREE, people.get(above, ""), 20))
        steps.append((Act.FINISH if above is not None else Act.FINISH_ALONE, hr.name, 5))
        made += [
            Decision(
                organisation=scene.organisation,
                proposal=row,
                act=act,
                by=users.get(name),
                by_name=name,
                at=scene.moment(day - timedelta(days=before), rng),
                new=row.new,
                one_off_ratio=row.one_off_ratio,
                reason=row.reason if act == Act.PROPOSE else "",
            )
            for act, name, before in steps
        ]
    Decision.objects.bulk_create(made, batch_size=BATCH)
