"""The perspectives of an organisation: its words for the four of the method, and those that it adds."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import count_queries, make_objective, make_template
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.balance import BalanceTest
from zichtlijn.exchange.columns import OBJECTIVES, words_of_choice
from zichtlijn.objectives.actions import Wording, arrange_perspectives, version_of_perspectives, wordings_of
from zichtlijn.objectives.models import Objective, Perspective, perspectives_of
from zichtlijn.scorecards import queries
from zichtlijn.scorecards.models import Arrow
from zichtlijn.scorecards.wording import tell_balance, tell_no_way, tell_tests

STANDARD = ["financial", "customers", "processes", "learning"]
SOCIETY = Wording(name_nl="Samenleving", name_en="Society", question_nl="Wat merkt de streek ervan?")


def now(cast):
    return wordings_of(cast.organisation)


def arrange(cast, wordings, *, by="director", version=None):
    actor = getattr(cast, by).actor
    version = version_of_perspectives(wordings_of(actor.organisation)) if version is None else version
    arrange_perspectives(wordings, version=version, by=actor)
    cast.organisation.__dict__.pop("_perspectives", None)


def keys(cast):
    return [each.key for each in perspectives_of(cast.organisation)]


def labels(cast, language="nl"):
    with translation.override(language):
        return [each.label for each in perspectives_of(cast.organisation)]


# naming and adding ------------------------------------------------------------------------------------------------


def test_without_a_word_of_its_own_an_organisation_has_the_four_of_the_method(scoped):
    assert keys(scoped) == STANDARD
    assert labels(scoped) == ["Financieel", "Klanten", "Processen", "Leren en veranderen"]
    assert not Perspective.objects.exists()


def test_another_name_keeps_the_key_and_every_objective_where_it_was(scoped):
    objective = make_objective(scoped.organisation, "Tevreden", perspective="customers")
    first, customers, *rest = now(scoped)
    arrange(scoped, [first, replace(customers, name_nl="Bewoners en bedrijven"), *rest])
    assert keys(scoped) == STANDARD
    assert labels(scoped) == ["Financieel", "Bewoners en bedrijven", "Processen", "Leren en veranderen"]
    assert labels(scoped, "en")[1] == "Customers", "a language that was left empty keeps the word of the method"
    assert Objective.objects.get(pk=objective.pk).perspective == "customers"
    assert Perspective.objects.count() == 1


def test_one_of_its_own_stands_where_it_was_put(scoped):
    arrange(scoped, [SOCIETY, *now(scoped)])
    assert keys(scoped) == ["samenleving", *STANDARD]
    assert labels(scoped, "en")[0] == "Society"
    with translation.override("en"):
        assert perspectives_of(scoped.organisation)[0].question == "Wat merkt de streek ervan?"
    with translation.override("nl"):
        assert Objective(organisation=scoped.organisation, perspective="samenleving").get_perspective_display() == (
            "Samenleving"
        )


def test_two_of_one_name_get_two_codes_and_a_code_in_use_is_never_given_again(scoped):
    make_objective(scoped.organisation, "Overgebleven", perspective="samenleving")
    arrange(scoped, [*now(scoped), SOCIETY])
    assert keys(scoped)[-1] == "samenleving2"


def test_back_to_the_words_of_the_method_keeps_nothing(scoped):
    arrange(scoped, [replace(each, name_nl=f"Anders {each.key}") for each in now(scoped)])
    assert Perspective.objects.count() == 4
    arrange(scoped, [Wording(each.key) for each in now(scoped)])
    assert not Perspective.objects.exists()
    assert AuditEvent.objects.filter(event=Event.PERSPECTIVES_CHANGED).count() == 2


def test_saving_what_stands_there_writes_nothing(scoped):
    arrange(scoped, now(scoped))
    assert not AuditEvent.objects.filter(event=Event.PERSPECTIVES_CHANGED).exists()


# refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council", "project_leader"])
def test_others_may_not(scoped, part):
    with pytest.raises(NotAllowed):
        arrange(scoped, [*now(scoped), SOCIETY], by=part)
    assert keys(scoped) == STANDARD


def test_a_perspective_in_use_stays_and_says_by_how_much(scoped):
    arrange(scoped, [*now(scoped), SOCIETY])
    make_objective(scoped.organisation, "Groene streek", perspective="samenleving")
    make_template(scoped.organisation, perspective="samenleving")
    with translation.override("nl"), pytest.raises(NotNow) as refusal:
        arrange(scoped, now(scoped)[:4])
    (reason,) = refusal.value.reasons
    assert reason.startswith("Samenleving heeft nog 1 doelstelling en 1 sjabloon, ook van eerdere perioden.")
    assert keys(scoped)[-1] == "samenleving"


def test_one_of_its_own_that_is_empty_can_go(scoped):
    arrange(scoped, [*now(scoped), SOCIETY])
    arrange(scoped, now(scoped)[:4])
    assert keys(scoped) == STANDARD


def test_one_of_the_four_is_renamed_and_never_removed(scoped):
    with translation.override("en"), pytest.raises(NotNow) as refusal:
        arrange(scoped, now(scoped)[1:])
    assert "one of the four of the method" in refusal.value.reasons[0]


def test_more_than_eight_are_no_scorecard(scoped):
    with translation.override("en"), pytest.raises(NotNow) as refusal:
        arrange(scoped, [*now(scoped), *(Wording(name_nl=f"Eigen {n}") for n in range(5))])
    assert refusal.value.reasons == ["A scorecard has at most 8 perspectives."]


def test_R13_the_second_to_save_sees_both(scoped):
    opened = version_of_perspectives(now(scoped))
    arrange(scoped, [*now(scoped), SOCIETY])
    with translation.override("en"), pytest.raises(EditConflict) as refusal:
        arrange(scoped, [*now(scoped)[:4], Wording(name_nl="Natuur")], version=opened)
    assert refusal.value.fields == [("perspective 5", "Samenleving · Society · Wat merkt de streek ervan?", "Natuur")]


def test_another_organisation_keeps_its_own(scoped):
    arrange(scoped, [*now(scoped), SOCIETY])
    with in_organisation(scoped.twin.organisation):
        assert [each.key for each in perspectives_of(scoped.twin.organisation)] == STANDARD


# what uses them ---------------------------------------------------------------------------------------------------


def test_the_way_over_the_map_runs_along_the_own_order(scoped):
    """With the finances below and society on top it begins with the money and ends with the people."""
    financial, *others = now(scoped)
    arrange(scoped, [SOCIETY, *others, financial])
    money = make_objective(scoped.organisation, "Geld", perspective="financial")
    craft = make_objective(scoped.organisation, "Vak", perspective="learning")
    people = make_objective(scoped.organisation, "Mensen", perspective="samenleving")
    made = {"organisation": scoped.organisation}
    way_up = Arrow.objects.create(cause=craft, effect=money, **made)  # the way of the method, against this order

    def seen():
        page = queries.map_page(scoped.employee.actor, None, scoped.period)
        card = queries.scorecard_page(scoped.employee.actor, None, scoped.period, today=timezone.localdate())
        found = next(each for each in card.findings if each.test == BalanceTest.PATH)
        with translation.override("en"):
            test = next(each for each in tell_tests(card) if each.title == "The way over the map")
            return page.has_way, found.value, test.asks, test.found[0].sentence, tell_no_way(page)

    asks = "Does a way of arrows lead from financial to society?"
    no_way = "No way of arrows leads from financial to society."
    assert seen() == (False, None, asks, no_way, no_way)
    way_up.delete()
    Arrow.objects.create(cause=money, effect=craft, **made)
    Arrow.objects.create(cause=craft, effect=people, **made)
    assert seen() == (True, 2, asks, "A way of 2 arrows leads from financial to society.", "")


def test_the_scorecard_and_its_balance_have_it_too(scoped):
    arrange(scoped, [*now(scoped), SOCIETY])
    Objective.objects.update(perspective="financial")
    page = queries.scorecard_page(scoped.employee.actor, None, scoped.period, today=timezone.localdate())
    assert [(side.code, side.style) for side in page.sides][-1] == ("samenleving", "own-1")
    with translation.override("nl"):
        assert "Voeg één doelstelling toe voor samenleving." in tell_balance(page).sentences


def test_a_file_may_name_it_by_code_or_by_name_in_both_languages(scoped):
    arrange(scoped, [*now(scoped), SOCIETY])
    with in_organisation(scoped.organisation):
        words = words_of_choice(OBJECTIVES.by_name["perspective"])
    assert {words[word] for word in ("samenleving", "society")} == {"samenleving"}
    assert words["leren en groei"] == "learning", "the words of the method are still read"
    with in_organisation(scoped.twin.organisation):
        assert "samenleving" not in words_of_choice(OBJECTIVES.by_name["perspective"])


def test_a_form_a_filter_and_a_chip_know_it(scoped, signed_in):
    arrange(scoped, [*now(scoped), SOCIETY])
    browser = signed_in(scoped.director)
    form = browser.get(reverse("objectives:edit", args=[scoped.strategic.pk])).content.decode()
    assert '<option value="samenleving">Society</option>' in form
    Objective.objects.filter(pk=scoped.strategic.pk).update(perspective="samenleving")
    listed = browser.get(reverse("objectives:list"), {"perspective": "samenleving"}).content.decode()
    assert scoped.strategic.title in listed
    page = browser.get(reverse("objectives:objective", args=[scoped.strategic.pk])).content.decode()
    assert '<span class="chip">Society</span>' in page
    assert browser.get(reverse("objectives:list"), {"perspective": "natuur"}).status_code == 400


# the page ---------------------------------------------------------------------------------------------------------


def sent(page, **changes):
    """What the form on this page sends, with some changes."""
    formset, form = page.context["formset"], page.context["form"]
    fields = {"version": form["version"].value()}
    for bound in [*formset.management_form, *(field for row in formset for field in row)]:
        value = bound.value()
        fields[bound.html_name] = "" if value in (None, False) else value
    return {**fields, **changes}


def test_the_page_names_orders_adds_and_removes(scoped, signed_in):
    browser, url = signed_in(scoped.director), reverse("scorecards:perspectives")
    page = browser.get(url)
    added = sent(page, **{"rows-1-name_nl": "Bewoners", "rows-4-name_en": "Society", "rows-4-ORDER": "1"})
    assert browser.post(url, added).status_code == 302
    scoped.organisation.__dict__.pop("_perspectives", None)
    assert labels(scoped) == ["Financieel", "Society", "Bewoners", "Processen", "Leren en veranderen"]
    page = browser.get(url)
    assert browser.post(url, sent(page, **{"rows-1-remove": "on"})).status_code == 302
    scoped.organisation.__dict__.pop("_perspectives", None)
    assert keys(scoped) == STANDARD


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows-4-question_en": "Only a question"}, "Give this perspective a name"),
        ({"rows-4-name_en": "customers"}, "Another perspective has this name"),
        ({"rows-4-name_en": "x" * 61}, "at most 60"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(scoped, signed_in, changes, sentence):
    browser, url = signed_in(scoped.director), reverse("scorecards:perspectives")
    page = browser.post(url, sent(browser.get(url), **changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert next(iter(changes.values())) in page.content.decode()
    summary = page.content.decode().partition("data-error-summary")[2].partition("</div>")[0]
    assert sentence in summary
    assert 'href="#id_rows-4-' in summary  # on top as well, with the way to the field far below
    assert not Perspective.objects.exists()


def test_a_code_that_is_too_long_is_refused(scoped, signed_in):
    browser, url = signed_in(scoped.director), reverse("scorecards:perspectives")
    page = browser.post(url, sent(browser.get(url), **{"rows-0-key": "k" * 13}))
    assert page.status_code == 422
    assert "at most 12 characters" in page.content.decode()


def test_removing_one_in_use_comes_back_with_the_reason(scoped, signed_in):
    arrange(scoped, [*now(scoped), SOCIETY])
    make_objective(scoped.organisation, "Groene streek", perspective="samenleving")
    browser, url = signed_in(scoped.director), reverse("scorecards:perspectives")
    page = browser.post(url, sent(browser.get(url), **{"rows-4-remove": "on", "rows-0-name_nl": "Geld"}))
    assert page.status_code == 422
    assert "Society still has 1 objective" in page.content.decode()
    assert 'value="Geld"' in page.content.decode()


def test_names_of_perspectives_cost_one_question_for_any_number_of_objectives(scoped, signed_in):
    arrange(scoped, [*now(scoped), SOCIETY])
    browser, url = signed_in(scoped.director), reverse("scorecards:scorecard")
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for n in range(9):
        make_objective(scoped.organisation, f"meer {n}", perspective="samenleving")
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count <= 25
