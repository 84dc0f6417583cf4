"""Who answers stays unknown, and the result is of the person: on every page, file, list and line of the log."""

import json
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from tests.factories import (
    count_queries,
    make_feedback_mean,
    make_feedback_request,
    make_feedback_round,
    make_feedback_words,
    make_placement,
)
from tests.feedback.conftest import WORDS, answer, close, request_of, told, url
from zichtlijn.access.models import Membership
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations import feedback as core
from zichtlijn.documents.charts import Chart, ChartNotDrawn
from zichtlijn.exchange.own_data import own_data
from zichtlijn.feedback import documents
from zichtlijn.feedback.actions import running, sharing
from zichtlijn.feedback.models import FeedbackMean, FeedbackRequest, FeedbackRound, FeedbackWords
from zichtlijn.feedback.queries.pages import courses, steps_of_three
from zichtlijn.feedback.queries.results import Cell, result_of
from zichtlijn.home.queries.my_file import kinds_kept
from zichtlijn.organisation.models import Placement, SearchWord

# before the close -------------------------------------------------------------------------------------------------


def test_A01_before_the_close_there_is_nothing_on_whatever_way(open_round, signed_in):
    for member in open_round.crowd:
        answer(open_round, member, 5, keep=f"Blijf {WORDS}")
    for part in ("employee", "line_manager", "hr", "director", "administrator", "colleague"):
        member = getattr(open_round, part)
        browser = signed_in(member)
        for address in (url("result", open_round.round.pk), url("take", open_round.round.pk)):
            answered = browser.post(address, {"form": "pdf"}) if "take" in address else browser.get(address)
            assert answered.status_code == 404
        for address in (url("round", open_round.round.pk), url("mine"), url("rounds")):
            assert WORDS not in browser.get(address).content.decode()
        assert WORDS not in str(own_data(member.actor))
    with pytest.raises(NotAllowed):
        sharing.take_result(open_round.round, by=open_round.employee.actor)
    running.close_round(open_round.round, timezone.localdate(), by=open_round.hr.actor)  # not yet: nothing happens
    assert FeedbackRequest.objects.count() == 7


def test_A06_nobody_learns_who_answered_while_it_is_open(open_round, signed_in):
    """The pages of the person, the manager and HR are the same before and after one answer."""

    def seen():
        return {
            part: [
                signed_in(getattr(open_round, part)).get(address).content.decode().split("<main")[1]
                for address in (url("round", open_round.round.pk), *([url("rounds")] if part == "hr" else []))
            ]
            for part in ("employee", "line_manager", "hr")
        }

    pages = seen()
    for page in pages["employee"]:
        assert "fewer than three so far" in page
    lines = AuditEvent.objects.count()
    rater = open_round.crowd[0]
    browser = signed_in(rater)
    browser.post(url("answer", request_of(open_round, rater).pk), told(open_round, act="send"))
    assert AuditEvent.objects.count() == lines

    def without_tokens(found):
        import re

        return re.sub(r'value="[\w-]{20,}"', "", json.dumps(found))

    assert without_tokens(seen()) == without_tokens(pages)


def test_A06_the_number_goes_up_by_three_at_a_time(open_round):
    assert [steps_of_three(number, 9) for number in range(8)] == [None, None, None, 3, 3, 3, 6, 6]
    for number, member in enumerate(open_round.crowd, start=1):
        answer(open_round, member)
        found = courses([open_round.round], open_round.employee.actor)[open_round.round.pk]
        assert found.answered == (None if number < 3 else 3)


@pytest.mark.parametrize("asked", range(1, 13))
def test_A06_no_number_tells_that_everybody_answered(asked):
    told = [steps_of_three(answered, asked) for answered in range(asked + 1)]
    assert told[-1] is None or told[-1] < asked
    assert told.count(told[-1]) > 1  # nor is it a number that only that gives
    assert all(number is None or number <= answered for answered, number in enumerate(told))


def test_A06_of_three_nothing_is_told_on_the_page_nor_after_the_close(open_round, signed_in):
    """With three asked, "three answered" would be all of them, and "fewer than three" would tell of who did not."""
    FeedbackRequest.objects.filter(person__in=[one.person.pk for one in open_round.crowd[3:]]).delete()
    address = url("round", open_round.round.pk)
    assert "not told when so few are asked" in signed_in(open_round.hr).get(address).content.decode()
    assert "The number goes up" not in signed_in(open_round.hr).get(address).content.decode()
    for member in open_round.crowd[:3]:
        answer(open_round, member)
    assert "not told when so few are asked" in signed_in(open_round.hr).get(address).content.decode()
    close(open_round)
    assert "not told when so few are asked" in signed_in(open_round.hr).get(address).content.decode()


