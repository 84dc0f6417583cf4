"""`zichtlijn import stratml` and `zichtlijn export stratml`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.exchange.stratml.plans import HERE, obeys_the_schema, sample, says
from tests.factories import make_direction, make_organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.models import Import
from zichtlijn.objectives.models import Objective
from zichtlijn.strategy.models import Direction
from zichtlijn.ui.wording import write_full_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_organisation("Gemeente", slug="gemeente")


def run(command, *arguments, status=0):
    out = StringIO()
    if status:
        with pytest.raises(SystemExit) as left:
            call_command(command, *arguments, stdout=out)
        assert left.value.code == status
    else:
        call_command(command, *arguments, stdout=out)
    return out.getvalue().splitlines()


def bring_in(file, *more, **options):
    return run("import_file", "stratml", str(file), "--organisation", "gemeente", *more, **options)


def test_a_plan_goes_in_and_out(owner, tmp_path):
    lines = bring_in(HERE / "performance_plan.xml")

    with in_organisation(owner):
        imported = Import.objects.get()
    again = f"until {write_full_date(imported.until)}: zichtlijn import undo {imported.pk} --organisation gemeente"
    first = "Droge voeten, ook over vijftig jaar"
    assert lines == [
        f"line 123 (Goal 2): Goal has no name. → called “{first}” here",
        f"line 128 (Goal 2 › Objective 1): Objective has no name. → called “{first}: doelstelling 1” here",
        "“Meerjarenplan Waterschap Westerwaard 2025–2028” follows the standard.",
        "Direction: 1 added",
        "Core values: 3 added",
        "Stakeholders: 5 added",
        "Objectives: 5 added",
        "Measures: 5 added",
        "Targets on the way and milestones: 2 added",
        "Readings: 4 added",
        f"To take it out again, {again}",
        "25 added, 0 changed, 0 unchanged, 0 refused.",
    ]
    assert bring_in(HERE / "performance_plan.xml")[-1] == "0 added, 0 changed, 25 unchanged, 0 refused."

    lines = run("export_file", "stratml", "--organisation", "gemeente", "--output", str(tmp_path / "out.xml"))

    content = (tmp_path / "out.xml").read_bytes()
    assert says(content) == says(sample("performance_plan"))
    assert obeys_the_schema(content)
    assert lines == [
        f"“Meerjarenplan Waterschap Westerwaard 2025–2028” was written to {tmp_path}/out.xml ({len(content)} bytes)."
    ]


def test_each_deviation_is_said_with_its_line_and_what_was_done(owner):
    lines = bring_in(HERE / "deviating_report.xml", "--dry-run")

    assert (
        "line 24 (PerformancePlanOrReport › StrategicPlanCore › Goal 1 › Objective 3 › PerformanceIndicator 1 › "
        in ("\n".join(lines))
    )
    assert any(
        line.endswith("NumberOfUnits “1.234,56” is not a number such as 1234.56. → read as 1234.56") for line in lines
    )
    assert "“Office of Samples” deviates from the standard in 48 places; it was read all the same." in lines
    assert "Dry run: nothing was written. This file would give:" in lines
    assert lines[-1].endswith(" added, 0 changed, 0 unchanged, 0 refused.")
    with in_organisation(owner):
        assert not Objective.objects.exists()


def test_a_refused_file_ends_with_a_count_and_a_status(owner, tmp_path):
    (tmp_path / "bad.xml").write_bytes(b"<!DOCTYPE x><x/>")

    lines = bring_in(tmp_path / "bad.xml", status=3)

    assert lines == [
        (
            "Nothing was imported: This file has a DTD or defines entities. "
            "Files with these are refused, because they can do harm."
        ),
        "0 added, 0 changed, 0 unchanged, 1 refused.",
    ]


def test_it_speaks_dutch(owner):
    assert bring_in(HERE / "strategic_plan.xml", "--language", "nl")[-1] == (
        "9 toegevoegd, 0 gewijzigd, 0 ongewijzigd, 0 geweigerd."
    )


def test_a_plan_that_cannot_follow_the_standard_is_not_written(owner, tmp_path):
    make_direction(owner)

    lines = run("export_file", "stratml", "--organisation", "gemeente", "--output", str(tmp_path / "out.xml"), status=3)

    assert lines[-1] == "Nothing was written: the plan would not follow the standard."
    assert "Goal is missing" in lines[0]
    assert not (tmp_path / "out.xml").exists()


def test_another_direction_can_be_chosen_by_name(owner, tmp_path):
    bring_in(HERE / "performance_plan.xml")
    bring_in(HERE / "strategic_plan.xml")
    out = tmp_path / "out.xml"

    run("export_file", "stratml", "--organisation", "gemeente", "--output", str(out), "--direction", "Koers 2030")

    assert says(out.read_bytes()) == says(sample("strategic_plan"))
    with pytest.raises(CommandError, match="no direction"):
        run("export_file", "stratml", "--organisation", "gemeente", "--output", str(out), "--direction", "Anders")


def test_what_is_not_there_is_said(owner, tmp_path):
    with pytest.raises(CommandError, match="no organisation"):
        run("export_file", "stratml", "--organisation", "elders", "--output", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="no folder"):
        run("export_file", "stratml", "--organisation", "gemeente", "--output", str(tmp_path / "no" / "x"))
    with in_organisation(owner):
        assert not Direction.objects.exists()
    with pytest.raises(CommandError, match="no direction"):
        run("export_file", "stratml", "--organisation", "gemeente", "--output", str(tmp_path / "x"))
