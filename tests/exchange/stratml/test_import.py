"""Bringing in a plan: what becomes what, twice the same, a newer version, and what refuses."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from tests.exchange.stratml.plans import PART_1, PART_2, published_example, sample
from tests.factories import (
    make_cast,
    make_direction,
    make_interim_target,
    make_measure,
    make_objective,
    make_organisation,
    make_period,
    make_reading,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.stratml import importing, reading
from zichtlijn.exchange.stratml.actions import import_plan
from zichtlijn.exchange.stratml.language import language_of
from zichtlijn.exchange.stratml.mapping import map_plan
from zichtlijn.exchange.stratml.reading import Unreadable
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.objectives.models import (
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
    Stakeholder,
)
from zichtlijn.objectives.states import Kind, Level, State, Tempo
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Period, SearchWord
from zichtlijn.strategy.models import CoreValue, Direction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today():
    with time_machine.travel("2026-11-21 12:00", tick=False):
        yield date(2026, 11, 21)


@pytest.fixture
def owner():
    organisation = make_organisation("Waterschap", slug="plannen", language="nl")
    with in_organisation(organisation):
        yield organisation


def bring_in(owner, content, **options):
    return import_plan(content, by=system_actor(owner), **options)


def newer(*replacements, of="performance_plan"):
    """The sample with some words in it replaced, as its publisher would do."""
    text = sample(of).decode()
    for old, new in replacements:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return text.encode()


def plan(goals, administration="", name="Plan"):
    return (
        f'<PerformancePlanOrReport xmlns="{PART_2}" Type="Performance_Plan"><Name>{name}</Name>'
        f"<StrategicPlanCore>{goals}</StrategicPlanCore><AdministrativeInformation>{administration}</AdministrativeInformation>"
        "</PerformancePlanOrReport>"
    ).encode()


def goal_with(indicators, name="Goal", identifier=""):
    own = f"<Identifier>{identifier}</Identifier>" if identifier else ""
    return (
        f"<Goal><Name>{name}</Name><Description/>{own}<Objective><Name>Objective</Name>{indicators}</Objective></Goal>"
    )


def indicator(results, dimension="Waiting time", unit="days"):
    return (
        f"<PerformanceIndicator><MeasurementDimension>{dimension}</MeasurementDimension><UnitOfMeasurement>{unit}"
        f"</UnitOfMeasurement><MeasurementInstance>{results}</MeasurementInstance></PerformanceIndicator>"
    )


def target(on, units, more=""):
    return f"<TargetResult><EndDate>{on}</EndDate><NumberOfUnits>{units}</NumberOfUnits>{more}</TargetResult>"


def actual(on, units, more=""):
    return f"<ActualResult><EndDate>{on}</EndDate><NumberOfUnits>{units}</NumberOfUnits>{more}</ActualResult>"


def everything():
    """Every row that a plan can make, as it is."""
    models = (Direction, CoreValue, Stakeholder, Objective, ObjectiveLink, Measure, InterimTarget, Milestone, Reading)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in (*models, Period, AuditEvent)}


# what becomes what ------------------------------------------------------------------------------------------------


def test_the_head_of_a_plan_becomes_the_direction_its_values_and_stakeholders(owner):
    bring_in(owner, sample("performance_plan"))

    direction = Direction.objects.get()
    assert direction.name == "Meerjarenplan Waterschap Westerwaard 2025–2028"
    assert direction.mission == "Zorgen voor water: veilig, genoeg en schoon."
    assert direction.vision == "Water dat je kunt drinken."
    assert direction.strategy.startswith("Kiezen voor schoon water")
    assert (direction.starts_on, direction.ends_on) == (date(2025, 1, 1), date(2028, 12, 31))
    assert list(direction.values_kept.values_list("name", "description")) == [
        ("Open", "We zeggen wat we doen."),
        ("Vlot", ""),
        ("Zuinig met andermans geld, ook als niemand kijkt.", "Zuinig met andermans geld, ook als niemand kijkt."),
    ]
    stakeholders = direction.stakeholders.filter(objective=None)
    assert list(stakeholders.values_list("name", "kind")) == [
        ("Inwoners", "Generic_Group"),
        ("Provincie", "Organization"),
        ("De dijkgraaf", "Person"),
    ]
    assert stakeholders.get(name="Provincie").roles == [
        {"name": "Toezichthouder", "description": "", "types": []},
        {"name": "Medefinancier", "description": "", "types": ["Performer", "Beneficiary"]},
    ]


def test_goals_become_strategic_objectives_and_objectives_those_of_departments_under_them(owner):
    bring_in(owner, sample("performance_plan"))

    strategic = Objective.objects.filter(level=Level.STRATEGIC).order_by("pk")
    assert [(o.title, o.state, o.in_line, o.direction.name[:13]) for o in strategic] == [
        ("Schoner oppervlaktewater", State.AGREED, True, "Meerjarenplan"),
        ("Droge voeten, ook over vijftig jaar", State.AGREED, True, "Meerjarenplan"),
    ]
    assert strategic[1].description == "Droge voeten, ook over vijftig jaar. De dijken zijn op tijd op sterkte."
    department = Objective.objects.filter(level=Level.DEPARTMENT).order_by("pk")
    assert [(o.title, o.parent_links.get().parent_id, o.in_line) for o in department] == [
        ("Minder fosfaat", strategic[0].pk, True),
        ("Schone zwemplekken", strategic[0].pk, True),
        ("Droge voeten, ook over vijftig jaar: doelstelling 1", strategic[1].pk, True),
    ]
    assert {o.agreed_on for o in department} == {date(2024, 11, 20)}
    assert list(department[0].stakeholders.values_list("name", "roles")) == [
        ("Afdeling Zuivering", [{"name": "Uitvoerder", "description": "", "types": ["Performer"]}])
    ]
    assert department[0].published["stratml"]["OtherInformation"] == "Met de provincie afgesproken."


def test_indicators_become_measures_with_their_targets_and_readings(owner):
    bring_in(owner, sample("performance_plan"))

    measure = Measure.objects.get(name="Fosfaat in het effluent")
    assert (measure.kind, measure.unit, measure.tempo) == (Kind.DOWN, "mg/l", Tempo.LAG)
    assert (measure.baseline, measure.target) == (Decimal("1.2"), Decimal("0.75"))
    assert (measure.starts_on, measure.ends_on) == (date(2024, 12, 31), date(2028, 12, 31))
    assert list(measure.interim_targets.values_list("on", "value")) == [
        (date(2025, 12, 31), Decimal("1")),
        (date(2026, 12, 31), Decimal("0.9")),
    ]
    assert [(r.measured_on, r.value, r.note) for r in measure.readings.all()] == [
        (date(2025, 12, 31), Decimal("1.05"), "Warme zomer.")
    ]
    assert measure.current_value == Decimal("1.05")
    assert measure.progress == pytest.approx((1.2 - 1.05) / (1.2 - 0.75))


def test_amounts_that_stand_in_the_description_count(owner):
    bring_in(owner, sample("performance_plan"))

    measure = Measure.objects.get(name="Zwemplekken zonder waarschuwing")
    assert (measure.kind, measure.target, measure.baseline) == (Kind.UP, Decimal("95"), Decimal("80"))
    assert [(r.measured_on.year, r.value, r.note) for r in measure.readings.order_by("measured_on")] == [
        (2024, Decimal("80"), ""),
        (2025, Decimal("84.5"), ""),
    ]


def test_a_minimum_and_a_maximum_make_a_band(owner):
    bring_in(owner, sample("performance_plan"))

    measure = Measure.objects.get(name="Peil van de boezem")
    assert (measure.kind, measure.lower, measure.upper) == (Kind.BAND, Decimal("-10"), Decimal("5"))
    assert measure.progress == 1.0


def test_milestones_are_recognised(owner):
    step = (
        "<MeasurementInstance><TargetResult><EndDate>2026-06-30</EndDate><Descriptor><DescriptorName>Milestone"
        "</DescriptorName><DescriptorValue>2</DescriptorValue></Descriptor><Description>Ontwerp af</Description>"
        "</TargetResult><ActualResult><EndDate>2026-05-20</EndDate></ActualResult></MeasurementInstance>"
    )
    steps = step + step.replace("Ontwerp af", "Gebouwd").replace(
        "<ActualResult><EndDate>2026-05-20</EndDate></ActualResult>", ""
    )

    bring_in(owner, plan(goal_with(indicator("").replace("<MeasurementInstance></MeasurementInstance>", steps))))

    measure = Measure.objects.get()
    assert measure.kind == Kind.MILESTONES
    assert list(measure.milestones.order_by("pk").values_list("name", "due_on", "done_on", "weight")) == [
        ("Ontwerp af", date(2026, 6, 30), date(2026, 5, 20), 2.0),
        ("Gebouwd", date(2026, 6, 30), None, 2.0),
    ]
    assert measure.progress == 0.5


def test_two_amounts_for_one_day_and_amounts_without_a_day_are_told_and_kept(owner):
    outcome = bring_in(owner, sample("deviating_report"))

    satisfaction = Measure.objects.get(name="Satisfaction")
    assert [(r.measured_on, r.value) for r in satisfaction.readings.order_by("measured_on")] == [
        (date(2022, 12, 31), Decimal("71")),
        (date(2023, 12, 31), Decimal("76")),
    ]
    assert [(remark["code"], remark["found"]) for remark in outcome.remarks] == [
        ("same_day", "2023-12-31: 77.5"),
        ("no_day", "5"),
        ("too_large", "99999999999999999999"),
    ]
    kept = satisfaction.published["stratml"]["MeasurementInstance"][0]["ActualResult"]
    assert [result["NumberOfUnits"] for result in kept] == ["71", "", "76", "77.5", "5", "99999999999999999999"]


def test_a_long_name_is_cut_in_the_title_and_whole_in_the_explanation(owner):
    name = "Een heel lange naam " * 30
    bring_in(owner, plan(f"<Goal><Name>{name}</Name><Description>Meer.</Description></Goal>"))

    objective = Objective.objects.get()
    assert len(objective.title) <= 300
    assert objective.title.endswith("heel lange…")
    assert objective.description == f"{name.strip()}\n\nMeer."


def test_the_words_of_the_titles_are_found(owner):
    bring_in(owner, sample("performance_plan"))

    objective = Objective.objects.get(title="Minder fosfaat")
    assert search.find(SearchWord.Kind.OBJECTIVE, "fosf", 5) == [objective.pk]


def test_stored_standings_are_what_a_recomputation_finds(owner):
    bring_in(owner, sample("performance_plan"))

    assert differences(owner) == []


def test_many_measures_stand_right_as_soon_as_the_plan_is_in(owner, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(importing, "FEW_MEASURES", 1)

    with django_capture_on_commit_callbacks(execute=True):
        bring_in(owner, sample("performance_plan"))

    assert differences(owner) == []
    assert Measure.objects.get(name="Peil van de boezem").progress == 1.0


# years ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("administration", "span", "year"),
    [
        ("<StartDate>2025-01-01</StartDate><EndDate>2028-12-31</EndDate>", ("2025-01-01", "2028-12-31"), 2026),
        ("<StartDate>2012-01-01</StartDate><EndDate>2015-12-31</EndDate>", ("2012-01-01", "2015-12-31"), 2012),
        ("<StartDate>2030-07-01</StartDate><EndDate>2031-06-30</EndDate>", ("2030-07-01", "2031-06-30"), 2030),
        ("<PublicationDate>2020-06-18</PublicationDate>", ("2020-01-01", "2026-12-31"), 2026),
        ("<StartDate>2028-01-01</StartDate>", ("2028-01-01", "2028-12-31"), 2028),
        ("<EndDate>2020-12-31</EndDate>", ("2020-01-01", "2020-12-31"), 2020),
        ("<StartDate>2027-01-01</StartDate><EndDate>2026-01-01</EndDate>", ("2027-01-01", "2027-12-31"), 2027),
        ("<StartDate>9999-12-31</StartDate>", ("2026-01-01", "2026-12-31"), 2026),
        ("", ("2026-01-01", "2026-12-31"), 2026),
    ],
)
def test_the_years_come_from_the_plan_or_else_from_today(owner, administration, span, year):
    bring_in(owner, plan(goal_with(""), administration))

    direction = Direction.objects.get()
    assert (str(direction.starts_on), str(direction.ends_on)) == span
    period = Period.objects.get()
    assert (period.kind, period.name, period.starts_on) == (Period.Kind.YEAR, str(year), date(year, 1, 1))
    assert {o.period for o in Objective.objects.all()} == {period}
    assert {(o.starts_on, o.ends_on) for o in Objective.objects.all()} == {(direction.starts_on, direction.ends_on)}


def test_a_year_that_is_there_is_used(owner):
    period = make_period(owner, 2026)

    bring_in(owner, sample("performance_plan"))

    assert list(Period.objects.all()) == [period]


def test_a_fiscal_year_that_begins_later_is_followed(owner):
    owner.fiscal_first_month = 9
    owner.save()

    bring_in(owner, plan(goal_with("")))

    period = Period.objects.get()
    assert (period.name, period.starts_on, period.ends_on) == ("2026–2027", date(2026, 9, 1), date(2027, 8, 31))


# twice, and newer -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["performance_plan", "strategic_plan", "deviating_report"])
def test_r10_the_same_file_again_changes_nothing(owner, name):
    first = bring_in(owner, sample(name))
    before = everything()

    again = bring_in(owner, sample(name))

    assert again.changes_nothing
    assert again.total("unchanged") == first.total("added")
    assert everything() == before


def test_the_same_file_a_year_later_changes_nothing(owner):
    content = published_example() or sample("deviating_report")
    bring_in(owner, content)
    before = everything()

    with time_machine.travel("2028-02-01"):
        assert bring_in(owner, content).changes_nothing
        assert everything() == before


def test_the_same_file_leaves_what_people_changed_since(owner):
    bring_in(owner, sample("performance_plan"))
    Objective.objects.filter(title="Minder fosfaat").update(title="Veel minder fosfaat", description="Eigen woorden")
    Measure.objects.filter(name="Peil van de boezem").update(upper=20)
    Reading.objects.filter(measured_on="2025-12-31", measure__name="Fosfaat in het effluent").update(value=2)
    Direction.objects.update(mission="Eigen missie")
    CoreValue.objects.filter(name="Open").delete()

    again = bring_in(owner, sample("performance_plan"))

    assert again.changes_nothing
    assert Objective.objects.get(title="Veel minder fosfaat").description == "Eigen woorden"
    assert Reading.objects.get(measured_on="2025-12-31", measure__name="Fosfaat in het effluent").value == 2
    assert Direction.objects.get().mission == "Eigen missie"


def test_a_newer_version_changes_what_it_says_otherwise_and_nothing_else(owner):
    bring_in(owner, sample("performance_plan"))
    Objective.objects.filter(title="Schone zwemplekken").update(title="Eigen titel")
    content = newer(
        ("<Name>Minder fosfaat</Name>", "<Name>Minder fosfaat en stikstof</Name>"),
        ("<NumberOfUnits>0.75</NumberOfUnits>", "<NumberOfUnits>0.7</NumberOfUnits>"),
        ("<NumberOfUnits>1.05</NumberOfUnits>", "<NumberOfUnits>1.06</NumberOfUnits>"),
        (
            "<TargetResult><EndDate>2026-12-31</EndDate><NumberOfUnits>0.9</NumberOfUnits></TargetResult>",
            target("2026-12-31", "0.95") + target("2027-12-31", "0.85"),
        ),
        ("Water dat je kunt drinken.", "Water dat je kunt drinken, overal."),
        ("We zeggen wat we doen.", "We zeggen wat we doen en laten."),
    )

    outcome = bring_in(owner, content)

    changes = [(c["thing"], c["act"], c["name"].split(":")[0], [f[1:] for f in c["fields"]]) for c in outcome.changes]
    name = "Meerjarenplan Waterschap Westerwaard 2025–2028"
    assert changes == [
        ("direction", "changed", name, [["Water dat je kunt drinken.", "Water dat je kunt drinken, overal."]]),
        ("value", "changed", "Open", [["We zeggen wat we doen.", "We zeggen wat we doen en laten."]]),
        ("objective", "changed", "Minder fosfaat en stikstof", [["Minder fosfaat", "Minder fosfaat en stikstof"]]),
        ("measure", "changed", "Fosfaat in het effluent", [["0.75", "0.7"]]),
        ("target", "changed", "Fosfaat in het effluent", [["0.9", "0.95"]]),
        ("target", "added", "Fosfaat in het effluent", []),
        ("reading", "changed", "Fosfaat in het effluent", [["1.05", "1.06"]]),
    ]
    assert Objective.objects.filter(title="Eigen titel").exists()
    measure = Measure.objects.get(name="Fosfaat in het effluent")
    assert (measure.target, measure.current_value) == (Decimal("0.7"), Decimal("1.06"))
    corrected = measure.readings.get(is_current=True)
    assert (corrected.replaces.value, corrected.replaces.is_current) == (Decimal("1.05"), False)
    assert differences(owner) == []
    assert bring_in(owner, content).changes_nothing


def test_core_values_that_change_count_as_a_change_of_the_direction(owner):
    bring_in(owner, sample("performance_plan"))

    bring_in(owner, newer(("<Value><Name>Vlot</Name></Value>", "<Value><Name>Snel</Name></Value>")))

    direction = Direction.objects.get()
    assert direction.version == 2
    line = AuditEvent.objects.filter(event=Event.DIRECTION_CHANGED).get()
    assert line.detail["version"] == 2
    assert line.detail["values"][1][1] == "Snel"
    first = AuditEvent.objects.get(event=Event.DIRECTION_STATED)
    assert first.detail["values"] == [[], ["Open", "Vlot", "Zuinig met andermans geld, ook als niemand kijkt."]]


def test_where_file_and_people_both_changed_the_file_wins_and_both_are_told(owner):
    bring_in(owner, sample("performance_plan"))
    Direction.objects.update(vision="Eigen visie")

    outcome = bring_in(owner, newer(("Water dat je kunt drinken.", "Nieuwe visie.")))

    assert outcome.changes[0]["fields"][0][1:] == ["Eigen visie", "Nieuwe visie."]
    assert Direction.objects.get().vision == "Nieuwe visie."


def test_what_is_gone_from_a_newer_version_is_left_alone_and_told(owner):
    bring_in(owner, sample("performance_plan"))
    text = sample("performance_plan").decode()
    start, end = text.index("<Objective>\n        <Name>Schone"), text.index("</Objective>\n    </Goal>\n    <Goal>")
    content = (text[:start] + text[end + len("</Objective>") :]).encode()

    outcome = bring_in(owner, content)

    assert [(c["thing"], c["act"], c["name"]) for c in outcome.changes] == [("objective", "left", "Schone zwemplekken")]
    assert Objective.objects.get(title="Schone zwemplekken").state == State.AGREED


def test_objectives_are_recognised_by_identifier_when_they_move_and_by_name_without_one(owner):
    first = (
        "<Goal><Name>A</Name><Description/><Identifier>_a</Identifier>"
        "<Objective><Name>Moves</Name><Identifier>_m</Identifier></Objective><Objective><Name>Nameless</Name></Objective>"
        "</Goal><Goal><Name>B</Name><Description/><Identifier>_b</Identifier></Goal>"
    )
    second = (
        "<Goal><Name>B renamed</Name><Description/><Identifier>_b</Identifier>"
        "<Objective><Name>Moved</Name><Identifier>_m</Identifier></Objective></Goal>"
        "<Goal><Name>A</Name><Description/><Identifier>_a</Identifier>"
        "<Objective><Name>New</Name></Objective><Objective><Name>Nameless</Name><Description>d</Description></Objective></Goal>"
    )
    bring_in(owner, plan(first))
    numbers = dict(Objective.objects.values_list("title", "pk"))

    bring_in(owner, plan(second))

    now = dict(Objective.objects.values_list("title", "pk"))
    assert now["B renamed"] == numbers["B"]
    assert now["Moved"] == numbers["Moves"]
    assert now["Nameless"] == numbers["Nameless"]
    assert len(now) == 5
    assert ObjectiveLink.objects.get(child=now["Moved"]).parent_id == now["B renamed"]
    assert differences(owner) == []


def test_placeholder_identifiers_tell_nothing_apart(owner):
    goals = "<Goal><Name>{}</Name><Description/><Identifier>PLACEHOLDER_1</Identifier></Goal>"
    bring_in(owner, plan(goals.format("One"), "<Identifier>PLACEHOLDER_9</Identifier>", name="First"))

    bring_in(owner, plan(goals.format("Two"), "<Identifier>PLACEHOLDER_9</Identifier>", name="Second"))

    assert set(Direction.objects.values_list("name", flat=True)) == {"First", "Second"}
    assert set(Objective.objects.values_list("title", flat=True)) == {"One", "Two"}


def test_two_plans_of_one_name_are_told_apart_by_identifier(owner):
    bring_in(owner, plan(goal_with(""), "<Identifier>_1</Identifier>"))
    bring_in(owner, plan(goal_with(""), "<Identifier>_2</Identifier>"))

    assert Direction.objects.count() == 2


def test_a_direction_that_people_wrote_is_filled_in_by_a_plan_of_the_same_name(owner):
    direction = make_direction(owner, "Plan", mission="Onze missie")
    objective = make_objective(owner, "Goal", direction=direction)

    outcome = bring_in(owner, plan(goal_with("") + "<Goal><Name>Other</Name><Description/></Goal>"))

    assert Direction.objects.get().mission == "Onze missie"
    assert outcome.counts["objective", "added"] == 2
    assert Objective.objects.filter(level=Level.STRATEGIC).count() == 2
    objective.refresh_from_db()
    assert objective.published["stratml"]["Name"] == "Goal"


def test_a_measure_that_people_keep_takes_on_what_a_plan_says_of_it(owner):
    direction = make_direction(owner, "Plan")
    goal = make_objective(owner, "Goal", direction=direction)
    department = make_objective(owner, "Objective", level=Level.DEPARTMENT, parents=[goal])
    measure = make_measure(department, "Waiting time", unit="days", baseline=40, target=10)
    make_interim_target(measure, date(2026, 6, 30), 30)
    make_reading(measure, 35, date(2026, 3, 31))
    recompute_organisation(owner)
    results = target("2026-06-30", 25) + target("2026-12-31", 20) + actual("2026-03-31", 36) + actual("2026-09-30", 22)

    outcome = bring_in(owner, plan(goal_with(indicator(results))))

    assert Measure.objects.get() == measure
    assert list(measure.interim_targets.values_list("on", "value")) == [(date(2026, 6, 30), Decimal(25))]
    readings = measure.readings.filter(is_current=True).order_by("measured_on")
    assert [(r.measured_on, r.value) for r in readings] == [
        (date(2026, 3, 31), Decimal(36)),
        (date(2026, 9, 30), Decimal(22)),
    ]
    assert (outcome.counts["reading", "changed"], outcome.counts["reading", "added"]) == (1, 1)
    assert bring_in(owner, plan(goal_with(indicator(results)))).changes_nothing
    assert differences(owner) == []


# dry run, all or nothing, rights ----------------------------------------------------------------------------------


def test_r10_a_dry_run_tells_the_same_and_changes_nothing(owner):
    before = everything()

    dry = bring_in(owner, sample("performance_plan"), dry_run=True)

    assert everything() == before
    assert SearchWord.objects.count() == 0
    wet = bring_in(owner, sample("performance_plan"))
    assert dry.counts == wet.counts
    assert dry.changes == wet.changes
    assert dry.total("added") == 1 + 3 + 5 + 5 + 5 + 2 + 4


def test_r10_a_fault_halfway_leaves_nothing_behind(owner, monkeypatch):
    before = everything()

    def fail(*_ignored, **_named):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing.search, "index_words", fail)
    with pytest.raises(RuntimeError, match="disk"):
        bring_in(owner, sample("performance_plan"))

    assert everything() == before


def test_an_unreadable_file_changes_nothing(owner):
    before = everything()

    with pytest.raises(Unreadable):
        bring_in(owner, sample("performance_plan")[:-20])

    assert everything() == before


def test_it_is_written_down_who_brought_what_in(owner):
    bring_in(owner, sample("performance_plan"))

    events = list(AuditEvent.objects.order_by("sequence").values_list("event", flat=True))
    assert events.count(Event.OBJECTIVE_ADDED) == 5
    assert events.count(Event.MEASURE_ADDED) == 5
    assert events.count(Event.READING_RECORDED) == 4
    imported = AuditEvent.objects.get(event=Event.FILE_IMPORTED)
    assert imported.detail == {"kind": "stratml", "added": 25, "changed": 0, "unchanged": 0, "left": 0, "deviations": 0}
    assert Objective.history.count() == 5


def test_only_who_may_import_and_state_the_direction_may_bring_in_a_plan():
    cast = make_cast()
    with in_organisation(cast.organisation):
        before = Objective.objects.count()
        for part, member in cast.roles.items():
            if part == "administrator":
                continue
            with pytest.raises(NotAllowed):
                import_plan(sample("strategic_plan"), by=member.actor)
        assert Objective.objects.count() == before
        import_plan(sample("strategic_plan"), by=cast.administrator.actor)
        assert Objective.objects.filter(title="Groene straten", made_by=cast.administrator.user).exists()
        reading = Reading.objects.filter(recorded_by=cast.administrator.user)
        assert not reading.exists()


def test_two_organisations_bring_in_the_same_plan_without_meeting(owner):
    bring_in(owner, sample("performance_plan"))
    other = make_organisation("Elders", slug="elders-plannen")

    with in_organisation(other):
        outcome = import_plan(sample("performance_plan"), by=system_actor(other))
        assert outcome.total("changed") == 0
        assert Objective.objects.count() == 5
    with in_organisation(owner):
        assert Objective.objects.count() == 5


ENGLISH = "We want the streets to be green, and to do that with the people who live in them and for all of us."


@pytest.mark.parametrize(
    ("mission", "title"),
    [
        (ENGLISH, "Trees: objective 1"),
        ("Wij willen dat de straten groen zijn, en dat doen we met de mensen die er wonen.", "Trees: doelstelling 1"),
        ("Groen.", "Trees: doelstelling 1"),  # too little to tell: the language of the organisation
    ],
)
def test_an_objective_without_a_name_gets_one_in_the_language_of_the_plan(owner, mission, title):
    goal = "<Goal><Name>Trees</Name><Objective><Identifier>x</Identifier></Objective></Goal>"
    plan = (
        f'<StrategicPlan xmlns="{PART_1}"><Name>P</Name><StrategicPlanCore><Mission><Description>{mission}'
        f"</Description></Mission>{goal}</StrategicPlanCore></StrategicPlan>"
    )
    mapped = []
    with translation.override("nl"):
        root = reading.read(plan.encode()).root
    with translation.override(language_of(root, "nl")):
        mapped = map_plan(root, 1).objectives
    assert mapped[0].children[0].fields["title"] == title


def unnamed_plan(*objectives, goal="<Name>Trees</Name>"):
    below = "".join(f"<Objective>{objective}</Objective>" for objective in objectives)
    return (
        f'<StrategicPlan xmlns="{PART_1}"><Name>P</Name><StrategicPlanCore>\n<Goal>{goal}{below}</Goal>'
        "</StrategicPlanCore></StrategicPlan>"
    ).encode()


def test_an_objective_without_a_name_is_called_after_what_it_does_say(owner):
    silent = "<Identifier>_silent</Identifier>"
    content = unnamed_plan(
        "<Description>Plant trees where it floods. Then grass.</Description>",
        "<OtherInformation>With the neighbours.</OtherInformation>",
        silent,
    )
    outcome = bring_in(owner, content)
    titles = list(Objective.objects.filter(level=Level.DEPARTMENT).order_by("key").values_list("title", flat=True))
    assert titles == ["Plant trees where it floods", "With the neighbours", "Trees: doelstelling 3"]
    told = [(one.line, one.code, one.where, one.done) for one in outcome.deviations if one.code == "unnamed"]
    assert told == [(2, "unnamed", f"Goal 1 › Objective {n}", f"called:{title}") for n, title in enumerate(titles, 1)]
    assert "unnamed" not in {found.code for found in reading.read(content).deviations}

    # Somebody gives it a name: the same objective in another place does not take it away.
    objective = Objective.objects.get(title="Trees: doelstelling 3")
    Objective.objects.filter(pk=objective.pk).update(title="Bomen in de wijk")
    again = bring_in(owner, unnamed_plan(silent, goal="<Name>Bomen</Name>"))
    objective.refresh_from_db()
    assert objective.title == "Bomen in de wijk"
    assert [one.done for one in again.deviations if one.code == "unnamed"] == ["called:Bomen: doelstelling 1"]


def test_a_measure_names_an_objective_that_says_nothing_itself(owner):
    measured = "<PerformanceIndicator><MeasurementDimension>Trees planted</MeasurementDimension></PerformanceIndicator>"
    plan = unnamed_plan(measured).decode().replace(PART_1, PART_2).replace("StrategicPlan ", "PerformancePlanOrReport ")
    bring_in(owner, plan.replace("</StrategicPlan>", "</PerformancePlanOrReport>").encode())
    assert Objective.objects.get(level=Level.DEPARTMENT).title == "Trees planted"