def test_A06_after_the_close_it_is_three_or_more(closed, signed_in):
    for address in (url("round", closed.round.pk), url("rounds")):
        page = signed_in(closed.hr).get(address).content.decode()
        assert "3 or more" in page
        assert "5 of 5" not in page


def test_A06_who_looks_and_is_asked_is_not_counted(open_round, signed_in):
    """HR takes an answer back and sends it again: the page does not change, so it tells of nobody else."""
    make_feedback_request(open_round.round, open_round.hr.person, "others", state="sent")
    for member in open_round.crowd[:2]:
        answer(open_round, member)
    address, seen = url("round", open_round.round.pk), set()
    for state in ("sent", "declined", "asked"):
        FeedbackRequest.objects.filter(person=open_round.hr.person).update(state=state)
        course = courses([open_round.round], open_round.hr.actor)[open_round.round.pk]
        seen.add((course.asked, course.answered))
        assert "fewer than three so far" in signed_in(open_round.hr).get(address).content.decode()
    assert seen == {(5, None)}
    FeedbackRequest.objects.filter(person=open_round.hr.person).update(state="sent")
    assert courses([open_round.round], open_round.employee.actor)[open_round.round.pk].answered == 3


@pytest.mark.parametrize(("state", "told"), [("draft", 0), ("proposed", 0), ("running", 1)])
def test_who_may_be_asked_reads_of_it_nowhere_before_the_round_is_open(asking, state, told):
    """Nobody hears of it: not in the own data, nor as a number in Mijn dossier."""
    FeedbackRound.objects.filter(pk=asking.round.pk).update(state=state)
    actor = asking.crowd[0].actor
    counts = {kind.term.rule.name: kind.count for kind in kinds_kept(actor)}
    assert len(own_data(actor)["feedback_answers"]) == counts["feedback_answer"] == told


# at the close -----------------------------------------------------------------------------------------------------


def test_A02_means_of_three_or_more_are_shown_and_named_ones_by_name(closed):
    found = {(one.groups, one.mean, one.raters) for one in FeedbackMean.objects.filter(competency=closed.listening)}
    assert found == {
        ("self", Decimal("4.0"), 1), ("manager", Decimal("3.0"), 1), ("colleagues", Decimal("2.0"), 5)
    }  # fmt: skip
    result = result_of(closed.round)
    assert [row.competency for row in result.blind_spots] == [closed.listening, closed.planning]
    assert result.rows[0].others == Decimal("2.5")


def test_the_drawing_has_the_digit_that_the_table_writes(closed):
    """Half is rounded up in both: 2.25 was drawn as 2.2 beside 2.3 in the table."""
    FeedbackMean.objects.filter(groups="colleagues").update(mean=Decimal("1.5"))
    result = result_of(closed.round)
    assert result.rows[0].others == Decimal("2.25")
    (_own, others) = documents.result_chart(result).option["series"]
    assert others["data"][0] in (2.3, {"value": 2.3})
    assert result.rows[0].others_told.startswith("2.3")


def test_A02_two_are_too_few(open_round):
    for member in open_round.crowd[:2]:
        answer(open_round, member, 2, keep=WORDS)
    answer(open_round, open_round.employee, 4)
    close(open_round)
    assert [one.groups for one in FeedbackMean.objects.all()] == ["self", "self"]
    assert not FeedbackWords.objects.exists()
    assert open_round.round.answered is None


def test_A02_no_setting_lowers_the_numbers():
    assert (core.LEAST_RATERS, core.LEAST_FOR_WORDS) == (3, 5)
    names = dir(settings)
    assert "DATABASES" in names
    assert not [name for name in names if "RATER" in name or "FEEDBACK" in name or "LEAST" in name]
    fields = {field.name for model in apps.get_app_config("feedback").get_models() for field in model._meta.fields}
    assert not {name for name in fields if "least" in name or "threshold" in name or "minimum" in name}


def test_A02_A09_who_answers_reads_it_before_the_first_question(open_round, signed_in):
    FeedbackRequest.objects.filter(person__in=[one.person.pk for one in open_round.crowd[:2]]).update(group="others")
    page = signed_in(open_round.crowd[0]).get(url("answer", request_of(open_round, open_round.crowd[0]).pk))
    text = page.content.decode()
    assert "3 people or more" in text
    assert "Colleagues and others in the organisation together" in text
    assert text.index("3 people or more") < text.index("fieldset")


