"""The strategy map: drawing arrows, what is refused, and what is said of two measures."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import count_queries, make_measure, make_objective, make_reading
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Kind, Level, State
from zichtlijn.scorecards import actions, queries
from zichtlijn.scorecards.models import Arrow
from zichtlijn.scorecards.pictures import draw_map
from zichtlijn.scorecards.wording import axis_of, tell_together


@pytest.fixture
def story(scoped):
    """One objective per perspective; the strategic one of the cast is the process."""
    scoped.craft = make_objective(scoped.organisation, "Vakmanschap", perspective="learning")
    scoped.service = make_objective(scoped.organisation, "Tevreden bewoners", perspective="customers")
    scoped.money = make_objective(scoped.organisation, "Lage lasten", perspective="financial")
    return scoped


def draw(cast, cause, effect, *, by="director", unit=None, **fields):
    actor = getattr(cast, by).actor
    return actions.draw_arrow(unit, cause=cause, effect=effect, period=cast.period, by=actor, **fields)


def page_of(cast, unit=None):
    return queries.map_page(cast.employee.actor, unit, cast.period)


# drawing ----------------------------------------------------------------------------------------------------------


def test_an_arrow_is_drawn_and_written_down(story):
    draw(story, story.craft, story.strategic, note="Kennis helpt")
    (each,) = page_of(story).arrows
    assert (each.cause, each.effect, each.arrow.note, each.is_against) == (
        story.craft, story.strategic, "Kennis helpt", False,
    )  # fmt: skip
    line = AuditEvent.objects.get(event=Event.ARROW_DRAWN)
    assert line.detail == {"arrow": f"Vakmanschap → {story.strategic.title}"}


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council", "project_leader"])
def test_others_do_not_draw(story, part):
    with pytest.raises(NotAllowed):
        draw(story, story.craft, story.strategic, by=part)
    arrow = draw(story, story.craft, story.strategic)
    actor = getattr(story, part).actor
    with pytest.raises(NotAllowed):
        actions.change_arrow(arrow, {"note": "x"}, version=1, by=actor)
    with pytest.raises(NotAllowed):
        actions.remove_arrow(arrow, by=actor)
    assert Arrow.objects.get().note == ""


def test_the_head_draws_the_map_of_the_unit(story):
    own = {"level": Level.DEPARTMENT, "unit": story.other_department}
    one = make_objective(story.organisation, "een", perspective="learning", **own)
    two = make_objective(story.organisation, "twee", perspective="customers", **own)
    draw(story, one, two, unit=story.other_department, by="other_manager")
    assert len(page_of(story, story.other_department).arrows) == 1
    assert page_of(story).arrows == []


def test_a_circle_is_refused_and_told(story):
    draw(story, story.craft, story.strategic)
    draw(story, story.strategic, story.service)
    with translation.override("nl"), pytest.raises(NotNow) as refusal:
        draw(story, story.service, story.craft)
    (reason,) = refusal.value.reasons
    way = f"Tevreden bewoners → Vakmanschap → {story.strategic.title} → Tevreden bewoners"
    assert reason == f"Deze pijl zou een cirkel sluiten: {way}. Niets is de oorzaak van zijn eigen oorzaak."
    with translation.override("en"), pytest.raises(NotNow, match="not its own cause"):
        draw(story, story.craft, story.craft)
    assert Arrow.objects.count() == 2


def test_what_was_dropped_closes_no_circle(story):
    draw(story, story.craft, story.strategic)
    draw(story, story.strategic, story.service)
    Objective.objects.filter(pk=story.strategic.pk).update(state=State.DROPPED)
    draw(story, story.service, story.craft)
    assert len(page_of(story).arrows) == 1, "no map shows the way through it"


def test_twice_the_same_and_an_objective_from_elsewhere_are_refused(story):
    draw(story, story.craft, story.strategic)
    with translation.override("en"):
        with pytest.raises(NotNow, match="there already"):
            draw(story, story.craft, story.strategic)
        with pytest.raises(NotNow, match="same scorecard"):
            draw(story, story.craft, story.department_objective)


def test_an_arrow_that_runs_down_is_flagged_unless_it_is_money(story):
    draw(story, story.money, story.craft)
    draw(story, story.service, story.strategic, is_budget=True)
    assert [each.is_against for each in page_of(story).arrows] == [True, False]


def test_what_lacks_is_named(story):
    draw(story, story.craft, story.strategic)
    make_measure(story.service, tempo="lag")
    make_measure(story.craft, tempo="lead")
    page = page_of(story)
    assert page.without_effect == [story.service, story.strategic]
    assert page.unannounced == [story.service], "the process is announced by what leads to it"
    assert not page.has_way


def test_R13_an_arrow_that_was_changed_meanwhile_is_not_overwritten(story):
    arrow = draw(story, story.craft, story.strategic)
    actions.change_arrow(arrow, {"note": "eerst"}, version=1, by=story.director.actor)
    with pytest.raises(EditConflict):
        actions.change_arrow(arrow, {"note": "later"}, version=1, by=story.director.actor)
    assert Arrow.objects.get().note == "eerst"


def test_a_measure_of_another_objective_is_refused(story):
    arrow = draw(story, story.craft, story.strategic)
    other = make_measure(story.money)
    with pytest.raises(NotNow):
        actions.change_arrow(arrow, {"cause_measure": other}, version=1, by=story.director.actor)


# what the measures tell -------------------------------------------------------------------------------------------

CALLS = [3, 5, 4, 8, 7, 9, 6, 5, 8, 9, 7, 6]


def read(measure, values, *, start=0):
    for place, value in enumerate(values):
        month = start + place
        make_reading(measure, value, on=date(2024 + month // 12, month % 12 + 1, 20))


def compared(cast, ones, others, *, kind=Kind.UP, later=0, language="nl"):
    read(make_measure(cast.craft, "Uren"), ones)
    read(make_measure(cast.service, "Klachten", kind=kind), others, start=later)
    draw(cast, cast.craft, cast.service)
    (each,) = page_of(cast).arrows
    with translation.override(language):
        return each.together, tell_together(each.together)


def test_two_measures_that_go_together_are_an_association_with_its_lag(story):
    together, words = compared(story, CALLS, CALLS, later=2)
    assert (together.found.lag, together.found.pairs, together.pairs) == (2, 12, 12)
    figures = "(r = 1, 95%-interval van 1 tot 1, 12 paren; los van het verloop in de tijd r = 1)"
    assert words == f"Als de een verbetert, verbetert de ander ook, 2 maanden later {figures}."


def test_a_falling_measure_that_falls_as_the_other_rises_is_getting_better(story):
    together, words = compared(story, CALLS, [20 - value for value in CALLS], kind=Kind.DOWN)
    assert together.found.pearson < 0
    assert together.helps
    assert words.startswith("Als de een verbetert, verbetert de ander ook (r = -1")
    assert words.endswith("; bij een van de twee is lager beter, dat draait het teken van r om).")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (CALLS, "Als de een stijgt, stijgt de ander ook ("),
        ([20 - value for value in CALLS], "Als de een stijgt, daalt de ander ("),
    ],
)
def test_of_a_band_it_is_not_said_that_more_is_better(story, others, said):
    together, words = compared(story, CALLS, others, kind=Kind.BAND)
    assert words.startswith(said)
    assert "beter" not in words
    assert not together.turns


def test_what_only_moves_on_with_time_is_said(story):
    first = [20 + 3 * n + (1 if n % 2 else -1) for n in range(12)]
    second = [40 + 2 * n + (1 if n % 3 else -1) for n in range(12)]
    together, words = compared(story, first, second)
    assert together.is_mostly_time
    assert words.endswith("Vooral gingen beide gewoon mee met de tijd, en dat alleen al laat indicatoren samengaan.")


def test_too_few_pairs_are_said(story):
    together, words = compared(story, CALLS[:5], CALLS[:5])
    assert together.found is None
    assert words == "Te weinig om te vergelijken: 5 perioden met beide meetwaarden, en er zijn er 8 nodig."


def test_what_never_changed_or_has_no_measure_is_said(story):
    _together, words = compared(story, CALLS, [5] * 12)
    assert words == "Niet te vergelijken: een van de twee veranderde nooit."
    draw(story, story.craft, story.money)
    with translation.override("nl"):
        assert (
            tell_together(page_of(story).arrows[-1].together)
            == "Niet vergeleken: een van de twee heeft geen indicator."
        )


def test_the_chosen_measures_are_compared(story):
    compared(story, CALLS, CALLS)
    other = make_measure(story.service, "Ander")
    actions.change_arrow(Arrow.objects.get(), {"effect_measure": other}, version=1, by=story.director.actor)
    assert page_of(story).arrows[0].together.effect == other


# the picture ------------------------------------------------------------------------------------------------------


def crosses(path, box):
    """Whether a drawn way runs through a box: its points are tried one by one, straight between them."""
    numbers = [float(number) for number in path.replace("M", " ").replace("C", " ").replace("L", " ").split()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    return any(box.x < x < box.x + 196 and box.y < y < box.y + 82 for x, y in points)


def test_boxes_stand_apart_and_arrows_go_round_them(story):
    for n in range(4):
        for side in ("financial", "customers", "processes", "learning"):
            make_objective(
                story.organisation, f"{side} {n} met een lange titel die over drie regels loopt", perspective=side
            )
    draw(story, story.craft, story.money)
    draw(story, story.craft, story.strategic)
    draw(story, story.money, story.strategic)
    page = page_of(story)
    picture = draw_map(page, axis_of)
    boxes = [box for lane in picture.lanes for box in lane.boxes]
    assert len(boxes) == 20
    for one in boxes:
        assert 0 <= one.x <= picture.width - 196
        assert len(one.lines) <= 3
        assert not any(o is not one and abs(o.x - one.x) < 196 and abs(o.y - one.y) < 82 for o in boxes)
    for drawn in picture.arrows:
        ends = {drawn.arrow.cause.pk, drawn.arrow.effect.pk}
        assert not any(crosses(drawn.path, box) for box in boxes if box.objective.pk not in ends)


# the pages --------------------------------------------------------------------------------------------------------


def test_the_map_is_drawn_by_a_form(story, signed_in):
    browser, url = signed_in(story.director), reverse("scorecards:map")
    sent = {"cause": story.craft.pk, "effect": story.service.pk, "note": "Omdat"}
    assert browser.post(url, sent).status_code == 302
    text = browser.get(url).content.decode()
    assert "Omdat" in text
    assert 'data-map-box="' in text
    arrow = Arrow.objects.get()
    page = reverse("scorecards:arrow", args=[arrow.pk])
    assert browser.post(page, {"note": "Anders", "version": 1}).status_code == 302
    assert Arrow.objects.get().note == "Anders"
    assert browser.post(reverse("scorecards:remove_arrow", args=[arrow.pk])).status_code == 302
    assert not Arrow.objects.exists()
    assert AuditEvent.objects.filter(event=Event.ARROW_REMOVED).count() == 1


def test_a_refused_arrow_comes_back_with_what_was_chosen(story, signed_in):
    draw(story, story.craft, story.service)
    browser, url = signed_in(story.director), reverse("scorecards:map")
    page = browser.post(url, {"cause": story.service.pk, "effect": story.craft.pk, "note": "Terug"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "would close a circle" in text
    assert f'<option value="{story.service.pk}" selected>' in text
    assert 'value="Terug"' in text


def test_a_reader_sees_the_map_and_no_form(story, signed_in):
    draw(story, story.craft, story.service)
    text = signed_in(story.employee).get(reverse("scorecards:map")).content.decode()
    assert "Tevreden bewoners" in text
    assert "data-map-form" not in text
    twin = signed_in(story.twin.director)
    assert twin.get(reverse("scorecards:arrow", args=[Arrow.objects.get().pk])).status_code == 404


def test_the_map_asks_the_same_for_few_and_for_many(story, signed_in):
    browser, url = signed_in(story.director), reverse("scorecards:map")
    draw(story, story.craft, story.service)
    for objective in (story.craft, story.service):
        read(make_measure(objective), CALLS)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for n in range(5):
        more = make_objective(story.organisation, f"meer {n}", perspective="processes")
        read(make_measure(more), CALLS)
        draw(story, story.craft, more)
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count <= 25
