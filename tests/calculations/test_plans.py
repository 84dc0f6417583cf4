"""Remarks on plans: a sound plan has none, and each thing taken out of it gives exactly the remark that it should."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.objectives import Aim, MeasureKind, ProblemCode, Shape, validate_aim
from zichtlijn.calculations.plans import (
    USUAL_GUIDES,
    Counted,
    DraftMeasure,
    DraftObjective,
    Goal,
    Guide,
    Indicator,
    Language,
    PlannedAction,
    Remark,
    RemarkCode,
    Sheet,
    Strategy,
    Where,
    count_remark,
    ogsm_remarks,
    smart_remarks,
)

NL, EN = Language.DUTCH, Language.ENGLISH
DUE = date(2026, 12, 31)
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": DUE}


@pytest.mark.parametrize(("counted", "guide"), USUAL_GUIDES.items())
def test_counts_by_trying_them(counted, guide):
    good = range(guide.least, guide.most + 1)
    for number in range(guide.most + 3):
        remark = count_remark(counted, number, key="x")
        if number in good:
            assert remark is None
        else:
            code = RemarkCode.TOO_FEW if number < guide.least else RemarkCode.TOO_MANY
            assert remark == Remark(code, None, "x", counted=counted, found=number, least=guide.least, most=guide.most)


def test_the_guides_of_the_method():
    assert set(USUAL_GUIDES) == set(Counted)
    assert USUAL_GUIDES[Counted.PERSONAL_OBJECTIVES] == Guide(3, 5)
    assert USUAL_GUIDES[Counted.SCORECARD_MEASURES] == Guide(15, 25)
    assert USUAL_GUIDES[Counted.PERSPECTIVE_MEASURES] == Guide(3, 7)


def test_guides_are_settings_and_must_be_in_order():
    own = {Counted.GOALS: Guide(0, 9)}
    assert count_remark(Counted.GOALS, 9, guides=own) is None
    assert count_remark(Counted.KEY_RESULTS, 9, guides=own).most == 5
    for wrong in ((-1, 2), (3, 2)):
        with pytest.raises(ValueError, match="guide"):
            Guide(*wrong)
    with pytest.raises(ValueError, match="0 or more"):
        count_remark(Counted.GOALS, -1)


WAITING = DraftMeasure(
    "m1", Aim(kind=MeasureKind.DOWN, baseline=Decimal(40), target=Decimal(20), **YEAR), "minutes", "call system"
)
SMART = DraftObjective("o1", "Answer faster at the desk", True, DUE, (WAITING,))


def smart(**changes):
    return [(remark.code, remark.where, remark.key) for remark in smart_remarks(replace(SMART, **changes), EN)]


def measured(**changes):
    return smart(measures=(replace(WAITING, **changes),))


def aimed(**changes):
    return measured(aim=replace(WAITING.aim, **changes))


def test_a_smart_objective_has_no_remarks():
    assert smart() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"text": " "}, [RemarkCode.TEXT_MISSING]),
        ({"text": "Answer calls where possible"}, [RemarkCode.VAGUE_WORDS]),
        ({"has_owner": False}, [RemarkCode.OWNER_MISSING]),
        ({"due_on": None}, [RemarkCode.DATE_MISSING]),
        ({"measures": ()}, [RemarkCode.VAGUE_WORDS, RemarkCode.MEASURE_MISSING]),
        ({"measures": (), "text": "Answer calls"}, [RemarkCode.MEASURE_MISSING]),
    ],
)
def test_what_an_objective_lacks(changes, codes):
    assert smart(**changes) == [(code, Where.OBJECTIVE, "o1") for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"unit": " "}, [RemarkCode.UNIT_MISSING]),
        ({"source": ""}, [RemarkCode.SOURCE_MISSING]),
        ({"unit": "", "source": ""}, [RemarkCode.UNIT_MISSING, RemarkCode.SOURCE_MISSING]),
        ({"unit": "", "aim": Aim(kind=MeasureKind.YES_NO, **YEAR)}, []),
    ],
)
def test_what_a_measure_lacks(changes, codes):
    assert measured(**changes) == [(code, Where.MEASURE, "m1") for code in codes]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"baseline": None}, [ProblemCode.BASELINE_MISSING]),
        ({"target": None}, [ProblemCode.TARGET_MISSING]),
        ({"target": Decimal(60)}, [ProblemCode.TARGET_ABOVE_BASELINE]),
        ({"target": Decimal(40)}, [ProblemCode.TARGET_EQUALS_BASELINE]),
        ({"shape": Shape.STEPPED}, [ProblemCode.INTERIM_MISSING]),
        ({"baseline": Decimal("NaN")}, [ProblemCode.NOT_A_NUMBER]),
    ],
)
def test_problems_of_the_aim_are_told_as_they_are(changes, problems):
    draft = replace(SMART, text="Answer calls", measures=(replace(WAITING, aim=replace(WAITING.aim, **changes)),))
    remarks = smart_remarks(draft, EN)
    assert [(remark.code, remark.key, remark.problem.code) for remark in remarks] == [
        (RemarkCode.AIM, "m1", code) for code in problems
    ]
    assert [remark.problem for remark in remarks] == validate_aim(draft.measures[0].aim)


@pytest.mark.parametrize("ends_on", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_target_that_lies_not_later_than_its_baseline(ends_on):
    remarks = smart_remarks(replace(SMART, measures=(replace(WAITING, aim=replace(WAITING.aim, ends_on=ends_on)),)), EN)
    assert RemarkCode.DATES_NOT_IN_ORDER in [remark.code for remark in remarks]
    assert [remark.code for remark in remarks if remark.code == RemarkCode.AIM] == []


def test_comparing_words_are_vague_until_a_measure_says_how_much():
    assert smart() == []
    assert aimed(target=None)[0] == (RemarkCode.VAGUE_WORDS, Where.OBJECTIVE, "o1")
    dutch = replace(SMART, text="Sneller antwoorden", measures=())
    assert smart_remarks(dutch, NL)[0].words[0].words == "Sneller"
    assert smart_remarks(replace(SMART, text="Zo snel mogelijk sneller"), NL)[0].words[0].words == "Zo snel mogelijk"


def goal(key, **changes):
    return replace(Goal(key, "Wachttijd aan de balie", Decimal(10), "minuten", DUE), **changes)


def strategy(key, *goals, **changes):
    sound = Strategy(
        key,
        "Korter wachten door afspraken te maken",
        goals,
        has_owner=True,
        indicators=(Indicator(f"{key}-i", "%", Decimal(80)),),
        actions=(PlannedAction(f"{key}-a", True, DUE),),
    )
    return replace(sound, **changes)


SHEET = Sheet(
    "Wij zijn de prettigste gemeente van de streek door onze mensen de ruimte te geven",
    (goal("g1"), goal("g2")),
    (strategy("s1", "g1"), strategy("s2", "g1", "g2"), strategy("s3", "g2", is_enabling=True)),
    "sheet",
)


def told(sheet, language=NL):
    return [(remark.code, remark.where, remark.key) for remark in ogsm_remarks(sheet, language)]


def with_strategy(**changes):
    return replace(SHEET, strategies=(replace(SHEET.strategies[0], **changes), *SHEET.strategies[1:]))


def with_goal(**changes):
    return replace(SHEET, goals=(replace(SHEET.goals[0], **changes), *SHEET.goals[1:]))


def test_a_sound_sheet_has_no_remarks():
    assert told(SHEET) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [RemarkCode.TEXT_MISSING]),
        ("Wij zijn de prettigste gemeente", [RemarkCode.HOW_MISSING]),
        ("Wij groeien door samen te werken. Dat is mooi.", [RemarkCode.SEVERAL_SENTENCES]),
        ("Wij groeien met 10% door samen te werken", [RemarkCode.HAS_NUMBERS]),
        ("Wij groeien in 2028 door samen te werken", []),
        (
            "Wij worden vijf keer zo groot. Dat is mooi.",
            [RemarkCode.SEVERAL_SENTENCES, RemarkCode.HAS_NUMBERS, RemarkCode.HOW_MISSING],
        ),
    ],
)
def test_remarks_on_the_objective(text, codes):
    assert told(replace(SHEET, objective=text)) == [(code, Where.OBJECTIVE, "sheet") for code in codes]


def test_the_offending_words_are_told_with_their_place():
    text = "Wij groeien met 10% door samen te werken. En met vijf winkels."
    several, numbers = ogsm_remarks(replace(SHEET, objective=text), NL)
    assert [(text[each.start : each.end], each.words) for each in numbers.words] == [("10%", "10%"), ("vijf", "vijf")]
    assert [each.words for each in several.words] == ["En met vijf winkels."]
    assert (several.found, several.most) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"text": ""}, [RemarkCode.TEXT_MISSING]),
        ({"text": "Zo snel mogelijk antwoorden"}, [RemarkCode.VAGUE_WORDS]),
        ({"text": "Sneller antwoorden"}, []),
        ({"text": "Sneller antwoorden", "value": None}, [RemarkCode.VAGUE_WORDS, RemarkCode.VALUE_MISSING]),
        ({"value": None}, [RemarkCode.VALUE_MISSING]),
        ({"value": Decimal(90), "baseline": Decimal("90.0")}, [RemarkCode.NOTHING_CHANGES]),
        ({"value": Decimal(90), "baseline": Decimal(91)}, []),
        ({"value": Decimal(0)}, []),
        ({"unit": " "}, [RemarkCode.UNIT_MISSING]),
        ({"due_on": None}, [RemarkCode.DATE_MISSING]),
    ],
)
def test_remarks_on_a_goal(changes, codes):
    assert told(with_goal(**changes)) == [(code, Where.GOAL, "g1") for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"text": ""}, [RemarkCode.TEXT_MISSING]),
        ({"text": "Korter wachten"}, [RemarkCode.HOW_MISSING]),
        ({"text": "Korter wachten door zo veel mogelijk afspraken te maken"}, [RemarkCode.VAGUE_WORDS]),
        ({"has_owner": False}, [RemarkCode.OWNER_MISSING]),
        ({"goals": ()}, [RemarkCode.STRATEGY_WITHOUT_GOAL]),
        ({"goals": ("g1", "gone")}, [RemarkCode.UNKNOWN_GOAL]),
        ({"goals": ("gone",)}, [RemarkCode.STRATEGY_WITHOUT_GOAL, RemarkCode.UNKNOWN_GOAL]),
        ({"indicators": ()}, [RemarkCode.INDICATOR_MISSING]),
        ({"indicators": (Indicator("i", "%", Decimal(1)),) * 3}, []),
        ({"indicators": (Indicator("i", "%", Decimal(1)),) * 4}, [RemarkCode.TOO_MANY]),
        ({"actions": ()}, [RemarkCode.ACTION_MISSING]),
    ],
)
def test_remarks_on_a_strategy(changes, codes):
    assert told(with_strategy(**changes)) == [(code, Where.STRATEGY, "s1") for code in codes]


def test_remarks_on_indicators_and_actions():
    assert told(with_strategy(indicators=(Indicator("i1"),))) == [
        (RemarkCode.UNIT_MISSING, Where.INDICATOR, "i1"),
        (RemarkCode.VALUE_MISSING, Where.INDICATOR, "i1"),
    ]
    assert told(with_strategy(actions=(PlannedAction("a1"), PlannedAction("a2", True, DUE)))) == [
        (RemarkCode.OWNER_MISSING, Where.ACTION, "a1"),
        (RemarkCode.DATE_MISSING, Where.ACTION, "a1"),
    ]


def test_an_empty_sheet_says_what_to_begin_with():
    assert told(Sheet("", key="x")) == [
        (RemarkCode.TEXT_MISSING, Where.OBJECTIVE, "x"),
        (RemarkCode.GOALS_MISSING, Where.GOAL, "x"),
        (RemarkCode.STRATEGIES_MISSING, Where.STRATEGY, "x"),
    ]


@pytest.mark.parametrize(
    ("business", "enabling", "found"),
    [
        (5, 2, []),
        (6, 2, [("too_many", "business_strategies", 6)]),
        (5, 3, [("too_many", "enabling_strategies", 3)]),
        (0, 1, [("too_few", "business_strategies", 0)]),
    ],
)
def test_the_number_of_strategies(business, enabling, found):
    some = [strategy(f"b{each}", "g1", "g2") for each in range(business)]
    some += [strategy(f"e{each}", "g1", "g2", is_enabling=True) for each in range(enabling)]
    remarks = ogsm_remarks(replace(SHEET, strategies=tuple(some)), NL)
    assert [(remark.code, remark.counted, remark.found) for remark in remarks] == found


def test_the_number_of_goals_and_own_guides():
    goals = tuple(goal(f"g{each}") for each in range(6))
    sheet = replace(SHEET, goals=goals, strategies=(strategy("s", *(each.key for each in goals)),))
    assert told(sheet) == [(RemarkCode.TOO_MANY, Where.GOAL, "sheet")]
    assert ogsm_remarks(sheet, NL, guides={Counted.GOALS: Guide(1, 6)}) == []


@given(st.lists(st.sets(st.sampled_from(["g1", "g2", "g3", "gone"])), max_size=5))
def test_goals_and_strategies_hold_on_to_each_other(links):
    """Second route: draw the table of goals by strategies, and look along its rows and columns."""
    goals = ("g1", "g2", "g3")
    sheet = replace(
        SHEET,
        goals=tuple(goal(key) for key in goals),
        strategies=tuple(strategy(f"s{place}", *sorted(each)) for place, each in enumerate(links)),
    )
    table = [[key in each for key in goals] for each in links]
    loose_goals = [key for place, key in enumerate(goals) if not any(row[place] for row in table)]
    loose_strategies = [f"s{place}" for place, row in enumerate(table) if not any(row)]
    remarks = ogsm_remarks(sheet, NL)
    by_code = {
        code: [remark.key for remark in remarks if remark.code == code]
        for code in (RemarkCode.GOAL_WITHOUT_STRATEGY, RemarkCode.STRATEGY_WITHOUT_GOAL, RemarkCode.UNKNOWN_GOAL)
    }
    assert list(by_code.values()) == [
        loose_goals,
        loose_strategies,
        [f"s{place}" for place, each in enumerate(links) if "gone" in each],
    ]


def test_english_is_read_as_english():
    sheet = replace(
        SHEET,
        objective="We are the kindest town by giving our people room",
        strategies=tuple(replace(each, text="Shorter queues by making appointments") for each in SHEET.strategies),
    )
    assert told(sheet, EN) == []
    assert [code for code, *_ in told(sheet, NL)] == [RemarkCode.HOW_MISSING] * 4


def test_every_code_is_told_of_something():
    """No code without a case in which it is told."""
    sheets = [
        Sheet(""),
        replace(SHEET, objective="Vijf. Zes."),
        with_goal(text="zo snel mogelijk", value=None, unit="", due_on=None),
        with_goal(value=Decimal(90), baseline=Decimal("90.0")),
        replace(
            SHEET,
            strategies=(strategy("s", "gone", text="x", has_owner=False, indicators=(), actions=(), left_out=""),),
        ),
        replace(SHEET, strategies=(strategy("e", "g1", "g2", is_enabling=True),) * 3),
    ]
    drafts = [DraftObjective("o", "", measures=()), replace(SMART, measures=(DraftMeasure("m", replace(
        WAITING.aim, target=None, ends_on=YEAR["starts_on"])),))]  # fmt: skip
    codes = {remark.code for sheet in sheets for remark in ogsm_remarks(sheet, NL)}
    codes |= {remark.code for draft in drafts for remark in smart_remarks(draft, EN)}
    assert codes == set(RemarkCode)


def test_an_enabling_strategy_needs_no_goal_and_leaves_nothing_out():
    def codes(**changes):
        strategy = replace(SHEET.strategies[0], goals=(), left_out="", **changes)
        return {r.code for r in ogsm_remarks(replace(SHEET, strategies=(strategy,)), NL) if r.where == Where.STRATEGY}

    assert {RemarkCode.STRATEGY_WITHOUT_GOAL, RemarkCode.NOTHING_LEFT_OUT} <= codes(is_enabling=False)
    assert not {RemarkCode.STRATEGY_WITHOUT_GOAL, RemarkCode.NOTHING_LEFT_OUT} & codes(is_enabling=True)
