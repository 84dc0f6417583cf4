"""What is to be known before a round starts, and stops nothing."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from tests.factories import count_queries, make_person, make_placement, make_reward_round, make_reward_system
from tests.rewards.pay import all_the_way, of, url
from zichtlijn.rewards.actions import rounds
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.queries.beforehand import warnings_of
from zichtlijn.rewards.queries.rounds import managers_without_right


def later():
    """The first day of the year after the next."""
    return date(timezone.localdate().year + 2, 1, 1)


def later_round(cast, **fields):
    return make_reward_round(
        cast.period, cast.cycle, cast.system, "Later ronde", state="draft", unit=cast.department, effective_on=later(),
        **fields,
    )  # fmt: skip


def test_that_an_appraisal_counts_a_second_time_is_told_before_the_start_and_of_each_person(pay, signed_in):
    all_the_way(pay)
    rounds.close_round(pay.round, by=pay.hr.actor)
    again = later_round(pay)
    (told,) = warnings_of(again, today=timezone.localdate())
    assert told.startswith("The appraisal of 1 person counted in another round already")
    browser = signed_in(pay.hr)
    for page in (f"/reward-rounds/{again.pk}/", f"/reward-rounds/{again.pk}/start/"):
        assert told in browser.get(page).content.decode(), page
    rounds.start_round(again, by=pay.hr.actor)
    second = Proposal.objects.get(round=again, employee=pay.employee.person)
    said = f"The same appraisal counted before, in {pay.round.name}."
    assert said in browser.get(f"/reward-proposals/{second.pk}/").content.decode()
    assert said not in browser.get(url(pay)).content.decode()
    other = Proposal.objects.get(round=again, employee=pay.colleague.person)
    assert "counted before" not in browser.get(f"/reward-proposals/{other.pk}/").content.decode()


def test_what_never_became_final_does_not_count_and_running_rounds_do(pay):
    again = later_round(pay)
    assert "4 people" in warnings_of(again, today=timezone.localdate())[0]
    Round.objects.filter(pk=pay.round.pk).update(state="closed")
    assert warnings_of(again, today=timezone.localdate()) == []
    assert of(pay, pay.employee).state == "computed"


def test_scales_that_were_raised_already_and_would_rise_again_are_told(pay):
    raised = make_reward_system(pay.organisation, "Nieuw", from_on=later())
    again = later_round(pay, collective=Decimal("0.02"))
    Round.objects.filter(pk=pay.round.pk).update(state="closed")
    again.system = raised
    today = timezone.localdate()
    assert warnings_of(again, today=today) == []
    for scale in raised.scales.all():
        scale.maximum += 100
        scale.save()
    (told,) = warnings_of(again, today=today)
    assert told.startswith("The scales of “Nieuw” are higher than those of “Beloningssystematiek” already")
    assert "another 2%" in told
    for name, value in (("scales_rise", False), ("collective", Decimal(0))):
        kept = getattr(again, name)
        setattr(again, name, value)
        assert warnings_of(again, today=today) == []
        setattr(again, name, kept)


def test_managers_who_cannot_propose_yet_are_named_before_the_start(pay, signed_in):
    again = later_round(pay)
    Round.objects.filter(pk=pay.round.pk).update(state="closed")
    pay.line_manager.membership.roles.filter(role="rewards").delete()
    (told,) = warnings_of(again, today=timezone.localdate())
    assert told.startswith("These managers cannot propose yet: ")
    assert pay.line_manager.person.name in told
    assert pay.line_manager.person.name in signed_in(pay.hr).get(f"/reward-rounds/{again.pk}/").content.decode()
    assert [one.pk for one in managers_without_right(pay.round)] == [pay.line_manager.person.pk]


def test_the_page_before_the_start_asks_the_same_number_of_questions_for_more_people(pay, signed_in):
    again, browser = later_round(pay), signed_in(pay.hr)
    browser.get(f"/reward-rounds/{again.pk}/")
    with count_queries() as first:
        browser.get(f"/reward-rounds/{again.pk}/")
    assert first.count <= 25
    for number in range(3):
        person = make_person(pay.organisation, f"Nieuw{number}", "Mens")
        make_placement(person, pay.team, pay.position, line_manager=pay.line_manager.person)
    with count_queries() as then:
        browser.get(f"/reward-rounds/{again.pk}/")
    assert then.count == first.count


# figures ----------------------------------------------------------------------------------------------------------


def test_the_check_of_equal_pay_says_in_words_what_is_asked_and_why_a_gap_is_missing(pay, signed_in):
    Round.objects.filter(pk=pay.round.pk).update(
        state="closed", closed_on=timezone.localdate(),
        figures={"people": None, "structural": None, "one_off": None, "total": None, "pay": [row("0.179", asks=True)],
                 "raise": [row(None)]},
    )  # fmt: skip
    said = signed_in(pay.works_council).get(f"/reward-rounds/{pay.round.pk}/figures/").content.decode()
    assert "<small>asks an explanation</small>" in said
    assert "tag strong" not in said.split("Equal pay", 1)[1]
    assert "not to be told: the men got nothing" in said


def row(gap, *, asks=False):
    return {
        "kind": "whole",
        "level": "",
        "band": "",
        "is_shown": True,
        "women": 13,
        "men": 25,
        "gap": gap,
        "asks": asks,
    }
