"""The component tags: what they print, in both languages, at the edges, and with markup in the words given."""

import cProfile
import pstats
import re
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from lxml import html

EVIL = '"><img src=x onerror=alert(1)>'


def draw(text, request=None, **context):
    return engines["django"].from_string(text).render(context, request)


def element(text, **context):
    return html.fragment_fromstring(draw(text, **context))


@pytest.mark.parametrize(
    ("language", "label"), [("nl", "61% behaald, verwacht 68%"), ("en", "61% achieved, expected 68%")]
)
def test_a_bar_shows_and_says_how_far_and_how_far_it_should_be(language, label):
    with translation.override(language):
        svg = element("{% bar 0.613 0.68 %}")
    track, fill, tick = svg
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == label
    assert (track.get("class"), track.get("width")) == ("track", "100%")
    assert (fill.get("class"), fill.get("width")) == ("fill", "61.3%")
    assert (tick.get("class"), tick.get("x")) == ("tick", "68%")


@pytest.mark.parametrize("progress", [None, float("nan")])
def test_a_bar_without_progress_is_empty_and_never_zero(progress):
    with translation.override("nl"):
        svg = element("{% bar progress 0.5 %}", progress=progress)
    assert "empty" in svg.get("class").split()
    assert svg.get("aria-label") == "nog niets gemeten"
    assert [part.get("class") for part in svg] == ["track", "tick"]


@pytest.mark.parametrize(
    ("progress", "width", "said"), [(1.12, "100%", "112%"), (-0.2, "0%", "-20%"), (0, "0%", "0%"), (1, "100%", "100%")]
)
def test_a_bar_stays_within_its_track_and_says_the_true_number(progress, width, said):
    with translation.override("en"):
        svg = element("{% bar progress %}", progress=progress)
    assert len(svg) == 2
    assert svg[1].get("width") == width
    assert svg.get("aria-label") == f"{said} achieved"


def test_a_bar_with_words_of_its_own_escapes_them():
    svg = element("{% bar 0.5 label=words %}", words=EVIL)
    assert svg.get("aria-label") == EVIL
    assert not svg.xpath("//img")


@pytest.mark.parametrize(
    ("value", "shape", "dutch", "english"),
    [
        ("on_course", "ok", "Op koers", "On course"),
        ("behind", "risk", "Achter", "Behind"),
        ("off_course", "off", "Niet op koers", "Off course"),
        ("to_measure", "none", "Te meten", "To measure"),
        ("partial", "part", "Deels gemeten", "Partly measured"),
    ],
)
def test_a_status_is_a_shape_a_word_and_a_colour(value, shape, dutch, english):
    with translation.override("nl"):
        assert draw("{% status value %}", value=value) == f'<span class="st {shape}">{dutch}</span>'
        assert draw("{% status_word value %}", value=value) == dutch
    with translation.override("en"):
        assert draw("{% status value %}", value=value) == f'<span class="st {shape}">{english}</span>'


@pytest.mark.parametrize("value", [None, ""])
def test_no_status_means_to_measure(value):
    with translation.override("en"):
        assert "To measure" in draw("{% status value %}", value=value)


def test_the_tags_know_every_word_of_the_program():
    from zichtlijn.calculations.objectives import Status
    from zichtlijn.objectives.states import Level, StandardPerspective

    for value in Status:
        assert 'class="st ' in draw("{% status value %}", value=value)
    for value in Level:
        with translation.override("en"):
            assert draw("{% level value %}", value=value) == f'<span class="lvl">{value.label.capitalize()}</span>'
    for value in StandardPerspective:
        with translation.override("en"):
            chip = element("{% perspective value %}", value=value)
            assert chip.text == str(value.label)
            assert draw("{{ value|perspective_style }}", value=value) in chip.get("class").split()


def test_an_own_perspective_is_a_chip_without_a_colour_and_none_is_nothing():
    assert draw("{% perspective code label %}", code="society", label="<b>Society</b>") == (
        '<span class="chip">&lt;b&gt;Society&lt;/b&gt;</span>'
    )
    assert draw("{% perspective code %}", code=None) == ""


def test_a_long_name_of_a_perspective_may_take_two_lines():
    assert element("{% perspective 'customers' 'Wat onze klanten en hun buren van ons merken' %}").get("class") == (
        "chip cus long"
    )
    assert element("{% perspective 'learning' %}").get("class") == "chip lrn"


def test_the_short_level_leaves_the_word_objective_out():
    with translation.override("nl"):
        assert draw('{% level "role" short=True %}') == '<span class="lvl">Functie</span>'
        assert draw('{% level "mission" %}') == '<span class="lvl">Missie</span>'
    assert draw("{% level code %}", code="<i>") == '<span class="lvl">&lt;i&gt;</span>'


def test_an_icon_is_silent_beside_a_word_and_speaks_alone():
    assert element('{% icon "plus" %}').get("aria-hidden") == "true"
    alone = element('{% icon "plus" label=words %}', words=EVIL)
    assert (alone.get("role"), alone.get("aria-label")) == ("img", EVIL)


def test_the_guard_carries_the_token_and_the_organisation():
    request = RequestFactory().get("/")
    fields = draw("{% form_guard %}", request, organisation=SimpleNamespace(slug="ww"))
    form = html.fragment_fromstring(f"<form>{fields}</form>")
    fields = {field.name: field.value for field in form.xpath("//input")}
    assert fields["_organisation"] == "ww"
    assert len(fields["csrfmiddlewaretoken"]) == 64
    assert "_organisation" not in draw("{% form_guard %}", request, organisation=None)


