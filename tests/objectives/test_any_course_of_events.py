"""Whatever people do, in whatever order: the stored numbers are those of a recomputation, and nothing else moved."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.factories import make_interim_target, make_template
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.objectives.models import (
    Action,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    ObjectiveTemplate,
    Reading,
)
from zichtlijn.objectives.states import MOVES, SEVERAL_PARENTS, Kind, Level, Shape, State

REFUSALS = (NotAllowed, NotNow, EditConflict)
PARTS = ["director", "line_manager", "employee", "administrator"]
parts, picks = st.sampled_from(PARTS), st.integers(0, 10_000)
values = st.decimals(-200, 200, places=2)
weights = st.none() | st.sampled_from([0.0, 12.5, 30.0, 50.0, 100.0])
days_ago = st.integers(0, 400)


class Organisation(RuleBasedStateMachine):
    """Everything one can do with the graph, by anybody, with anything."""

    cast = None
    done = 0

    def __init__(self):
        super().__init__()
        self.actors = {part: getattr(self.cast, part).actor for part in PARTS}

    def pick(self, model, number):
        rows = model.objects.order_by("pk")
        count = rows.count()
        return rows[number % count] if count else None

    def act(self, action, *args, **kwargs):
        """Do it, or be refused; a refusal leaves no line in the log."""
        before = AuditEvent.objects.count()
        try:
            with transaction.atomic():
                made = action(*args, **kwargs)
        except REFUSALS:
            assert AuditEvent.objects.count() == before
            return None
        Organisation.done += 1
        return made

    @rule(part=parts, level=st.sampled_from(Level.values), parent=picks, weight=weights)
    def create(self, part, level, parent, weight):
        parent = self.pick(Objective, parent)
        owner = self.cast.employee.person if level == Level.PERSONAL else None
        parents = [] if level == Level.STRATEGIC else [(parent, weight)]
        self.act(
            actions.create_objective, by=self.actors[part], level=level, title="Nieuw", period=self.cast.period,
            owner=owner, unit=None if level == Level.PERSONAL else self.cast.team, parents=parents,
        )  # fmt: skip

    @rule(part=parts, number=picks, share=st.integers(0, 100), shorter=st.integers(0, 300))
    def change(self, part, number, share, shorter):
        objective = self.pick(Objective, number)
        changes = {"own_share": share, "ends_on": objective.starts_on + timedelta(days=364 - shorter)}
        version = objective.version
        self.act(actions.change_objective, objective, changes, version=version, by=self.actors[part])

    @rule(part=parts, number=picks, name=st.sampled_from(list(MOVES)))
    def move(self, part, number, name):
        self.act(actions.move_objective, self.pick(Objective, number), name, by=self.actors[part])

    @rule(part=parts, child=picks, parent=picks, weight=weights)
    def link(self, part, child, parent, weight):
        child, parent = self.pick(Objective, child), self.pick(Objective, parent)
        self.act(actions.link_objectives, child, parent, weight=weight, by=self.actors[part])

    @rule(part=parts, number=picks)
    def unlink(self, part, number):
        if link := self.pick(ObjectiveLink.objects.select_related("child", "parent").model, number):
            self.act(actions.unlink_objectives, link, by=self.actors[part])

    @rule(part=parts, number=picks, given=st.lists(weights, min_size=1, max_size=3))
    def weigh(self, part, number, given):
        parent = self.pick(Objective, number)
        links = ObjectiveLink.objects.filter(parent=parent).order_by("pk")
        pairs = {link.pk: weight for link, weight in zip(links, given, strict=False)}
        self.act(actions.weigh_children, parent, pairs, by=self.actors[part])

    @rule(part=parts, number=picks, kind=st.sampled_from(Kind.values), weight=weights, from_=values, to=values)
    def add_measure(self, part, number, kind, weight, from_, to):
        objective = self.pick(Objective, number)
        low, high = sorted([from_, to])
        stones = [
            {"name": "Mijlpaal", "due_on": objective.starts_on, "weight": 2.0},
            {"name": "Einde", "due_on": objective.ends_on},
        ]
        self.act(
            actions.add_measure, objective, by=self.actors[part], name="Meting", kind=kind, weight=weight,
            baseline=high if kind == Kind.DOWN else low, target=low if kind == Kind.DOWN else high, lower=low,
            upper=high, milestones=stones if kind == Kind.MILESTONES else (),
        )  # fmt: skip

    @rule(part=parts, number=picks, shape=st.sampled_from(Shape.values), weight=weights, day=st.integers(0, 300),
          value=values)  # fmt: skip
    def change_measure(self, part, number, shape, weight, day, value):
        measure = self.pick(Measure, number)
        interim = [(measure.starts_on + timedelta(days=day), value)]
        self.act(
            actions.change_measure, measure, {"shape": shape, "weight": weight}, version=measure.version,
            interim=interim, by=self.actors[part],
        )  # fmt: skip

    @rule(part=parts, number=picks)
    def end_measure(self, part, number):
        if number % 5 == 0:
            self.act(actions.end_measure, self.pick(Measure, number), by=self.actors[part])

    @rule(part=parts, number=picks, value=values, ago=days_ago)
    def record(self, part, number, value, ago):
        measure = self.pick(Measure, number)
        day = timezone.localdate() - timedelta(days=ago)
        value = Decimal(int(value) % 2) if measure.kind == Kind.YES_NO else value
        self.act(actions.record_reading, measure, value=value, measured_on=day, by=self.actors[part])

    @rule(part=parts, number=picks, value=values)
    def correct(self, part, number, value):
        self.act(actions.correct_reading, self.pick(Reading, number), value=value, by=self.actors[part])

    @rule(part=parts, number=picks)
    def withdraw(self, part, number):
        self.act(actions.withdraw_reading, self.pick(Reading, number), by=self.actors[part])

    @precondition(lambda self: Milestone.objects.exists())
    @rule(part=parts, number=picks, done=st.booleans())
    def mark(self, part, number, done):
        day = timezone.localdate() if done else None
        self.act(actions.mark_milestone, self.pick(Milestone, number), done_on=day, by=self.actors[part])

    @rule(part=parts, number=picks, confidence=st.none() | st.integers(1, 10))
    def check_in(self, part, number, confidence):
        objective = self.pick(Objective, number)
        self.act(actions.check_in, objective, by=self.actors[part], confidence=confidence)

    @rule(part=parts, number=picks)
    def act_and_finish(self, part, number):
        objective, by = self.pick(Objective, number), self.actors[part]
        made = self.act(actions.add_action, objective, by=by, title="Doen")
        if made:
            self.act(actions.change_action, made, {"done_on": timezone.localdate()}, version=1, by=by)
            assert Action.objects.get(pk=made.pk).done_on

    @rule(part=parts, number=picks)
    def hand_out(self, part, number):
        people = [self.cast.employee.person, self.cast.colleague.person]
        self.act(
            actions.hand_out, self.pick(ObjectiveTemplate, number), people=people, period=self.cast.period,
            parent=self.cast.role_objective, by=self.actors[part],
        )  # fmt: skip

    @invariant()
    def the_stored_numbers_are_those_of_a_recomputation(self):
        assert differences(self.cast.organisation) == []

    @invariant()
    def one_parent_where_there_may_be_only_one(self):
        several = (
            Objective.objects.exclude(level__in=SEVERAL_PARENTS).filter(parent_links__isnull=False).order_by().values("pk")
        )  # fmt: skip
        assert several.count() == several.distinct().count()

    @invariant()
    def one_reading_counts_a_day(self):
        current = Reading.objects.current().order_by()
        assert current.count() == current.values("measure_id", "measured_on").distinct().count()

    @invariant()
    def what_is_agreed_with_a_person_was_proposed_or_stands_alone(self):
        open_ = Objective.objects.filter(level=Level.PERSONAL, state=State.PROPOSED, proposed_by=None)
        assert not open_.exists()

    def teardown(self):
        assert broken_links(self.cast.organisation) == []


class UndoneAgain(Exception):
    """Takes one course of events back before the next begins."""


def test_any_course_of_events_leaves_the_numbers_right(scoped):
    make_interim_target(scoped.measure, scoped.period.starts_on + timedelta(days=60), 30)
    make_template(scoped.organisation, measures=[{"name": "x", "kind": "up", "baseline": "0", "target": "1"}])
    recompute_organisation(scoped.organisation)

    class Undoing(Organisation):
        cast = scoped

        def __init__(self):
            self.course = transaction.atomic()
            self.course.__enter__()
            super().__init__()

        def teardown(self):
            super().teardown()
            with suppress(UndoneAgain):
                self.course.__exit__(UndoneAgain, UndoneAgain(), None)

    run_state_machine_as_test(
        Undoing,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
    assert Organisation.done > 40  # it is a course of events, not of refusals
