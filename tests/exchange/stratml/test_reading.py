"""Reading: what is safe, what is XML, what is a plan, and every deviation with its line."""

import pytest

from tests.exchange.stratml.plans import PART_1, PART_2, sample
from zichtlijn.exchange.stratml import opening
from zichtlijn.exchange.stratml.elements import as_json, from_json
from zichtlijn.exchange.stratml.reading import Unreadable, read

GOAL = "<Goal><Name>g</Name><Description/></Goal>"


def plan(core=GOAL, *, before="", after="", attributes='Type="Strategic_Plan"', namespace=PART_2):
    return (
        f'<PerformancePlanOrReport xmlns="{namespace}" {attributes}><Name>n</Name>{before}'
        f"<StrategicPlanCore>{core}</StrategicPlanCore>{after}</PerformancePlanOrReport>"
    ).encode()


def deviations(content):
    return [(found.code, found.name, found.done) for found in read(content).deviations]


@pytest.mark.parametrize("name", ["performance_plan", "strategic_plan"])
def test_a_correct_plan_deviates_nowhere(name):
    assert read(sample(name)).deviations == []


def test_every_deviation_of_a_plan_as_they_are_found_is_listed_with_its_line():
    found = [(d.line, d.code, d.name) for d in read(sample("deviating_report")).deviations]

    assert found == [
        (3, "namespace", "PerformancePlanOrReport"),
        (3, "choice", "Type"),
        (3, "unknown_attribute", "lang"),
        (3, "missing", "Name"),
        (4, "stray_text", "StrategicPlanCore"),
        (4, "order", "StrategicPlanCore"),
        (5, "order", "Mission"),
        (5, "identifier", "Identifier"),
        (6, "order", "Organization"),
        (9, "unknown", "Website"),
        (10, "choice", "StakeholderTypeType"),
        (10, "missing", "Name"),
        (10, "repeated", "RoleType"),
        (10, "order", "Role"),
        (10, "choice", "RoleType"),
        (10, "choice", "RoleType"),
        (10, "choice", "RoleType"),
        (14, "repeated", "Vision"),
        (16, "missing", "Description"),
        (18, "repeated", "Name"),
        (19, "identifier", "Identifier"),
        (20, "unknown", "Priority"),
        (21, "misplaced", "PerformanceIndicator"),
        (21, "missing", "UnitOfMeasurement"),
        (24, "order", "ActualResult"),
        (24, "day", "EndDate"),
        (24, "amount", "NumberOfUnits"),
        (27, "order", "Objective"),
        (29, "unknown", "b"),
        (30, "misplaced", "Objective"),
        (30, "same_identifier", "Identifier"),
        (31, "choice", "ValueChainStage"),
        (31, "order", "PerformanceIndicator"),
        (34, "identifier", "Identifier"),
        (36, "order", "MeasurementInstance"),
        (37, "day", "StartDate"),
        (37, "day", "EndDate"),
        (37, "amount", "NumberOfUnits"),
        (38, "day", "EndDate"),
        (39, "day", "EndDate"),
        (39, "amount", "NumberOfUnits"),
        (49, "misplaced", "Goal"),
        (50, "order", "AdministrativeInformation"),
        (51, "day", "PublicationDate"),
        (52, "address", "Source"),
        (53, "day", "StartDate"),
        (54, "day", "EndDate"),
        (55, "misplaced", "Submitter"),
    ]


