"""Taking along a plan that was made here, with every kind of measure, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from tests.exchange.stratml.plans import obeys_the_schema, sample, says
from tests.factories import (
    CANARY,
    make_cast,
    make_core_value,
    make_direction,
    make_interim_target,
    make_measure,
    make_milestone,
    make_objective,
    make_organisation,
    make_reading,
    make_stakeholder,
    make_unit,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.stratml.actions import export_plan, import_plan
from zichtlijn.exchange.stratml.elements import as_json
from zichtlijn.exchange.stratml.permissions import directions_to_export
from zichtlijn.exchange.stratml.reading import read
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective
from zichtlijn.objectives.states import Kind, Level, State
from zichtlijn.strategy.models import Direction

pytestmark = pytest.mark.django_db
SPAN = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def native():
    """An organisation that wrote its own plan: one of every kind of measure, and what must stay inside."""
    owner = make_organisation("Waterschap & Zoon", slug="eigen", acronym="WZ", description="Doet water.", language="en")
    with in_organisation(owner):
        direction = make_direction(
            owner, "Koers 2030", mission="Schoon water", vision="Overal", strategy="Samen", **SPAN
        )
        make_core_value(direction, "Open", description="Eerlijk")
        make_stakeholder(direction, "Inwoners", kind="Generic_Group")
        unit = make_unit(owner, "Zuivering")
        goal = make_objective(owner, "Schoner water", direction=direction, description="<b>Niet</b> vuil\x01", **SPAN)
        department = make_objective(owner, "Minder lozen", level=Level.DEPARTMENT, parents=[goal], unit=unit, **SPAN)
        make_objective(owner, "Operationeel", level=Level.OPERATIONAL, parents=[department])
        make_objective(owner, "Nog een concept", level=Level.DEPARTMENT, parents=[goal], state=State.DRAFT)
        make_objective(owner, "Zonder lijn", level=Level.DEPARTMENT)
        make_measure(goal, "Van het doel zelf", baseline=0, target=10, **SPAN)
        up = make_measure(
            department, "Stijgt", baseline=Decimal("1.5"), target=8, unit="punten", source="Enquête", **SPAN
        )
        make_interim_target(up, date(2026, 6, 30), 4)
        make_reading(up, Decimal("1.5"), on=date(2026, 1, 1))
        make_reading(up, Decimal("4.25"), on=date(2026, 6, 30), note="Halverwege")
        down = make_measure(
            department, "Daalt", kind=Kind.DOWN, baseline=40, target=20, unit="dagen", weight=60, **SPAN
        )
        make_reading(down, -1, on=date(2026, 3, 1))
        make_measure(
            department, "Band", kind=Kind.BAND, baseline=None, target=None, lower=40, upper=60, lower_limit=30, **SPAN
        )
        yes = make_measure(department, "Ja of nee", kind=Kind.YES_NO, baseline=None, target=1, **SPAN)
        make_reading(yes, 1, on=date(2026, 2, 1))
        steps = make_measure(department, "Stappen", kind=Kind.MILESTONES, baseline=None, target=None, **SPAN)
        make_milestone(steps, "Ontwerp", due_on=date(2026, 3, 1), done_on=date(2026, 2, 20), weight=0.5)
        make_milestone(steps, "Bouw", due_on=date(2026, 9, 1))
        make_measure(department, "Leeg", baseline=None, target=None, **SPAN)
        yield owner


def out(owner) -> bytes:
    return export_plan(directions_to_export(system_actor(owner))[0], by=system_actor(owner))


def test_a_plan_that_was_made_here_follows_the_standard(native):
    content = out(native)

    assert obeys_the_schema(content)
    plan = as_json(read(content).root)
    core = plan["StrategicPlanCore"]
    assert (plan["@Type"], plan["Name"], plan["Description"]) == ("Performance_Report", "Koers 2030", "Samen")
    assert plan["AdministrativeInformation"]["StartDate"] == "2026-01-01"
    assert core["Organization"][0]["Name"] == "Waterschap & Zoon"
    assert core["Organization"][0]["Stakeholder"] == [{"@StakeholderTypeType": "Generic_Group", "Name": "Inwoners"}]
    assert core["Mission"] == {"Description": "Schoon water"}
    assert core["Value"] == [{"Name": "Open", "Description": "Eerlijk"}]
    goal = core["Goal"][0]
    assert (goal["Name"], goal["Description"], goal["SequenceIndicator"]) == ("Schoner water", "<b>Niet</b> vuil ", "1")
    own, department = goal["Objective"]
    assert own["Identifier"] == goal["Identifier"] + ".measures"
    assert [found["MeasurementDimension"] for found in own["PerformanceIndicator"]] == ["Van het doel zelf"]
    assert (department["Name"], department["SequenceIndicator"]) == ("Minder lozen", "1.1")
    assert department["Stakeholder"][0]["Name"] == "Zuivering"


def test_each_kind_of_measure_is_written_in_its_own_way(native):
    department = as_json(read(out(native)).root)["StrategicPlanCore"]["Goal"][0]["Objective"][1]
    indicators = {found["MeasurementDimension"]: found for found in department["PerformanceIndicator"]}

    assert indicators["Stijgt"]["MeasurementInstance"] == [
        {
            "ActualResult": [
                {"EndDate": "2026-01-01", "NumberOfUnits": "1.5", "Descriptor": {"DescriptorName": "Baseline"}}
            ]
        },
        {"ActualResult": [{"EndDate": "2026-01-01", "NumberOfUnits": "1.5"}]},
        {
            "TargetResult": [{"EndDate": "2026-06-30", "NumberOfUnits": "4"}],
            "ActualResult": [{"EndDate": "2026-06-30", "NumberOfUnits": "4.25", "Description": "Halverwege"}],
        },
        {"TargetResult": [{"EndDate": "2026-12-31", "NumberOfUnits": "8"}]},
    ]
    assert indicators["Stijgt"]["OtherInformation"] == "Higher is better; every month; source: Enquête."
    assert indicators["Daalt"]["OtherInformation"] == "Lower is better; every month; weight: 60%."
    assert indicators["Band"]["MeasurementInstance"] == [
        {
            "TargetResult": [
                {"EndDate": "2026-12-31", "NumberOfUnits": "40", "Descriptor": {"DescriptorName": "Minimum"}},
                {"EndDate": "2026-12-31", "NumberOfUnits": "60", "Descriptor": {"DescriptorName": "Maximum"}},
            ]
        }
    ]
    assert indicators["Ja of nee"]["UnitOfMeasurement"] == "yes/no"
    assert indicators["Ja of nee"]["@PerformanceIndicatorType"] == "Qualitative"
    assert indicators["Stappen"]["MeasurementInstance"][0] == {
        "TargetResult": [
            {
                "EndDate": "2026-03-01",
                "Descriptor": {"DescriptorName": "Milestone", "DescriptorValue": "0.5"},
                "Description": "Ontwerp",
            }
        ],
        "ActualResult": [{"EndDate": "2026-02-20", "Description": "Ontwerp"}],
    }
    assert "MeasurementInstance" not in indicators["Leeg"]


def test_a_plan_that_was_made_here_arrives_elsewhere_with_all_that_stratml_can_carry(native):
    content = out(native)
    other = make_organisation("Elders", slug="elders-eigen", language="en")

    with in_organisation(other):
        outcome = import_plan(content, by=system_actor(other))
        assert outcome.deviations == []
        assert outcome.remarks == []
        goal = Objective.objects.get(level=Level.STRATEGIC)
        assert (goal.title, [m.name for m in goal.measures.all()]) == ("Schoner water", ["Van het doel zelf"])
        measures = {m.name: m for m in Measure.objects.all()}
        assert {name: m.kind for name, m in measures.items()} == {
            "Van het doel zelf": Kind.UP,
            "Stijgt": Kind.UP,
            "Daalt": Kind.DOWN,
            "Band": Kind.BAND,
            "Ja of nee": Kind.YES_NO,
            "Stappen": Kind.MILESTONES,
            "Leeg": Kind.UP,
        }
        assert (measures["Stijgt"].baseline, measures["Stijgt"].target) == (Decimal("1.5"), Decimal("8"))
        assert [(t.on, t.value) for t in InterimTarget.objects.all()] == [(date(2026, 6, 30), Decimal("4"))]
        assert list(measures["Stijgt"].readings.order_by("measured_on").values_list("value", "note")) == [
            (Decimal("1.5"), ""),
            (Decimal("4.25"), "Halverwege"),
        ]
        assert (measures["Band"].lower, measures["Band"].upper) == (Decimal("40"), Decimal("60"))
        assert list(Milestone.objects.order_by("pk").values_list("name", "weight", "done_on")) == [
            ("Ontwerp", 0.5, date(2026, 2, 20)),
            ("Bouw", 1.0, None),
        ]
        assert Direction.objects.get().strategy == "Samen"
        assert says(export_plan(Direction.objects.get(), by=system_actor(other))) == says(content)


def test_identifiers_are_the_same_at_every_export_and_unique(native):
    first, second = out(native), out(native)

    assert first == second
    identifiers = [node.text for node in etree.fromstring(first).iter("{*}Identifier")]
    assert len(identifiers) == len(set(identifiers)) > 10


def test_what_was_published_and_what_was_added_here_stand_together():
    owner = make_organisation("Samen", slug="samen", language="en")
    with in_organisation(owner):
        import_plan(sample("performance_plan"), by=system_actor(owner))
        direction = Direction.objects.get()
        goal = make_objective(owner, "Nieuw doel", direction=direction)
        department = make_objective(owner, "Nieuwe doelstelling", level=Level.DEPARTMENT, parents=[goal])
        make_measure(department, "Nieuwe meting")
        published = Objective.objects.get(title="Schoner oppervlaktewater")
        make_measure(published, "Meting van het doel")

        content = out(owner)

    assert obeys_the_schema(content)
    goals = as_json(read(content).root)["StrategicPlanCore"]["Goal"]
    assert [goal["Name"] for goal in goals] == ["Schoner oppervlaktewater", "", "Nieuw doel"]
    assert goals[0]["Objective"][0]["Identifier"] == "_goal-1.measures"
    assert goals[2]["Objective"][0]["PerformanceIndicator"][0]["MeasurementDimension"] == "Nieuwe meting"


def test_personal_and_operational_objectives_and_other_organisations_never_leave():
    cast = make_cast()
    assert cast.twin  # the neighbours, with a canary in every text
    with in_organisation(cast.organisation):
        content = export_plan(cast.direction, by=cast.director.actor).decode()

    assert "Schoner water" in content
    assert "Minder lozen" in content
    for inside in ("Pers leren", "Nog denken", "Cas zijn doel", "Slib drogen", "Geleerd", "Emma", "Dijkgraaf", CANARY):
        assert inside not in content


def test_a_plan_without_objectives_is_refused_with_the_reason():
    owner = make_organisation("Leeg", slug="leeg")
    with in_organisation(owner):
        direction = make_direction(owner)
        with pytest.raises(NotNow) as refused:
            export_plan(direction, by=system_actor(owner))
        assert not AuditEvent.objects.exists()

    assert len(refused.value.reasons) == 1
    assert "Goal" in refused.value.reasons[0]


def test_only_who_may_export_takes_a_plan_along_and_that_is_written_down():
    cast = make_cast()
    allowed = {"line_manager", "other_manager", "hr", "director", "consultant", "administrator"}
    with in_organisation(cast.organisation):
        for part, member in cast.roles.items():
            if part in allowed:
                export_plan(cast.direction, by=member.actor)
            else:
                with pytest.raises(NotAllowed):
                    export_plan(cast.direction, by=member.actor)
        lines = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
        assert {line.by_id for line in lines} == {cast.roles[part].user.pk for part in allowed}
        assert all(line.detail == {"list": "stratml", "format": "xml"} for line in lines)
