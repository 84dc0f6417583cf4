"""Search: what begins with the typed words, and nothing that the reader may not know of."""

import re

import pytest

from tests.factories import CANARY, count_queries, make_link, make_objective, make_person, make_placement, make_unit
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.objectives.actions.objectives import index_objective
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.models import Person, SearchWord, Unit
from zichtlijn.organisation.search import index_words

URL = "/search/"


def index(cast):
    with in_organisation(cast.organisation):
        for objective in Objective.objects.all():
            index_objective(objective)
        index_words(SearchWord.Kind.PERSON, [(p.pk, p.name) for p in Person.objects.all()])
        index_words(SearchWord.Kind.UNIT, [(u.pk, u.name) for u in Unit.objects.all()])


@pytest.fixture
def indexed(scoped):
    index(scoped)
    return scoped


def results(browser, text):
    """Only what was found: without the form in which the words stand."""
    answer = browser.get(URL, {"q": text}, htmx=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_objectives_people_and_units_stand_in_groups(indexed, signed_in):
    make_unit(indexed.organisation, "Schoonmaak")
    make_person(indexed.organisation, "Schoor", "Steen")
    index(indexed)
    text = results(signed_in(indexed.employee), "scho")
    for heading, title in (("objectives", "Schoner water"), ("people", "Schoor Steen"), ("units", "Schoonmaak")):
        group = text[text.index(f'id="found-{heading}"') :]
        assert f"<b>{title}</b>" in group[: group.index("</ul>")]


def test_every_typed_word_must_begin_a_word(indexed, signed_in):
    browser = signed_in(indexed.employee)
    assert "Schoner water" in results(browser, "water schoner")
    assert "Schoner water" not in results(browser, "water chon")
    assert "Schoner water" not in results(browser, "schoner water vuil extra")


def test_own_personal_objectives_are_found_and_those_of_others_by_who_may(indexed, signed_in):
    own = f"<b>{indexed.personal.title}</b>"
    assert own in results(signed_in(indexed.employee), own[3:-4])
    assert own in results(signed_in(indexed.line_manager), own[3:-4])
    assert own in results(signed_in(indexed.director), own[3:-4])
    assert own in results(signed_in(indexed.hr), own[3:-4])
    for member in (
        indexed.colleague,
        indexed.other_manager,
        indexed.consultant,
        indexed.works_council,
        indexed.administrator,
    ):
        assert own not in results(signed_in(member), own[3:-4])


def test_what_the_organisation_opened_is_found(indexed, signed_in):
    title = indexed.personal.title
    for seen_by, colleague, other in (
        (Organisation.SeenBy.UNIT, True, False),
        (Organisation.SeenBy.EVERYONE, True, True),
    ):
        Organisation.objects.filter(pk=indexed.organisation.pk).update(personal_objectives_seen_by=seen_by)
        assert (f"<b>{title}</b>" in results(signed_in(indexed.colleague), title)) is colleague
        assert (f"<b>{title}</b>" in results(signed_in(indexed.works_council), title)) is other


def test_w36_what_is_hidden_is_as_if_it_did_not_exist(indexed, signed_in):
    """The answer to a hidden title is, letter for letter, the answer to words that nobody ever wrote."""
    make_objective(indexed.organisation, "Xylofoon leren", level=Level.PERSONAL, owner=indexed.colleague.person)
    make_objective(indexed.organisation, "Xylofoon kopen", state=State.DRAFT, made_by=indexed.director.user)
    make_objective(indexed.organisation, "Xylofoon weg", state=State.DROPPED)
    index(indexed)
    browser = signed_in(indexed.employee)

    def page(word):
        text = browser.get(URL, {"q": word}).content.decode()
        text = re.sub(r'name="(csrfmiddlewaretoken|csrf-token)" (value|content)="[^"]*"', "", text)
        return text.replace(word, "…")

    assert page("xylofoon") == page("qqqqqqqq")
    with count_queries() as hidden:
        results(browser, "xylofoon")
    assert "Xylofoon leren" in results(signed_in(indexed.colleague), "xylofoon")
    assert hidden.count <= 25


def test_w36_hidden_ones_do_not_push_out_what_may_be_seen(indexed, signed_in):
    for number in range(30):
        make_objective(indexed.organisation, f"Fiets {number}", level=Level.PERSONAL, owner=indexed.colleague.person)
    mine = make_objective(indexed.organisation, "Fiets van mij", level=Level.PERSONAL, owner=indexed.employee.person)
    index(indexed)
    text = results(signed_in(indexed.employee), "fiets")
    assert mine.title in text
    assert "Fiets 3" not in text
    assert '<span class="count">1</span>' in text


def test_the_other_organisation_is_not_found(indexed, signed_in):
    index(indexed.twin)
    assert f"{CANARY}</b>" not in results(signed_in(indexed.employee), CANARY)
    assert "found-" not in results(signed_in(indexed.employee), CANARY)


def test_at_most_twenty_of_each_and_the_page_says_that_there_is_more(indexed, signed_in):
    for number in range(23):
        make_person(indexed.organisation, "Willem", f"Zuiver{number}")
    index(indexed)
    text = results(signed_in(indexed.employee), "zuiv")
    assert text.count("<b>Willem") == 20
    assert '<span class="count">20+</span>' in text
    assert "data-said>21 results. There are more results" in text
    assert '/people/?q=zuiv">' in text
    assert '/objectives/?q=zuiv">' not in text  # of objectives everything was shown


def test_who_left_is_not_found_and_nothing_helps(indexed, signed_in):
    make_person(indexed.organisation, "Oud", "Gediende", ends_on="2020-01-01")
    index(indexed)
    text = results(signed_in(indexed.employee), "gediende")
    assert "<b>Oud" not in text
    assert "empty-state" in text
    assert "data-said>Nothing found</p>" in text


def test_nothing_typed_and_strange_signs(indexed, signed_in):
    browser = signed_in(indexed.employee)
    for text in ("", "   ", "%", "'; --", "a" * 5000, "<b>x</b>"):
        answer = browser.get(URL, {"q": text})
        assert answer.status_code == 200
        assert "<b>x</b>" not in answer.content.decode()
    assert browser.get(URL, {"q": "\u0000x"}).status_code == 400


def test_the_fragment_is_its_part_of_the_page(indexed, signed_in):
    browser = signed_in(indexed.employee)
    fragment = browser.get(URL, {"q": "slib"}, htmx=True).content.decode()
    assert "<html" not in fragment
    assert fragment.strip()
    assert fragment in browser.get(URL, {"q": "slib"}).content.decode()


def test_search_asks_the_database_as_often_for_one_as_for_many(indexed, signed_in):
    def add(number):
        team = make_unit(indexed.organisation, f"Kolk drogen persoon {number}", parent=indexed.team)
        person = make_person(
            indexed.organisation, "Kolk", f"Drogen persoon{number}", manager=indexed.line_manager.person
        )
        make_placement(person, team, indexed.position, line_manager=indexed.line_manager.person)
        for level, owner in ((Level.PERSONAL, person), (Level.DEPARTMENT, None)):
            made = make_objective(indexed.organisation, f"Kolk drogen persoon {number}", level=level, owner=owner)
        make_link(made, indexed.strategic)

    add(0)
    index(indexed)
    counts = {}
    browsers = {
        member.user.email: signed_in(member) for member in (indexed.employee, indexed.line_manager, indexed.director)
    }
    for name, browser in browsers.items():
        results(browser, "kolk")
        with count_queries() as queries:
            results(browser, "kolk drogen persoon")
        counts[name] = queries.count
    for number in range(1, 6):
        add(number)
    index(indexed)
    for name, browser in browsers.items():
        results(browser, "kolk drogen persoon")  # whose objectives it shows is written down once
        with count_queries() as queries:
            assert "Kolk drogen persoon 5" in results(browser, "kolk drogen persoon")
        assert queries.count == counts[name] <= 25
