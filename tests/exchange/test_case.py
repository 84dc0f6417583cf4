"""The framework as a package of 1EdTech CASE 1.1: out, in, and packages of others."""

import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.exchange.conftest import codes, counts
from tests.exchange.test_competencies import everything, seen
from tests.exchange.test_views import run_jobs
from tests.factories import make_competency, make_framework, make_organisation
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.competencies.models import Behaviour, Competency, Framework
from zichtlijn.exchange.case import opening
from zichtlijn.exchange.case.actions import export_package
from zichtlijn.exchange.reading_files import FileRefused


@pytest.fixture
def filled(staffed):
    """A framework with everything that could get lost on the way."""
    make_framework(staffed, "Zo werken wij", levels=("Begin", "Basis", "Goed", "Gids"))
    listening = make_competency(
        staffed, "-Luisteren", group="=Mensen", description="Horen\r\nen laten merken", seen="=Zwijgt"
    )
    Behaviour.objects.create(organisation=staffed, competency=listening, level=4, text="Vat samen:\n- wat\n- hoe")
    make_competency(staffed, "Zelfde", description="Zelfde", group="Werk")
    make_competency(staffed, "Zonder gedrag", group="Werk")
    make_competency(staffed, "Oud", group="Werk", ends_on=date(2024, 1, 31), seen="Deed het")
    return staffed


