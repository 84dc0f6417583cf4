"""Texts of plans: by hand in two languages, and by building texts of which it is known what stands in them."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.plans import (
    Language,
    numbers_in,
    sentences_in,
    vague_words_in,
    what_and_how,
)
from zichtlijn.calculations.plans.words import (
    ABBREVIATIONS,
    COMPARISONS,
    CONNECTORS,
    HEDGES,
    NO_HOW,
    NUMBER_PARTS,
    NUMBERS,
)

NL, EN = Language.DUTCH, Language.ENGLISH


def words(found):
    return [each.words for each in found]


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        (NL, "Wij helpen 90% van de klanten", ["90%"]),
        (NL, "Van 3,5 naar 4.5 en van € 1.000 naar €2.000", ["3,5", "4.5", "€ 1.000", "€2.000"]),
        (NL, "Vijf winkels, vijfentwintig mensen, tweehonderdduizend klanten", [
            "Vijf", "vijfentwintig", "tweehonderdduizend"]),
        (NL, "eenentwintig en drieëntwintig, zeventien en negentien", [
            "eenentwintig", "drieëntwintig", "zeventien", "negentien"]),
        (NL, "Wij verdubbelen de omzet met 10x minder, dat is de helft", ["verdubbelen", "10x", "helft"]),
        (NL, "In 2028 zijn wij een van de besten, in 1999 niet", []),
        (NL, "In 2028% groeien", ["2028%"]),
        (NL, "Eén loket, A4, CO2, 24/7, 70:20:10, de 1e plek en versie v2.0", []),
        (NL, "Wij achten de vierde plek een eer", []),
        (NL, "3 miljoen in 2026.", ["3", "miljoen"]),
        (NL, "Plan 2025-2028 en 2025/2026", []),
        (EN, "Two thirds, twenty-five shops and twenty-one people", ["Two", "twenty-five", "twenty-one"]),
        (EN, "One of the best, a two-way street, one-stop shop", []),
        (EN, "Double sales by 10 percent, a hundred thousand", ["Double", "10", "percent", "hundred", "thousand"]),
        (EN, "By 2028 we lead", []),
        (NL, "", []),
    ],
)  # fmt: skip
def test_numbers(language, text, numbers):
    assert words(numbers_in(text, language)) == numbers


@given(st.lists(st.integers(2, 9999), max_size=6), st.sampled_from(Language))
def test_every_number_that_was_put_in_is_found_where_it_was_put(some, language):
    """Second route: the text is built, so where the numbers stand is known."""
    text, wanted = "Wij", []
    for number in some:
        text += " groeien "
        if not 1900 <= number <= 2199:
            wanted.append((str(number), len(text), len(text) + len(str(number))))
        text += str(number)
    assert [(found.words, found.start, found.end) for found in numbers_in(text, language)] == wanted


def made_of(word, parts, one):
    """Second route: take parts off the front by hand, in every way."""
    if word in parts:
        return True
    for part in (*parts, one):
        if word.startswith(part):
            rest = word[len(part) :]
            if any(made_of(left, parts, one) for left in (rest, *(rest[2:] for en in ("en", "ën") if rest[:2] == en))):
                return True
    return False


pieces = st.lists(st.sampled_from([*NUMBER_PARTS["nl"], "een", "en", "ën", "t", "tig"]), min_size=1, max_size=5)


@given(pieces.map("".join))
def test_number_words_by_taking_them_apart(word):
    known = word in NUMBERS["nl"] or made_of(word, NUMBER_PARTS["nl"], "een")
    assert words(numbers_in(word, NL)) == ([word] if known else [])


@pytest.mark.parametrize("language", Language)
def test_no_part_of_a_number_word_is_made_of_others(language):
    """Else a word could fall apart in several ways, and reading it would take ever longer."""
    parts = NUMBER_PARTS[language]
    for part in parts:
        assert not made_of(part, [other for other in parts if other != part], "een")


def test_long_texts_take_no_long_time():
    started = time.process_time()
    for text in (
        "zeventien" * 5000 + "x",
        "tien" * 20000,
        "1," * 20000,
        "a." * 20000,
        "door " * 5000,
        "zo veel " * 5000,
    ):
        for language in Language:
            numbers_in(text, language)
            vague_words_in(text, language)
            what_and_how(text, language)
            sentences_in(text)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("language", "text", "vague"),
    [
        (NL, "Zo veel mogelijk klanten helpen", ["Zo veel mogelijk"]),
        (NL, "Wij streven naar betere zorg", ["streven naar", "betere"]),
        (NL, "Wij  proberen\nte groeien", ["proberen\nte"]),
        (NL, "Verbetering van het goederenvervoer", ["Verbetering"]),
        (NL, "Meer-jarenplan", []),
        (EN, "Strive to be better where possible", ["Strive to", "better", "where possible"]),
        (EN, "Trying moreover", []),
        (EN, "Cut queues from 20 to 10 minutes", []),
    ],
)
def test_vague_words(language, text, vague):
    assert words(vague_words_in(text, language)) == vague


@pytest.mark.parametrize("language", Language)
def test_every_phrase_is_found_whole_and_comparing_words_only_without_a_measure(language):
    for phrase in HEDGES[language]:
        for text in (phrase, f"… {phrase.upper()}, …"):
            assert [each.casefold() for each in words(vague_words_in(text, language, is_measured=True))] == [phrase]
    for phrase in COMPARISONS[language]:
        assert words(vague_words_in(f"x {phrase} y", language)) == [phrase]
        assert vague_words_in(f"x {phrase} y", language, is_measured=True) == []
        assert vague_words_in(f"x{phrase}y", language) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Wij groeien.", ["Wij groeien."]),
        ("Wij groeien", ["Wij groeien"]),
        ("Wij groeien. Wij bloeien!", ["Wij groeien.", "Wij bloeien!"]),
        ("Wij groeien o.a. in Zwolle en bijv. Almelo.", ["Wij groeien o.a. in Zwolle en bijv. Almelo."]),
        ("Wij groeien in Zwolle, Almelo, enz. Dat is mooi.", ["Wij groeien in Zwolle, Almelo, enz. Dat is mooi."]),
        ("Wij groeien met 2.5 klant. 3 keer.", ["Wij groeien met 2.5 klant.", "3 keer."]),
        ("Wij groeien\n\n- en bloeien\n", ["Wij groeien", "- en bloeien"]),
        ("Wij zijn er... en blijven", ["Wij zijn er... en blijven"]),
        ("„Waarom?” Daarom.", ["„Waarom?”", "Daarom."]),
        ("Groei (zie boven.) Bloei", ["Groei (zie boven.)", "Bloei"]),
        ("!?", []),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert words(sentences_in(text)) == sentences


plain = st.text("abc ,;", min_size=1, max_size=12).map(lambda text: f"A{text.strip()}z")


@given(st.lists(st.tuples(plain, st.sampled_from([".", "!", "?", "?!", "…", "."])), max_size=5), st.sampled_from(" \n"))
def test_every_sentence_that_was_put_in_is_found(some, between):
    """Second route: the text is built, so its sentences are known."""
    built = [text + end for text, end in some]
    text = between.join(built)
    found = sentences_in(text)
    assert words(found) == built
    assert [text[each.start : each.end] for each in found] == built


@given(st.text(alphabet="aB1 .!?\n(\"”'-%€,:/", max_size=40), st.sampled_from(Language))
def test_what_is_found_stands_where_it_is_said_to_stand(text, language):
    found = [*numbers_in(text, language), *vague_words_in(text, language), *sentences_in(text)]
    joint = what_and_how(text, language)
    for each in [*found, *([joint.joint] if joint else [])]:
        assert text[each.start : each.end] == each.words
    sentences = sentences_in(text)
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    said = "".join(each.words for each in sentences)
    assert [each for each in said if each.isalnum()] == [each for each in text if each.isalnum()]


@pytest.mark.parametrize(
    ("language", "text", "what", "how"),
    [
        (NL, "Groeien door nieuwe diensten te maken.", "Groeien", "nieuwe diensten te maken"),
        (NL, "Sneller zijn, door middel van oefening", "Sneller zijn", "oefening"),
        (NL, "Groeien d.m.v. verkoop", "Groeien", "verkoop"),
        (NL, "Groeien door 3 winkels te openen", "Groeien", "3 winkels te openen"),
        (NL, "Wij gaan door met groeien door samen te werken", "Wij gaan door met groeien", "samen te werken"),
        (NL, "Kortere doorlooptijd via één loket", "Kortere doorlooptijd", "één loket"),
        (NL, 'Groeien door "samen" te werken', "Groeien", '"samen" te werken'),
        (EN, "Grow by 2028 by opening shops", "Grow by 2028", "opening shops"),
        (EN, "Grow by the end of the year through partners", "Grow by the end of the year", "partners"),
        (EN, "Serve faster with the help of volunteers", "Serve faster", "volunteers"),
    ],
)
def test_what_and_how(language, text, what, how):
    found = what_and_how(text, language)
    assert (found.what, found.how) == (what, how)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (NL, "De beste zijn"),
        (NL, "door samen te werken"),
        (NL, "Groeien door"),
        (NL, "Groeien door."),
        (NL, "Wij gaan door met groeien"),
        (NL, "Kortere doorlooptijden en door-en-door goed"),
        (EN, "Grow by 2028"),
        (EN, "Grow by May"),
        (EN, "Standby power"),
        (EN, ""),
    ],
)
def test_no_what_or_no_how(language, text):
    assert what_and_how(text, language) is None


@given(
    plain,
    plain,
    st.sampled_from(Language).flatmap(lambda which: st.tuples(st.just(which), st.sampled_from(CONNECTORS[which]))),
)
def test_the_halves_that_were_put_together_come_apart(what, how, joint):
    language, connector = joint
    found = what_and_how(f"{what} {connector} {how}.", language)
    assert (found.what, found.how, found.joint.words) == (what, how, connector)


def test_the_lists_are_in_small_letters_and_say_nothing_twice():
    for lists in (HEDGES, COMPARISONS, CONNECTORS, NO_HOW, NUMBER_PARTS):
        for language in Language:
            assert list(lists[language]) == [phrase.casefold() for phrase in lists[language]]
            assert len(set(lists[language])) == len(lists[language])
    for language in Language:
        assert not set(HEDGES[language]) & set(COMPARISONS[language])
        assert not NUMBERS[language] & set(NUMBER_PARTS[language])
    assert all(abbreviation.endswith(".") and abbreviation == abbreviation.casefold() for abbreviation in ABBREVIATIONS)