def test_what_deviates_is_mended_and_what_has_no_place_is_kept_as_text():
    mended = as_json(read(sample("deviating_report")).root)
    core = mended["StrategicPlanCore"]

    assert mended["@Type"] == "Performance_Report"
    assert mended["Name"] == ""
    assert mended["OtherInformation"].split("\n") == [
        "[lang: en]",
        "[StrategicPlanCore: Some words that stand nowhere.]",
        "[EndDate: 2024]",
        "[PublicationDate: 03/04/2020]",
        "[Source: http://[nowhere]",
    ]
    assert mended["AdministrativeInformation"] == {
        "StartDate": "2021-10-01",
        "EndDate": "2024-12-31",
        "PublicationDate": "",
    }
    assert mended["Submitter"] == {"GivenName": "Sam"}
    assert core["Mission"] == {"Description": "To serve.", "Identifier": "_3F25-M"}
    assert core["Vision"] == {"Description": "Once.\n\nSaid twice."}
    assert core["Organization"][0]["Description"] == "An office.\n[Website: https://samples.example/]"
    stakeholder = core["Organization"][0]["Stakeholder"][0]
    assert stakeholder["@StakeholderTypeType"] == "Generic_Group"
    assert stakeholder["Role"] == [{"Name": "Doer", "Description": "[RoleType: Onlooker]", "RoleType": ["Performer"]}]
    assert [goal["Name"] for goal in core["Goal"]] == ["First goal", "Goal outside the core"]
    assert core["Goal"][1]["Description"] == "Ça va."
    first = core["Goal"][0]
    assert first["OtherInformation"] == "[Priority: Level: scale: 5; 2]\n[Name: Another name for it]"
    assert first["Identifier"] == "_1"
    assert [objective.get("Name") for objective in first["Objective"]] == [
        "An objective with bold words",
        "Nested in it",
        None,
    ]
    assert [objective.get("Identifier") for objective in first["Objective"]] == ["dup", "dup_2", None]
    calls = first["Objective"][2]["PerformanceIndicator"][0]
    assert calls["MeasurementInstance"] == [{"ActualResult": [{"EndDate": "2023-12-31", "NumberOfUnits": "1234.56"}]}]
    indicator = first["Objective"][0]["PerformanceIndicator"][0]
    assert indicator["OtherInformation"] == "[ValueChainStage: Sideways]"
    assert indicator["Relationship"] == [{"ReferentIdentifier": ["_1"]}]
    instance = indicator["MeasurementInstance"][0]
    assert instance["TargetResult"] == [{"EndDate": "2024-12-31", "NumberOfUnits": "80"}]
    assert instance["ActualResult"][0] == {
        "StartDate": "2022-01-01",
        "EndDate": "2022-12-31",
        "NumberOfUnits": "71",
        "Description": "[StartDate: 2022]\n[EndDate: 2022]\n[NumberOfUnits: 71%]",
    }
    assert instance["ActualResult"][1] == {
        "EndDate": "",
        "NumberOfUnits": "",
        "Description": "Estimated.\n[EndDate: Spring 2023]\n[NumberOfUnits: about 75]",
    }


def test_markup_in_a_text_is_read_as_text():
    name = '<Name>See <a href="https://a.example">the <i>plan</i></a> itself</Name>'

    goal = as_json(read(plan(f"<Goal>{name}<Description/></Goal>")).root)["StrategicPlanCore"]["Goal"][0]

    assert goal == {"Name": "See the plan itself", "Description": "", "OtherInformation": "[a href: https://a.example]"}


def test_the_json_that_is_kept_gives_the_same_plan_back():
    root = read(sample("performance_plan")).root

    assert from_json("PerformancePlanOrReport", as_json(root)) == root


def test_empty_and_absent_are_told_apart():
    root = read(plan("<Goal><Name/><Description/><Objective><Name/></Objective><Objective/></Goal>")).root

    objectives = root.one("StrategicPlanCore").all("Goal")[0].all("Objective")
    assert [as_json(objective) for objective in objectives] == [{"Name": ""}, {}]


@pytest.mark.parametrize(
    ("namespace", "expected"),
    [
        (PART_2, []),
        (PART_1, [("namespace", "PerformancePlanOrReport", "read")]),
        ("http://www.stratml.net", [("namespace", "PerformancePlanOrReport", "read")]),
        ("", [("namespace", "PerformancePlanOrReport", "read")]),
    ],
)
def test_a_strange_namespace_is_one_deviation(namespace, expected):
    assert deviations(plan(namespace=namespace)) == expected


