"""Finding by the beginnings of words."""

import pytest

from tests.factories import count_queries
from zichtlijn.access.scoping import in_organisation
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord

PERSON = SearchWord.Kind.PERSON


@pytest.fixture
def indexed(scoped):
    search.index_words(PERSON, [(1, "Noor de Wit"), (2, "Noortje Witteveen"), (3, "Saïd Öztürk"), (4, "Jan Wit")])
    return scoped


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("noor", {1, 2}),
        ("NOOR wit", {1, 2}),
        ("wit noor", {1, 2}),
        ("noor de wit", {1, 2}),
        ("de", {1}),
        ("ozt", {3}),
        ("ÖZTÜRK", {3}),
        ("said", {3}),
        ("wit jan", {4}),
        ("wit wi", {1, 2, 4}),
        ("zz", set()),
        ("", set()),
        ("  %_'\"*  ", set()),
        ("noor zz", set()),
        ("jan' OR 1=1 --", set()),
    ],
)
def test_every_typed_word_begins_a_word(indexed, typed, found):
    assert set(search.find(PERSON, typed, 10)) == found


@pytest.mark.parametrize(
    ("typed", "found", "whole"),
    [
        ("wit noor", {1, 2}, True),
        ("noor de", {1, 2}, True),
        ("saïd", {3}, True),
        ("zz", set(), True),
        ("", set(), True),
        ("wit", {4, 2}, False),
        ("noor wit", {1, 2}, False),
    ],
)
def test_of_all_names_the_newest_are_looked_through_and_it_is_told_whether_that_is_all(
    indexed, monkeypatch, typed, found, whole
):
    monkeypatch.setattr(search, "THROUGH", 4 if whole else 2)
    ids, complete = search.find_all(PERSON, typed)
    assert (set(ids), complete) == (found, whole)
    assert len(ids) == len(found), "each once"


def test_whole_words_come_first(indexed):
    assert search.find(PERSON, "wit", 10)[-1] == 2


def test_a_kind_and_an_organisation_are_searched_on_their_own(indexed):
    assert search.find(SearchWord.Kind.UNIT, "noor", 10) == []
    with in_organisation(indexed.twin.organisation):
        assert search.find(PERSON, "noor", 10) == []


def test_new_words_take_the_place_of_the_old(indexed):
    search.index_words(PERSON, [(1, "Nora de Wit")])
    assert search.find(PERSON, "noor", 10) == [2]
    assert search.find(PERSON, "nora wit", 10) == [1]


def test_what_stays_the_same_is_not_written_again(indexed):
    before = set(SearchWord.objects.values_list("pk", flat=True))
    search.index_words(PERSON, [(1, "Noor de Wit"), (2, "Noortje Witteveen")])
    assert set(SearchWord.objects.values_list("pk", flat=True)) == before


def test_of_what_is_new_the_words_are_written_without_a_look_at_those_of_others(indexed):
    with count_queries() as queries:
        search.index_new(PERSON, [(5, "Noor Blauw"), (6, "Saïd Wit")])
    (sql,) = queries.sql
    assert 'FROM "organisation_searchword"' not in sql
    assert set(search.find(PERSON, "noor", 10)) == {1, 2, 5}
    assert search.find(PERSON, "said wit", 10) == [6]
    search.index_new(PERSON, [(5, "Noor Blauw")])
    assert SearchWord.objects.filter(kind=PERSON, target_id=5).count() == 2


def test_forgotten_words_are_found_no_more(indexed):
    search.remove_words(PERSON, [1, 2])
    assert search.find(PERSON, "noor", 10) == []


def test_the_limit_holds(indexed):
    assert len(search.find(PERSON, "w", 2)) == 2


def test_looking_only_among_some(indexed):
    assert search.find(PERSON, "noor wit", 10, among=[2, 3, 4]) == [2]
    assert search.find(PERSON, "noor", 10, among=[]) == []


def test_a_long_title_keeps_its_eight_telling_words():
    title = "De wachttijd van de telefoon voor inwoners en ondernemers in het gebied onder zestig seconden brengen"
    words = search.words_of(title)
    assert len(words) == search.WORDS_KEPT
    assert "de" not in words
    assert {"wachttijd", "telefoon", "ondernemers", "seconden"} <= set(words)
    assert search.words_of("In de wacht") == ["in", "de", "wacht"]  # a short title keeps its small words


def test_the_work_is_bounded_when_a_word_is_very_common(scoped, monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 50)
    rows = [(n, f"Verminder {'lawaai' if n == 199 else 'afval'} reeks{n:03}") for n in range(200)]
    search.index_words(SearchWord.Kind.OBJECTIVE, rows)
    with count_queries() as queries:
        # "lawaai" is rare, so it leads, although "verminder" has more than fits
        assert search.find(SearchWord.Kind.OBJECTIVE, "verminder lawaai", 10) == [199]
    assert queries.count <= 3
    with count_queries() as queries:
        assert len(search.find(SearchWord.Kind.OBJECTIVE, "verminder afval reeks", 10)) == 10
    assert queries.count <= 6