def test_sorting_turns_round_keeps_the_filter_and_forgets_the_page():
    request = RequestFactory().get("/?q=a%26b&sort=name&page=3")
    cells = draw("{% sort_header 'name' 'Naam' %}{% sort_header 'age' 'Leeftijd' %}", request)
    header = html.fragment_fromstring(f"<table><tr>{cells}</tr></table>")
    name, age = header.xpath(".//th")
    assert name.get("aria-sort") == "ascending"
    assert name.find("a").get("href") == "?q=a%26b&sort=-name"
    assert age.get("aria-sort") is None
    assert age.find("a").get("href") == "?q=a%26b&sort=age"


def test_the_order_in_force_may_come_from_the_view():
    request = RequestFactory().get("/")
    assert 'aria-sort="descending"' in draw("{% sort_header 'name' 'Naam' %}", request, sort="-name")


def test_the_pager_leads_both_ways_and_says_where_it_is():
    request = RequestFactory().get("/?q=x&page=2")
    with translation.override("nl"):
        page = Paginator(range(120), 50).page(2)
        nav = html.fragment_fromstring(draw("{% pager page %}", request, page=page))
    assert nav.tag == "nav"
    assert nav.xpath("string(span[1])") == "51 tot en met 100 van 120"
    assert [(link.get("rel"), link.get("href")) for link in nav.iter("a")] == [
        ("prev", "?q=x&page=1"),
        ("next", "?q=x&page=3"),
    ]


def test_a_list_of_one_page_has_no_pager():
    assert draw("{% pager page %}", page=Paginator(range(5), 50).page(1)) == ""


def test_the_pager_goes_by_key_too():
    request = RequestFactory().get("/?after=old")
    page = SimpleNamespace(next_key="k2", previous_key=None, total=38_000)
    with translation.override("nl"):
        nav = html.fragment_fromstring(draw("{% pager page %}", request, page=page))
    assert nav.xpath("string(span[1])") == "38.000 rijen"
    assert [link.get("href") for link in nav.iter("a")] == ["?after=k2"]


def test_an_empty_place_says_why_and_what_to_do():
    with translation.override("nl"):
        box = element(
            "{% empty title=title url='/new' action='Toevoegen' %}Want {{ name }}.{% endempty %}", title=EVIL, name=EVIL
        )
    assert box.findtext("h3") == EVIL
    assert box.findtext("p") == f"Want {EVIL}."
    assert box.find("a").get("href") == "/new"


def test_background_work_counts_or_has_no_end():
    with translation.override("nl"):
        known = element("{% progress_bar 3100 10000 label=words %}", words=EVIL)
        unknown = element("{% progress_bar 0 0 %}")
    assert known.xpath("string(div/span[2])") == "3.100 van 10.000"
    assert known.find("progress").get("value") == "31"
    assert known.find("progress").get("aria-label") == EVIL
    assert unknown.find("progress").get("value") is None


def test_no_component_prints_inline_style():
    page = draw(
        "{% bar 0.5 0.6 %}{% bar None %}{% status 'behind' %}{% perspective 'financial' %}{% icon 'plus' %}"
        "{% progress_bar 1 2 %}{% kbd '/' %}{% level 'role' %}"
    )
    assert "style" not in page
    assert not re.search(r"\son\w+=", page)


def test_a_row_of_a_long_list_costs_little_and_always_the_same():
    """A page has 50 ms in all. Counted are calls of functions: the same on a quiet and on a busy machine."""
    template = engines["django"].from_string(
        "{% for share in shares %}{% bar share 0.68 %}{% status 'behind' %}{% perspective 'customers' %}"
        "{{ share|percent }}{% measured share 's' %}{% level 'personal' short=True %}{% endfor %}"
    )
    calls_for(template, 150)  # what is kept is made now
    few, many = calls_for(template, 50), calls_for(template, 150)
    assert (many - few) / 100 < 700
    assert many < 3.1 * few


def calls_for(template, rows):
    shares = [number / rows for number in range(rows)]
    calls = cProfile.Profile()
    calls.runcall(template.render, {"shares": shares})
    return pstats.Stats(calls).total_calls


def test_a_scale_marks_what_was_chosen_and_leads_an_error_to_its_first_step():
    text = '<p>{% scale steps name chosen="2" form="f" first_id="here" wrong="why" focus=True %}</p>'
    drawn = element(text, steps=[1, 2, 3], name="sure-7")
    steps = [label.find("input") for label in drawn]
    assert [step.get("value") for step in steps] == ["1", "2", "3"]
    assert [step.get("checked") is not None for step in steps] == [False, True, False]
    assert [step.get("id") for step in steps] == ["here", None, None]
    assert [step.get("autofocus") is not None for step in steps] == [True, False, False]
    assert {(step.get("name"), step.get("form"), step.get("aria-describedby")) for step in steps} == {
        ("sure-7", "f", "why")
    }
    assert "<img" not in draw("{% scale steps name first_id=name %}", steps=[EVIL], name=EVIL)


def test_a_scale_of_which_nothing_was_refused_says_nothing_of_errors():
    assert "aria" not in draw('{% scale "123" "sure" %}')