def test_a_plan_inside_another_document_is_found():
    assert deviations(b"<envelope>" + plan() + b"</envelope>") == [("wrapped", "envelope", "passed_over")]


def test_a_part_1_plan_with_indicators_is_read_as_part_2():
    content = f"""<StrategicPlan xmlns="{PART_1}"><Name>n</Name><StrategicPlanCore><Goal><Name>g</Name><Description/>
    <Objective><PerformanceIndicator><MeasurementDimension>m</MeasurementDimension><UnitOfMeasurement/>
    </PerformanceIndicator></Objective></Goal></StrategicPlanCore></StrategicPlan>""".encode()

    result = read(content)

    assert [(d.code, d.name, d.done) for d in result.deviations] == [("unknown", "PerformanceIndicator", "read")]
    objective = result.root.one("StrategicPlanCore").all("Goal")[0].all("Objective")[0]
    assert objective.all("PerformanceIndicator")[0].text_of("MeasurementDimension") == "m"


def test_an_empty_day_is_wrong_in_part_1_and_right_in_part_2():
    part_1 = f"""<StrategicPlan xmlns="{PART_1}"><Name/><StrategicPlanCore>{GOAL}</StrategicPlanCore>
    <AdministrativeInformation><StartDate/></AdministrativeInformation></StrategicPlan>""".encode()

    assert deviations(part_1) == [("day", "StartDate", "left_empty")]
    assert deviations(plan(after="<AdministrativeInformation><StartDate/></AdministrativeInformation>")) == []


def test_references_follow_an_identifier_that_had_to_change():
    indicator = (
        "<PerformanceIndicator><MeasurementDimension/><UnitOfMeasurement/><Relationship>"
        "<ReferentIdentifier>12 b</ReferentIdentifier></Relationship></PerformanceIndicator>"
    )
    goal = f"<Goal><Name/><Description/><Identifier>12 b</Identifier><Objective>{indicator}</Objective></Goal>"

    mended = as_json(read(plan(goal)).root)["StrategicPlanCore"]["Goal"][0]

    assert mended["Identifier"] == "_12_b"
    relationship = mended["Objective"][0]["PerformanceIndicator"][0]["Relationship"][0]
    assert relationship["ReferentIdentifier"] == ["_12_b"]


def test_a_mended_identifier_does_not_take_one_that_is_in_use():
    goals = "".join(
        f"<Goal><Name/><Description/><Identifier>{identifier}</Identifier></Goal>"
        for identifier in ("1", "_1", "_1", "_1_2")
    )

    mended = read(plan(goals)).root.one("StrategicPlanCore").all("Goal")

    assert [goal.text_of("Identifier") for goal in mended] == ["_1_", "_1", "_1_3", "_1_2"]


def test_lines_keep_their_number_under_a_declaration_and_blank_lines():
    content = b'\n\n<?xml version="1.0"\n?>\n' + plan("<Goal><Name/>\n<Foo/><Description/></Goal>")

    assert [(d.line, d.name) for d in read(content).deviations] == [(6, "Foo")]


# what is refused --------------------------------------------------------------------------------------------------

BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (str(n - 1).encode() if n > 1 else b"") * 10) for n in range(1, 10)
    )
    + b"]><lolz>&lol9;</lolz>"
)
DTD = b'<!DOCTYPE PerformancePlanOrReport SYSTEM "http://127.0.0.1:9/x.dtd">'
FILE_ENTITY = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BILLION_LAUGHS, id="billion laughs"),
        pytest.param(FILE_ENTITY + plan("&f;"), id="file entity"),
        pytest.param(DTD + plan(), id="DTD only"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>' + plan(), id="parameter entity"),
        pytest.param(b"<!doctype x>" + plan(), id="small letters"),
        pytest.param(b"\xef\xbb\xbf" + DTD + plan(), id="after a byte order mark"),
        pytest.param((DTD + plan()).decode().encode("utf-16"), id="UTF-16"),
        pytest.param((DTD + plan()).decode().encode("utf-16-le"), id="UTF-16 without mark, little end first"),
        pytest.param((DTD + plan()).decode().encode("utf-16-be"), id="UTF-16 without mark, big end first"),
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16") + DTD.decode().encode("utf-16-le"),
            id="UTF-16 with declaration",
        ),
        pytest.param(b"<!-- \n -->\n<?x y?>" + DTD + plan(), id="after a comment"),
        pytest.param(b"<!ENTITY x 'y'>" + plan(), id="loose entity"),
    ],
)
def test_w58_a_plan_with_a_dtd_or_entities_is_refused_before_it_is_parsed(content, monkeypatch):
    def parsed(*_ignored):
        raise AssertionError("the parser saw the file")

    monkeypatch.setattr(opening, "_parsed", parsed)

    with pytest.raises(Unreadable, match="DTD"):
        read(content)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-7", "utf-7"),
        ("cp037", "cp037"),
        ("utf-32", "utf-32"),
        ("utf-32-be", "utf-32"),
        ("utf-8", "utf-7"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-8"),
        ("utf-8-sig", "utf-16"),
        ("ascii", "x-user-defined"),
    ],
)
def test_w58_an_unusual_or_lying_encoding_is_refused(encoding, declared):
    """Without a DTD, which is refused in any encoding."""
    text = f'<?xml version="1.0" encoding="{declared}"?>' + plan().decode()

    with pytest.raises(Unreadable, match=r"encoding is not one that is accepted|does not begin with"):
        read(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_the_usual_encodings_are_read(encoding):
    word = "n" if encoding == "us-ascii" else "né"
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text += plan(before=f"<Description>{word}</Description>").decode()

    assert read(text.encode(encoding)).root.text_of("Description") == word


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"Name;Description\n", "does not begin"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7", "does not begin"),
        (b"<html><body>plan</body></html>", "html"),
        (plan()[:-10], "well-formed XML: line 1"),
        (plan("&nbsp;"), "well-formed XML: line 1"),
        (plan("&#0;"), "well-formed XML: line 1"),
        (plan() + b"<x/>", "well-formed XML: line 1"),
        (b"<?xml version='1.0' encoding='us-ascii'?>" + plan().replace(b"<Name>n", b"<Name>\xe9"), "bytes"),
        (plan().replace(b"<Name>n", b"<Name>\x00"), "zero bytes"),
        (b"<a>" * 50 + b"</a>" * 50, "levels deep"),
        (plan("<Goal>" * 60 + "</Goal>" * 60), "levels deep"),
    ],
)
def test_what_is_no_plan_gives_one_plain_sentence(content, says):
    with pytest.raises(Unreadable, match=says) as refused:
        read(content)

    assert "Traceback" not in refused.value.sentence
    assert len(refused.value.sentence) < 300


def test_w59_a_file_that_is_too_large_or_has_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(opening, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="larger"):
        read(b"<a>" + b"x" * 1000)
    monkeypatch.undo()
    monkeypatch.setattr(opening, "MAX_ELEMENTS", 1000)
    with pytest.raises(Unreadable, match="elements"):
        read(plan("<Goal/>" * 1001))
    monkeypatch.undo()
    with pytest.raises(Unreadable, match="attributes"):
        read(plan("<Goal " + " ".join(f'a{n}=""' for n in range(100)) + "/>"))


def test_w59_one_endless_text_is_refused():
    with pytest.raises(Unreadable):
        read(plan(before="<Description>" + "x" * (11 * 1024 * 1024) + "</Description>"))


def test_nothing_is_fetched_from_elsewhere():
    # The guard of the tests would raise on a connection; this also shows that the hints change nothing.
    hint = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://192.0.2.1/a.xsd"'
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'

    result = read(
        b'<?xml-stylesheet href="http://192.0.2.1/x.xsl"?>' + plan(attributes=f'Type="Strategic_Plan" {hint}')
    )
    assert result.deviations == []
    assert "root:" not in str(as_json(read(plan(before=include)).root))