def test_A09_groups_that_are_too_small_go_together_and_are_shown_nowhere_else(open_round):
    FeedbackRequest.objects.filter(person__in=[one.person.pk for one in open_round.crowd[:2]]).update(group="others")
    for member in open_round.crowd:
        answer(open_round, member, 3)
    close(open_round)
    assert {one.groups for one in FeedbackMean.objects.all()} == {"colleagues+others"}


def test_A04_the_same_extreme_answer_of_all_is_shown_as_a_band(open_round, signed_in):
    for member in open_round.crowd:
        answer(open_round, member, 5)
    close(open_round)
    assert {one.mean for one in FeedbackMean.objects.all()} == {Decimal("4.5")}
    page = signed_in(open_round.employee).get(url("result", open_round.round.pk)).content.decode()
    assert "4.5 or higher" in page


@pytest.mark.parametrize(
    ("mean", "kept", "told"),
    [
        ("4.45", "4.4", "4.4"), ("4.49", "4.4", "4.4"), ("4.5", "4.5", "4.5 or higher"), ("1.54", "1.6", "1.6"),
        ("1.5", "1.5", "1.5 or lower"), ("3.25", "3.3", "3.3"),
    ],
)  # fmt: skip
def test_A04_only_what_lies_at_an_end_is_told_as_an_end(mean, kept, told):
    found = running.kept_mean(core.GroupMean(("colleagues", "others"), 1, Fraction(mean), 5))
    assert found == Decimal(kept)
    assert Cell("colleagues+others", found, 5).told == told


def test_A04_a_mean_with_a_name_is_kept_as_it_is():
    found = running.kept_mean(core.GroupMean(("manager",), 1, Fraction("4.45"), 1))
    assert (found, Cell("manager", found, 1).told) == (Decimal("4.5"), "4.5")


@pytest.mark.parametrize(
    ("colleagues", "others", "told"),
    [
        ("4.5", "3.5", "4 or higher"), ("1.5", "3.5", "2.5 or lower"), ("4.5", "1.5", "about 3"), ("4.4", "3.6", "4"),
        ("4.5", None, "4.5 or higher"), (None, None, "–"),
    ],
)  # fmt: skip
def test_the_others_together_are_no_more_certain_than_each_of_them(closed, colleagues, others, told):
    FeedbackMean.objects.all().delete()
    for groups, mean in (("colleagues", colleagues), ("others", others)):
        if mean is not None:
            make_feedback_mean(closed.round, closed.listening, groups, mean, raters=3)
    rows = {row.competency: row for row in result_of(closed.round).rows}
    assert rows[closed.listening].others_told == told


def test_A05_what_is_hidden_looks_like_what_nobody_could_judge(open_round, signed_in):
    """Two of five could judge one competency, nobody the other: both are a dash, without a number."""
    one, other = open_round.listening, open_round.planning
    of_one = set(open_round.round.behaviours.filter(competency=one).values_list("pk", flat=True))
    for at, member in enumerate(open_round.crowd):
        answer(open_round, member, None)
        if at < 2:
            asked = request_of(open_round, member)
            answers = {pk: 3 if int(pk) in of_one else None for pk in asked.answers}
            FeedbackRequest.objects.filter(pk=asked.pk).update(answers=answers)
    answer(open_round, open_round.line_manager, 3)
    close(open_round)
    rows = {row.competency: row for row in result_of(open_round.round).rows}
    assert rows[one].cells == rows[other].cells


