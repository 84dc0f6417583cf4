"""Answering a request: a draft that is kept, sent once and changed until the close, by nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.feedback.conftest import WORDS, answer, close, kept, request_of, told, url
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.feedback.actions import answering
from zichtlijn.feedback.models import FeedbackMean, FeedbackRound
from zichtlijn.feedback.states import Group
from zichtlijn.organisation.models import Placement


def test_a_draft_is_kept_and_counts_once_it_is_sent(open_round, signed_in):
    rater, browser = open_round.crowd[0], signed_in(open_round.crowd[0])
    address = url("answer", request_of(open_round, rater).pk)
    first = open_round.round.behaviours.first()
    some = {"version": 1, "keep": WORDS, "change": "", f"answer-{first.pk}": "x"}
    assert browser.post(address, some, htmx=True).status_code == 200
    assert kept(open_round, rater) == ("asked", {None})
    assert WORDS in browser.get(address).content.decode()
    late = browser.post(address, {**some, "version": 2, "act": "send"})
    assert late.status_code == 422  # five have no answer yet, and what was typed stands there
    assert WORDS in late.content.decode()
    assert browser.post(address, {"act": "kept"}).status_code == 422  # what was kept is not whole yet
    assert browser.post(address, told(open_round), htmx=True).status_code == 200
    assert kept(open_round, rater) == ("asked", {4})
    assert browser.post(address, {"act": "kept"}).status_code == 302
    assert kept(open_round, rater) == ("sent", {4})
    assert browser.post(address, told(open_round, number=2)).status_code == 302
    assert kept(open_round, rater) == ("sent", {2})


def test_R14_the_same_form_sent_twice_has_one_effect(open_round, signed_in):
    rater, form = open_round.crowd[0], told(open_round, act="send")
    browser, address = signed_in(rater), url("answer", request_of(open_round, rater).pk)
    assert [browser.post(address, form).status_code for _twice in range(2)] == [302, 302]
    asked = request_of(open_round, rater)
    assert (asked.state, asked.version) == ("sent", 2)


def test_R13_two_windows_of_one_rater_do_not_overwrite_each_other(open_round):
    rater = open_round.crowd[0]
    asked, by = request_of(open_round, rater), rater.actor
    answering.save_answers(asked, {}, keep="een", change="", version=1, by=by)
    with pytest.raises(NotNow, match="another window"):
        answering.save_answers(asked, {}, keep="twee", change="", version=1, by=by)
    assert request_of(open_round, rater).keep == "een"


def test_what_was_sent_stays_whole(open_round):
    rater = open_round.crowd[0]
    answer(open_round, rater)
    with pytest.raises(NotNow, match="6 behaviours"):
        answering.save_answers(
            request_of(open_round, rater), {}, keep="", change="", version=1, by=rater.actor
        )  # fmt: skip


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_what_is_no_answer_is_refused(open_round, wrong):
    rater = open_round.crowd[0]
    answers = dict.fromkeys(open_round.round.behaviours.values_list("pk", flat=True), wrong)
    with pytest.raises(NotNow):
        answering.save_answers(
            request_of(open_round, rater), answers, keep="", change="", version=1, by=rater.actor
        )  # fmt: skip
    with pytest.raises(NotNow):
        answering.save_answers(
            request_of(open_round, rater), {10**9: 3}, keep="", change="", version=1, by=rater.actor
        )  # fmt: skip


def test_who_declines_leaves_nothing_and_may_come_back(open_round, signed_in):
    rater, browser = open_round.crowd[0], signed_in(open_round.crowd[0])
    asked = request_of(open_round, rater)
    answering.save_answers(asked, {}, keep=WORDS, change="", version=1, by=rater.actor)
    assert browser.get(url("decline", asked.pk)).status_code == 200
    assert browser.post(url("decline", asked.pk)).status_code == 302
    assert (request_of(open_round, rater).state, request_of(open_round, rater).keep) == ("declined", "")
    assert browser.post(url("answer", asked.pk), told(open_round, act="send")).status_code == 302
    assert request_of(open_round, rater).state == "sent"
    with pytest.raises(NotNow, match="stop"):
        answering.decline_request(request_of(open_round, open_round.employee), by=open_round.employee.actor)


def test_a_line_manager_who_declines_reads_that_the_result_shows_it(open_round, signed_in):
    manager, rater = open_round.line_manager, open_round.crowd[0]
    for member, says, hears in ((manager, "no answers with your name", False), (rater, "Nobody is told that", True)):
        browser, asked = signed_in(member), request_of(open_round, member)
        assert says in browser.get(url("decline", asked.pk)).content.decode()
        page = browser.post(url("decline", asked.pk), follow=True).content.decode()
        assert "You do not answer." in page
        assert ("Nobody hears of it" in page) == hears


def test_who_is_asked_reads_whose_words_are_shown(open_round, signed_in):
    """Five who answer without their name: the person and the line manager do not count."""
    rater = open_round.crowd[0]
    page = signed_in(rater).get(url("answer", request_of(open_round, rater).pk)).content.decode()
    assert "only if five people or more answer without their name" in page
    mine = signed_in(open_round.employee).get(url("mine")).content.decode()
    assert "what they wrote without a name, when five or more of them answer" in mine


def test_the_group_of_employees_is_not_said_to_work_under_who_reads_it():
    with translation.override("nl"):
        assert str(Group.EMPLOYEES.label) == "eigen medewerkers"


@pytest.mark.parametrize("part", ["employee", "colleague", "line_manager", "hr", "director", "administrator"])
def test_W01_nobody_reads_or_writes_the_answer_of_another(open_round, signed_in, part):
    asked = request_of(open_round, open_round.crowd[0])
    member = getattr(open_round, part)
    for address in (url("answer", asked.pk), url("decline", asked.pk)):
        assert signed_in(member).get(address).status_code == 404
        assert signed_in(member).post(address, told(open_round, act="send")).status_code == 404
    with pytest.raises(NotAllowed):
        answering.save_answers(asked, {}, keep="x", change="", version=1, by=member.actor)
    assert kept(open_round, open_round.crowd[0]) == ("asked", set())


def test_W80_after_the_close_an_answer_is_wholly_out(open_round, signed_in):
    rater = open_round.crowd[0]
    asked, form = request_of(open_round, rater), told(open_round, act="send")
    close(open_round)
    with pytest.raises(NotNow, match="ended"):
        answering.save_answers(asked, {}, keep="x", change="", version=1, by=rater.actor)
    assert signed_in(rater).post(url("answer", asked.pk), form).status_code == 404
    assert not FeedbackMean.objects.exists()


def test_nothing_is_answered_after_the_last_day_before_the_clock_came_by(open_round):
    FeedbackRound.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    rater = open_round.crowd[0]
    with pytest.raises(NotNow, match="last day"):
        answering.save_answers(request_of(open_round, rater), {}, keep="", change="", version=1, by=rater.actor)


def test_who_leads_the_person_by_now_no_longer_answers_without_a_name(open_round):
    rater = open_round.crowd[0]
    Placement.objects.filter(person=open_round.employee.person).update(line_manager=rater.person)
    with pytest.raises(NotNow, match="lead"):
        answering.save_answers(request_of(open_round, rater), {}, keep="", change="", version=1, by=rater.actor)