@pytest.fixture
def package(tmp_path):
    """`package({...})` → the path of a package; a text is written as it is."""

    def make(content, name="package.json"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


@pytest.fixture
def come(bring, package, staffed):
    def do(content, **options):
        return bring(package(content), "competencies", organisation=options.pop("organisation", staffed), **options)

    return do


def exported(organisation):
    return json.loads(export_package(by=system_actor(organisation))[1])


def item(identifier, statement, **more):
    return {"identifier": identifier, "uri": f"urn:{identifier}", "fullStatement": statement, **more}


def under(child, parent, order=None, kind="isChildOf"):
    made = {
        "associationType": kind,
        "originNodeURI": {"identifier": child},
        "destinationNodeURI": {"identifier": parent},
    }
    return made if order is None else made | {"sequenceNumber": order}


def theirs(items, links=(), **more):
    document = {"identifier": "doc", "title": "Van anderen", "creator": "Zij", "caseVersion": "1.1"}
    return {"CFDocument": document, "CFItems": items, "CFAssociations": list(links), **more}


# out --------------------------------------------------------------------------------------------------------------


def test_a_package_has_what_the_standard_asks(filled):
    found = exported(filled)
    assert set(found) == {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"}
    always = {"identifier", "uri", "lastChangeDateTime"}
    assert always | {"title", "creator"} <= set(found["CFDocument"])
    assert found["CFDocument"]["caseVersion"] == "1.1"
    for one in found["CFItems"]:
        assert always | {"fullStatement"} <= set(one)
        assert "\n" not in one.get("abbreviatedStatement", "")
    known = {one["identifier"] for one in found["CFItems"]} | {found["CFDocument"]["identifier"]}
    for link in found["CFAssociations"]:
        assert always | {"associationType", "originNodeURI", "destinationNodeURI"} <= set(link)
        for end in ("originNodeURI", "destinationNodeURI"):
            assert {"title", "identifier", "uri"} <= set(link[end])
            assert link[end]["identifier"] in known
    assert {link["originNodeURI"]["identifier"] for link in found["CFAssociations"]} == known - {
        found["CFDocument"]["identifier"]
    }
    (rubric,) = found["CFRubrics"]
    assert len(rubric["CFRubricCriteria"]) == 4
    for criterion in rubric["CFRubricCriteria"]:
        assert criterion["CFItemURI"]["identifier"] in known
        assert criterion["rubricId"] == rubric["identifier"]
        levels = criterion["CFRubricCriterionLevels"]
        assert [level["quality"] for level in levels] == ["Begin", "Basis", "Goed", "Gids"]
        assert [level["score"] for level in levels] == [1, 2, 3, 4]
        assert {level["rubricCriterionId"] for level in levels} == {criterion["identifier"]}


def test_identifiers_are_unique_stay_the_same_and_are_those_of_one_organisation(filled):
    def identifiers(root):
        found = []

        def walk(value):
            if isinstance(value, dict):
                if "lastChangeDateTime" in value:
                    found.append(value["identifier"])
                for one in value.values():
                    walk(one)
            elif isinstance(value, list):
                for one in value:
                    walk(one)

        walk(root)
        return found

    first = identifiers(exported(filled))
    assert len(first) == len(set(first))
    assert all(uuid.UUID(one).version == 5 for one in first)
    Competency.objects.filter(name="Zelfde").update(name="Anders")
    assert sorted(identifiers(exported(filled))) == sorted(first)
    other = make_organisation("Elders", slug="elders")
    with in_organisation(other):
        make_framework(other, "Zo werken wij")
        make_competency(other)
        assert not set(first) & set(identifiers(exported(other)))


def test_a_round_trip_changes_nothing_and_has_no_deviations(filled, come):
    written = come(exported(filled))
    assert (codes(written), counts(written), written.plan.deviations) == ([], {"unchanged": 5}, [])


def test_a_round_trip_to_another_organisation_loses_nothing(filled, come):
    content, before = exported(filled), everything()
    other = make_organisation("Elders", slug="elders")
    with in_organisation(other):
        written = come(content, organisation=other)
        assert codes(written) == []
        assert everything() == before


def test_a_framework_without_competencies_keeps_its_levels(staffed, come):
    make_framework(staffed, "Leeg", levels=("A", "B", "C"))
    content = exported(staffed)
    other = make_organisation("Elders", slug="elders")
    with in_organisation(other):
        assert counts(come(content, organisation=other)) == {"added": 1}
        assert Framework.objects.get().level_names == ["A", "B", "C"]


def test_without_a_framework_there_is_nothing_to_take_along(staffed):
    with pytest.raises(NotNow):
        export_package(by=system_actor(staffed))


def test_who_may_not_export_gets_no_package_and_it_is_written_down(scoped, signed_in):
    make_framework(scoped.organisation)
    with pytest.raises(NotAllowed):
        export_package(by=scoped.employee.actor)
    answer = signed_in(scoped.hr).post(reverse("exchange:export_case"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert ".json" in answer["Content-Disposition"]
    assert AuditEvent.objects.get(event=Event.LIST_EXPORTED).detail == {"list": "case", "format": "json"}


# in, as others make it --------------------------------------------------------------------------------------------

SCALE = ("Laag", "Midden", "Hoog")


@pytest.fixture
def scale(staffed):
    return make_framework(staffed, levels=SCALE)


def test_without_rubrics_children_become_behaviours_in_their_order(scale, come):
    items = [item("A", "Samenwerken"), item("A1", "Luistert"), item("A2", "Vraagt"), item("A3", "Leidt")]
    links = [under("A", "doc"), under("A3", "A", 3), under("A2", "A", 2), under("A1", "A", 1)]
    written = come(theirs(items, links))
    assert codes(written) == []
    assert seen("Samenwerken") == {1: "Luistert", 2: "Vraagt", 3: "Leidt"}
    assert Competency.objects.get().group == "Van anderen"
    assert Framework.objects.get().name == "Raamwerk"  # the package has no scale, so the framework stays what it is
    assert any("given the levels in their order: “Samenwerken”" in one for one in written.plan.deviations)
    assert any("is in no group" in one for one in written.plan.deviations)


def test_another_number_of_children_stands_together_at_the_highest_level(scale, come):
    items = [item("A", "Samenwerken"), item("A1", "Luistert"), item("A2", "Vraagt")]
    written = come(theirs(items, [under("A1", "A"), under("A2", "A")]))
    assert seen("Samenwerken") == {3: "Luistert\nVraagt"}
    assert any("at the highest level" in one for one in written.plan.deviations)


def test_what_lies_deeper_gives_the_groups(scale, come):
    items = [item("D", "Domein"), item("C", "Cluster"), item("K", "Kunnen"), item("B", "Doet"), item("L", "Los")]
    links = [under("D", "doc"), under("C", "D"), under("K", "C"), under("B", "K"), under("L", "D")]
    come(theirs(items, links))
    assert list(Competency.objects.order_by("name").values_list("name", "group")) == [
        ("Kunnen", "Domein · Cluster"),
        ("Los", "Domein"),
    ]


def test_what_items_say_that_they_are_counts_for_more_than_their_place(scale, come):
    items = [
        item("G", "Groep", CFItemType="Category"),
        item("K", "Kunnen", CFItemType="Competency"),
        item("L", "Leeg", CFItemType="Cluster"),
    ]
    written = come(theirs(items, [under("K", "G")]))
    assert [(one.name, one.group) for one in Competency.objects.all()] == [("Kunnen", "Groep")]
    assert any("group without competencies was passed over: “Leeg”" in one for one in written.plan.deviations)


def test_rubrics_of_others_give_the_scale_wherever_they_stand(staffed, come):
    def level(name, text, position):
        return {"quality": name, "description": text, "position": position, "score": 10 * position}

    def criterion(about, *levels):
        return {"CFItemURI": {"identifier": about}, "CFRubricCriterionLevels": list(levels)}

    rubric = {
        "CFRubricCriteria": [
            criterion("A", level("Goed", "g", 3), level("Zwak", "z", 1), level("Matig", "", 2)),
            criterion("B", level("Zwak", "zb", 1), level("Matig", "mb", 2), level("Goed", "gb", 3)),
            criterion("C", level("Zwak", "zc", 1), level("Top", "tc", 2)),
            criterion("weg", level("Zwak", "x", 1), level("Matig", "", 2), level("Goed", "", 3)),
        ]
    }
    items = [item("A", "Een"), item("B", "Twee"), item("C", "Drie"), item("A1", "Los eronder")]
    written = come(theirs(items, [under("A1", "A")], CFDefinitions={"CFRubrics": [rubric]}))
    assert codes(written) == []
    assert Framework.objects.get().level_names == ["Zwak", "Matig", "Goed"]
    assert Framework.objects.get().name == "Van anderen"
    assert seen("Een") == {1: "z", 3: "g"}
    assert (seen("Drie"), Competency.objects.get(name="Drie").description) == ({1: "zc"}, "tc")
    assert Competency.objects.get(name="Een").description == "Los eronder"
    for part in ("“Een”", "has other levels", "belongs to no competency"):
        assert any(part in one for one in written.plan.deviations)


def test_what_has_no_place_is_listed_and_nothing_is_lost_in_silence(scale, come):
    long = "Kan " + "heel " * 40 + "veel"
    items = [
        item("A", long, humanCodingScheme="1.a", educationLevel=["HBO"]),
        item("B", "Dubbel", humanCodingScheme="2.a"),
        item("C", "dubbel", humanCodingScheme="2.b"),
        item("A", "Zelfde nummer"),
        {"identifier": "E"},
        "geen item",
        item("P", "Twee ouders"),
        item("X", "Kring een"),
        item("Y", "Kring twee"),
    ]
    links = [
        under("P", "A"), under("P", "B"), under("weg", "A"), under("A", "B", kind="exactMatchOf"),
        under("X", "Y"), under("Y", "X"), "geen relatie",
    ]  # fmt: skip
    content = theirs(items, links)
    content["CFDocument"].pop("caseVersion")
    written = come({"CFPackage": content})
    assert codes(written) == []
    said = "\n".join(written.plan.deviations)
    for part in (
        "does not say that it is CASE 1.1",
        "too long for a name",
        "humanCodingScheme (3)",
        "educationLevel (1)",
        "has the name of another",
        "no identifier of its own",
        "2 items have no text",
        "stands in more than one place",
        "exactMatchOf (1)",
        "points at an item that is not in the package",
        "in a circle",
    ):
        assert part in said, part
    assert Competency.objects.filter(name="dubbel (2.b)").exists()
    assert Competency.objects.get(name__startswith="Kan heel").description == long


def test_competencies_with_one_name_are_told_apart_until_each_has_its_own(scale, come):
    codes_of = ("a", "a", "a", "z" * 70, "b")
    items = [item(f"N{place}", "Dubbel", humanCodingScheme=code) for place, code in enumerate(codes_of)]
    written = come(theirs([*items, item("L", "dubbel (a)")]))
    assert codes(written) == []
    names = {"Dubbel", "Dubbel (a)", "Dubbel (2)", "Dubbel (3)", "Dubbel (b)", "dubbel (a) (Van anderen)"}
    assert {one.name for one in Competency.objects.all()} == names
    (told,) = [one for one in written.plan.deviations if "have the name of another" in one]
    assert told.startswith("5 competencies")


def test_a_scale_in_use_refuses_a_package_with_another_number_of_levels(filled, come):
    content = exported(filled)
    from tests.factories import make_position, make_profile

    make_profile(make_position(filled, "Functie", key="F"), {Competency.objects.first(): 2})
    for criterion in content["CFRubrics"][0]["CFRubricCriteria"]:
        del criterion["CFRubricCriterionLevels"][-1]
    written = come(content)
    (problem,) = written.plan.problems
    assert (problem.code, problem.sheet) == ("scale_in_use", "CFRubrics")


def test_without_any_scale_the_package_waits_for_one(staffed, come):
    written = come(theirs([item("A", "Een"), item("B", "Twee")]))
    assert codes(written) == [("no_scale", 1, "competency")]


def test_a_text_that_does_not_fit_is_refused_with_its_place_in_the_list(scale, come):
    written = come(theirs([item("A", "Een"), item("B", "x" * 5000, abbreviatedStatement="Twee")]))
    (problem,) = written.plan.problems
    assert (problem.code, problem.sheet, problem.row) == ("too_long", "CFItems", 2)
    assert not Competency.objects.exists()


# what is no package -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        ("geen json", "line 1"),
        ('{\n"CFItems": [}', "line 2"),
        ("[]", "CFItems"),
        ("{}", "CFItems"),
        ('{"CFItems": {}}', "CFItems"),
        ("null", "CFItems"),
        ('{"CFItems": [NaN]}', "number"),
        ('{"CFItems": [' + "9" * 5000 + "]}", "number"),
        ("[" * 100_000, "deeper"),
        ('{"CFItems": ' + "[" * 60 + "]" * 60 + "}", "deeper"),
    ],
)  # fmt: skip
def test_what_is_no_package_is_refused_with_a_sentence(staffed, come, content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        come(content)


def test_other_bytes_too_much_and_too_deep_are_refused(staffed, bring, package, settings, tmp_path, monkeypatch):
    path = tmp_path / "bytes.json"
    path.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(FileRefused, match="UTF-8"):
        bring(path, "competencies", organisation=staffed)
    monkeypatch.setattr(opening, "MOST_ITEMS", 2)
    with pytest.raises(FileRefused, match="3 items"):
        bring(package(theirs([item(n, n) for n in "abc"])), "competencies", organisation=staffed)
    monkeypatch.undo()
    chain = [item(f"i{n}", f"Stap {n}") for n in range(200)]
    links = [under(f"i{n}", f"i{n - 1}") for n in range(1, 200)]
    with pytest.raises(FileRefused, match="deeper"):
        bring(package(theirs(chain, links)), "competencies", organisation=staffed)
    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(FileRefused, match="MB"):
        bring(package(theirs([])), "competencies", organisation=staffed)


def test_odd_values_in_a_package_do_no_harm(scale, come):
    items = [
        item("A", "Een", abbreviatedStatement=["x"], statusEndDate=5, CFItemType={"a": 1}),
        item("B", "Half \ud800 teken"),
        item(7, "Nummer"),
    ]
    links = [under("A", "doc", "eerste"), {"associationType": 5, "originNodeURI": None}, under("B", "doc", True)]
    rubric = {"CFRubricCriteria": [{"CFRubricCriterionLevels": "x"}, 3, {"CFRubricCriterionLevels": [4]}]}
    content = theirs(items, links, CFRubrics=[rubric, None], CFDefinitions=[1])
    content["CFDocument"]["title"] = None
    written = come(content)
    assert [(code, row) for code, row, _column in codes(written)] == [("bad_date", 1)]
    del items[0]["statusEndDate"]
    assert codes(come(content)) == []
    assert Competency.objects.filter(name="Half ? teken").exists()


# the page and the command -----------------------------------------------------------------------------------------


def test_a_package_is_tried_and_brought_in_on_the_page(scoped, signed_in):
    make_framework(scoped.organisation, levels=SCALE)
    scoped.hr.user.language = "en"
    scoped.hr.user.save()
    browser = signed_in(scoped.hr)
    content = json.dumps(theirs([item("A", "Een")])).encode()
    file = SimpleUploadedFile("pakket.json", content)
    assert browser.post(reverse("exchange:imports"), {"kind": "people", "file": file}).status_code == 422
    file = SimpleUploadedFile("pakket.json", content)
    answer = browser.post(reverse("exchange:imports"), {"kind": "competencies", "file": file})
    assert answer.status_code == 302
    run_jobs(scoped.organisation)
    job_id = int(answer.url.strip("/").split("/")[-1])
    page = browser.get(reverse("exchange:import_result", args=[job_id])).content.decode()
    assert "What deviates in this package" in page


def test_the_command_exports_a_package_and_reads_it_again(filled, tmp_path, capsys):
    path = tmp_path / "raamwerk.json"
    call_command("export_file", "case", organisation="leeg", output=path)
    call_command("import_file", "competencies", str(path), organisation="leeg")
    assert "0 added, 0 changed, 5 unchanged, 0 refused." in capsys.readouterr().out
    make_organisation("Niets", slug="niets")
    with pytest.raises(CommandError, match="no framework"):
        call_command("export_file", "case", organisation="niets", output=path)