def test_A06_after_the_close_nothing_ties_an_answer_to_who_gave_it(closed):
    """Not one row of the room points at a rater, and none holds a moment."""
    assert not FeedbackRequest.objects.exists()
    people = [member.person for member in closed.crowd]
    for model in apps.get_app_config("feedback").get_models():
        for field in model._meta.fields:
            if field.related_model is type(people[0]):
                assert not model.objects.filter(**{f"{field.name}__in": people}).exists()
    left = {field.name for model in (FeedbackMean, FeedbackWords) for field in model._meta.fields}
    assert left == {
        "id", "organisation", "round", "competency", "groups", "mean", "raters", "question", "group", "text"
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("audit_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                told = str(cursor.fetchall())
                assert WORDS not in told
                assert not any(person.name in told for person in people)
    assert not SearchWord.objects.filter(word__startswith=WORDS[:6]).exists()


def test_A07_words_have_no_group_and_an_order_of_their_own(closed):
    assert set(FeedbackWords.objects.filter(text__contains=WORDS).values_list("group", flat=True)) == {""}
    assert FeedbackWords.objects.filter(group="manager").get().text == "Van de baas"


def test_A07_the_order_of_words_is_that_of_a_shuffle(open_round, monkeypatch):
    """Turned round for each question by itself, so that the order of raters tells nothing."""
    shuffled = []

    def turn(self, words):
        shuffled.append(list(words))
        words.reverse()

    monkeypatch.setattr("zichtlijn.feedback.actions.running.SystemRandom.shuffle", turn)
    for number, member in enumerate(open_round.crowd):
        answer(open_round, member, keep=f"K{number}", change=f"C{number}")
    close(open_round)
    assert len(shuffled) == 2
    for question, words in zip(("keep", "change"), shuffled, strict=True):
        found = list(FeedbackWords.objects.filter(question=question).values_list("text", flat=True))
        assert found == [text for _group, text in reversed(words)]


def test_A07_words_of_four_are_not_kept(open_round):
    for member in open_round.crowd[:4]:
        answer(open_round, member, keep=WORDS)
    close(open_round)
    assert FeedbackMean.objects.filter(groups="colleagues").count() == 2
    assert not FeedbackWords.objects.exists()


# the result -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["line_manager", "hr", "director", "administrator", "colleague", "works_council"])
def test_A08_nobody_but_the_person_reads_the_result(closed, signed_in, part):
    member = getattr(closed, part)
    browser = signed_in(member)
    assert browser.get(url("result", closed.round.pk)).status_code == 404
    assert browser.post(url("take", closed.round.pk), {"form": "pdf"}).status_code == 404
    for name in ("share", "withdraw"):
        assert browser.post(url(name, closed.round.pk), {"manager": member.person.pk}).status_code == 404
    assert WORDS not in browser.get(url("round", closed.round.pk)).content.decode()
    assert WORDS not in browser.get(url("person", closed.employee.person.pk)).content.decode()
    assert WORDS not in str(own_data(member.actor))
    with pytest.raises(NotAllowed):
        sharing.take_result(closed.round, by=member.actor)
    with pytest.raises(NotAllowed):
        sharing.share_result(closed.round, closed.line_manager.person, by=member.actor)


def test_the_person_reads_all_of_it_also_on_paper_and_in_the_own_data(closed, signed_in, set_on_paper):
    given = set_on_paper(documents)
    browser = signed_in(closed.employee)
    page = browser.get(url("result", closed.round.pk)).content.decode()
    for said in (f"Blijf {WORDS}", "Van de baas", "Luisteren", "Blind spots", "Make a goal of this"):
        assert said in page
    assert browser.post(url("take", closed.round.pk), {"form": "pdf"}).status_code == 200
    assert f"Blijf {WORDS}" in json.dumps(given)
    assert [row["cells"] for row in given["rows"]] == [["4", "3", "2 (5)", "2.5"]] * 2
    mine = str(own_data(closed.employee.actor))
    assert f"Anders {WORDS}" in mine
    assert not any(member.person.name in mine for member in closed.crowd)
    assert not AuditEvent.objects.filter(event=Event.PERSON_SEEN).exists()


def test_the_person_shares_it_with_a_manager_of_today_and_takes_it_back(closed, signed_in):
    mine, manager = signed_in(closed.employee), signed_in(closed.line_manager)
    address = url("result", closed.round.pk)
    assert mine.post(url("share", closed.round.pk), {"manager": closed.colleague.person.pk}).status_code == 409
    with pytest.raises(NotNow, match="line manager of today"):
        sharing.share_result(closed.round, closed.hr.person, by=closed.employee.actor)
    assert mine.post(url("share", closed.round.pk), {"manager": closed.line_manager.person.pk}).status_code == 302
    assert f"Blijf {WORDS}" in manager.get(address).content.decode()
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN)
    assert (line.about_person_id, line.detail["what"]) == (closed.employee.person.pk, "feedback")
    assert signed_in(closed.hr).get(address).status_code == 404
    assert mine.post(url("withdraw", closed.round.pk)).status_code == 302
    assert manager.get(address).status_code == 404
    with pytest.raises(NotNow, match="not shared"):
        sharing.withdraw_result(closed.round, by=closed.employee.actor)


@pytest.mark.parametrize(("lacks", "says"), [("role", "without the role “Manager”"), ("account", "without an account")])
def test_a_result_is_offered_only_to_a_manager_who_can_read_it(open_round, signed_in, lacks, says):
    close(open_round)
    mine, address = signed_in(open_round.employee), url("result", open_round.round.pk)
    manager = open_round.line_manager
    button = f"Share with {manager.person.name}"
    page = mine.get(address).content.decode()
    assert button in page
    assert says not in page
    _take_away(manager, lacks)
    page = mine.get(address).content.decode()
    assert button not in page
    assert f"{manager.person.name} is your line manager and cannot read it now, {says}" in page
    assert mine.post(url("share", open_round.round.pk), {"manager": manager.person.pk}).status_code == 409
    with pytest.raises(NotNow, match=says):
        sharing.share_result(open_round.round, manager.person, by=open_round.employee.actor)
    open_round.round.refresh_from_db()
    assert open_round.round.shared_with is None


@pytest.mark.parametrize("lacks", ["role", "account", "placement"])
def test_what_is_shared_says_when_the_manager_cannot_read_it_after_all(open_round, signed_in, lacks):
    close(open_round)
    manager = open_round.line_manager
    sharing.share_result(open_round.round, manager.person, by=open_round.employee.actor)
    mine, address = signed_in(open_round.employee), url("result", open_round.round.pk)
    assert "cannot read it" not in mine.get(address).content.decode()
    if lacks == "placement":
        Placement.objects.filter(person=open_round.employee.person).update(line_manager=None)
    else:
        _take_away(manager, lacks)
    page = mine.get(address).content.decode()
    assert "Shared with" in page
    says = "is not your line manager today, and" if lacks == "placement" else "is your line manager and"
    assert f"{manager.person.name} {says} cannot read it" in page


def test_who_has_no_line_manager_today_reads_that_there_is_nobody_to_share_with(open_round, signed_in):
    close(open_round)
    Placement.objects.filter(person=open_round.employee.person).update(line_manager=None)
    page = signed_in(open_round.employee).get(url("result", open_round.round.pk)).content.decode()
    assert "You have no line manager today to share it with." in page


def _take_away(member, lacks):
    """The member loses the role that reads a result, or comes in no more."""
    if lacks == "role":
        member.membership.roles.all().delete()
    else:
        Membership.objects.filter(pk=member.membership.pk).update(is_active=False)


def test_W10_a_next_manager_and_an_earlier_one_read_nothing(closed, signed_in):
    sharing.share_result(closed.round, closed.line_manager.person, by=closed.employee.actor)
    Placement.objects.filter(person=closed.employee.person).update(ends_on=timezone.localdate() - timedelta(days=1))
    make_placement(
        closed.employee.person, closed.other_department, closed.position, line_manager=closed.other_manager.person
    )
    for member in (closed.line_manager, closed.other_manager):
        assert signed_in(member).get(url("result", closed.round.pk)).status_code == 404


def test_a_result_of_nobody_says_so(open_round, signed_in):
    close(open_round)
    page = signed_in(open_round.employee).get(url("result", open_round.round.pk)).content.decode()
    assert "Nothing can be shown" in page
    assert "What they wrote is gone" in page
    answered = signed_in(open_round.employee).post(url("take", open_round.round.pk), {"form": "pdf"})
    assert answered.status_code == 200


@pytest.mark.parametrize("language", ["en", "nl"])
def test_paper_with_only_the_means_of_the_manager_says_why_there_are_no_others(open_round, set_on_paper, language):
    given = set_on_paper(documents)
    answer(open_round, open_round.line_manager, 3)
    answer(open_round, open_round.employee, 4)
    for member in open_round.crowd[:2]:
        answer(open_round, member, 2)
    close(open_round)
    with translation.override(language):
        result = result_of(open_round.round)
        sharing.take_result(open_round.round, by=open_round.employee.actor)
        assert given["none"] == result.why_nothing
    assert [code for code, _name in result.groups] == ["manager"]
    assert {"en": "Fewer than three people answered", "nl": "Minder dan drie mensen"}[language] in given["none"]
    assert given["has_means"]
    assert given["rows"]


def test_who_answered_and_could_not_judge_is_told_apart_from_who_did_not_answer(open_round, signed_in, set_on_paper):
    """Five wrote something and could judge nothing: there are words and no means, and the page says so."""
    given = set_on_paper(documents)
    for member in open_round.crowd:
        answer(open_round, member, None, keep=WORDS)
    close(open_round)
    browser = signed_in(open_round.employee)
    page = browser.get(url("result", open_round.round.pk)).content.decode()
    assert WORDS in page
    assert page.count("Too few of those who answered without their name could judge") == 1
    for untrue in ("What they wrote is gone", "Too few people answered", "Fewer than three people answered"):
        assert untrue not in page
    browser.post(url("take", open_round.round.pk), {"form": "pdf"})
    assert "could judge" in given["none"]


@pytest.mark.parametrize(
    ("listening", "planning", "says"),
    [
        (("5", "3.5"), ("2", "4"), "the own judgement is nowhere high while that of the others is low"),
        (("2", "2.8"), ("4", "2"), "the own judgement is nowhere low while that of the others is high"),
    ],
)
def test_that_there_is_no_blind_spot_is_not_that_the_own_judgement_is_never_higher(
    open_round, signed_in, listening, planning, says
):
    """A competency of which both are high, or both low, may differ as well: the table under the words shows it."""
    close(open_round)
    FeedbackMean.objects.filter(round=open_round.round).delete()
    for competency, (own, others) in ((open_round.listening, listening), (open_round.planning, planning)):
        make_feedback_mean(open_round.round, competency, "self", own)
        make_feedback_mean(open_round.round, competency, "colleagues", others, raters=5)
    page = signed_in(open_round.employee).get(url("result", open_round.round.pk)).content.decode()
    assert f"None: where there is something to compare, {says}." in page
    for untrue in ("nowhere is the own judgement above", "nowhere do others see more"):
        assert untrue not in page


def test_an_emoji_in_an_answer_and_in_every_name_leaves_the_paper_possible(closed, signed_in, set_on_paper):
    """PDF/UA allows no letter without a shape: the whole paper was an error."""
    given = set_on_paper(documents)
    type(closed.organisation).objects.filter(pk=closed.organisation.pk).update(name="Proef 👍🏽")
    type(closed.employee.person).objects.filter(pk=closed.employee.person.pk).update(family_name="王")
    type(closed.listening).objects.filter(pk=closed.listening.pk).update(name="Luisteren 👂")
    make_feedback_words(closed.round, "Fijne collega 👍")
    answered = signed_in(closed.employee).post(url("take", closed.round.pk), {"form": "pdf"})
    assert answered.content.startswith(b"%PDF")
    assert "👂" in given["chart"]["svg"], "the drawing has it too"
    assert "👍" in str(given["words"])


def test_a_drawing_that_fails_leaves_the_paper_with_its_table(closed, signed_in, set_on_paper, monkeypatch):
    given = set_on_paper(documents)

    def fails(chart, *size):
        raise ChartNotDrawn("too slow")

    monkeypatch.setattr(Chart, "svg", fails)
    answered = signed_in(closed.employee).post(url("take", closed.round.pk), {"form": "pdf"})
    assert answered.content.startswith(b"%PDF")
    assert given["chart"] is None
    assert given["rows"]


def test_W45_markup_in_words_is_shown_as_text(closed, signed_in):
    make_feedback_words(closed.round, "<script>alert(1)</script>")
    page = signed_in(closed.employee).get(url("result", closed.round.pk)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_W32_a_stranger_knows_of_nothing(closed, signed_in):
    browser = signed_in(closed.stranger)
    for name in ("round", "result", "set_up", "raters", "postpone", "stop", "remove"):
        assert browser.get(url(name, closed.round.pk)).status_code == 404


# as many questions for one as for many ----------------------------------------------------------------------------


def test_pages_ask_as_few_questions_for_three_as_for_one(open_round, signed_in):
    browser, hr = signed_in(open_round.crowd[0]), signed_in(open_round.hr)
    for warm in (browser.get(url("mine")), hr.get(url("rounds"))):
        assert warm.status_code == 200
    with count_queries() as one:
        browser.get(url("mine"))
        hr.get(url("rounds"))
    for member in (open_round.colleague, open_round.project_leader):
        round_ = make_feedback_round(member.person, [open_round.listening], state="running")
        make_feedback_request(round_, open_round.crowd[0].person)
    with count_queries() as three:
        browser.get(url("mine"))
        hr.get(url("rounds"))
    assert three.count == one.count <= 40, three.sql


def test_the_result_asks_few_questions(closed, signed_in):
    browser = signed_in(closed.employee)
    browser.get(url("result", closed.round.pk))
    with count_queries() as asked:
        browser.get(url("result", closed.round.pk))
    assert asked.count <= 25, asked.sql
