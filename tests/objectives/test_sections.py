"""Objectives beside other things: under the direction, on the page of a person, a unit, a position and a project."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import count_queries, make_direction, make_objective, make_period
from zichtlijn.access.models import Organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.states import Level, State

DIRECTION = reverse("strategy:direction")
ADD = f"{reverse('objectives:new')}?level=strategic"


def text(answer):
    return answer.content.decode()


def test_the_direction_lists_its_strategic_objectives_with_their_status(scoped, signed_in):
    other = make_direction(scoped.organisation, "Een andere koers", starts_on="1990-01-01", ends_on="1991-12-31")
    make_objective(scoped.organisation, "Van een andere koers", direction=other)
    make_objective(scoped.organisation, "Vervallen doel", state=State.DROPPED)
    make_objective(scoped.organisation, "Van een afdeling", level=Level.DEPARTMENT)
    shown = text(signed_in(scoped.employee).get(DIRECTION))
    assert "Strategic objectives" in shown
    assert reverse("objectives:objective", args=[scoped.strategic.pk]) in shown
    assert 'class="st ' in shown
    for title in ("Van een andere koers", "Vervallen doel", "Van een afdeling"):
        assert title not in shown
    assert "Van een andere koers" in text(signed_in(scoped.employee).get(reverse("strategy:show", args=[other.pk])))


@pytest.mark.parametrize(("who", "may"), [("director", True), ("employee", False), ("works_council", False)])
def test_the_act_that_adds_one_is_for_those_who_may(scoped, signed_in, who, may):
    assert (ADD in text(signed_in(getattr(scoped, who)).get(DIRECTION))) is may


def test_a_past_period_shows_the_objectives_of_that_period(scoped, signed_in):
    year = timezone.localdate().year - 1
    past = make_period(scoped.organisation, year)
    days = {"starts_on": past.starts_on, "ends_on": past.ends_on}
    direction = make_direction(scoped.organisation, "Oude koers", **days)
    make_objective(scoped.organisation, "Uit dat jaar", period=past, direction=direction, state=State.CLOSED, **days)
    browser = signed_in(scoped.employee)
    assert "Uit dat jaar" not in text(browser.get(DIRECTION))
    browser.post(reverse("organisation:choose_period"), {"period": past.pk, "next": DIRECTION})
    shown = text(browser.get(DIRECTION))
    assert "Oude koers" in shown
    assert "Uit dat jaar" in shown
    assert scoped.strategic.title not in shown


def test_a_person_and_a_unit_show_what_everybody_may_see(scoped, signed_in):
    owner = scoped.line_manager.person
    owned = make_objective(scoped.organisation, "Van het team", level=Level.OPERATIONAL, owner=owner, unit=scoped.team)
    make_objective(scoped.organisation, "Heel persoonlijk", level=Level.PERSONAL, owner=owner, unit=scoped.team)
    for url in (
        reverse("organisation:person", args=[owner.pk]),
        reverse("organisation:unit", args=[scoped.team.pk]),
    ):
        shown = text(signed_in(scoped.hr).get(url))
        assert reverse("objectives:objective", args=[owned.pk]) in shown
        assert "Heel persoonlijk" not in shown


def test_a_unit_asks_as_much_for_many_objectives_as_for_one(scoped, signed_in):
    browser, url = signed_in(scoped.director), reverse("organisation:unit", args=[scoped.team.pk])
    make_objective(scoped.organisation, "Eerste", level=Level.OPERATIONAL, unit=scoped.team)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(15):
        make_objective(scoped.organisation, f"Nog {number}", level=Level.OPERATIONAL, unit=scoped.team)
    with count_queries() as many:
        answer = browser.get(url)
    assert f"{reverse('objectives:list')}?unit={scoped.team.pk}" in text(answer)
    assert many.count == few.count


@pytest.fixture(params=["position", "project"])
def page_of_its_own(request, scoped):
    """The page of a position or project, and what makes an objective of it."""
    of = request.param
    thing = getattr(scoped, of)
    level = Level.ROLE if of == "position" else Level.PROJECT

    def make(title, **fields):
        return make_objective(scoped.organisation, title, level=level, **{of: thing, **fields})

    return reverse(f"organisation:{of}", args=[thing.pk]), make


def test_a_position_and_a_project_show_their_objectives_with_owner_and_status(scoped, signed_in, page_of_its_own):
    url, make = page_of_its_own
    owner = scoped.line_manager.person
    agreed = make("Minder storingen", owner=owner, state=State.AGREED)
    make("Nog niet klaar", state=State.DRAFT)
    make_objective(scoped.organisation, "Van iets anders", level=Level.OPERATIONAL, unit=scoped.team)
    shown = text(signed_in(scoped.employee).get(url))
    card = shown[shown.index('id="objectives-here"') :]
    assert reverse("objectives:objective", args=[agreed.pk]) in card
    assert reverse("organisation:person", args=[owner.pk]) in card
    assert 'class="st ' in card
    assert "Nog niet klaar" not in shown, "a draft of somebody else is not for everybody"
    assert "Van iets anders" not in shown
    assert "Nog niet klaar" in text(signed_in(scoped.director).get(url))


def test_a_position_and_a_project_without_objectives_say_so_and_how_to_add_one(scoped, signed_in, page_of_its_own):
    url, make = page_of_its_own
    for objective in type(make("Weg")).objects.filter(title="Weg"):
        objective.delete()
    shown = text(signed_in(scoped.director).get(url))
    add = f"{reverse('objectives:new')}?level="
    assert add in shown
    assert add not in text(signed_in(scoped.works_council).get(url))


def test_a_position_and_a_project_ask_as_much_for_many_objectives_as_for_one(scoped, signed_in, page_of_its_own):
    url, make = page_of_its_own
    browser = signed_in(scoped.employee)
    make("Eerste", owner=scoped.employee.person, state=State.AGREED)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(9):
        make(f"Nog {number}", owner=scoped.employee.person, state=State.AGREED)
    with count_queries() as many:
        assert "Nog 8" in text(browser.get(url))
    assert many.count == few.count


@pytest.mark.parametrize(("opened_to", "seen"), [(Organisation.SeenBy.LINE, False), (Organisation.SeenBy.UNIT, True)])
def test_a_colleague_finds_the_agreed_personal_objectives_that_were_opened(scoped, signed_in, opened_to, seen):
    scoped.organisation.personal_objectives_seen_by = opened_to
    scoped.organisation.save()
    owner = scoped.employee.person
    given = {"level": Level.PERSONAL, "owner": owner, "unit": scoped.team}
    make_objective(scoped.organisation, "Afgesproken en open", state=State.AGREED, **given)
    make_objective(scoped.organisation, "Nog in overleg", state=State.PROPOSED, **given)
    shown = text(signed_in(scoped.colleague).get(reverse("organisation:person", args=[owner.pk])))
    assert ("Afgesproken en open" in shown) is seen
    assert "Nog in overleg" not in shown
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id=owner.pk)
    told = [(look.by_id, look.detail["what"], look.detail["role"]) for look in looks]
    assert told == ([(scoped.colleague.user.pk, "line", "colleague")] if seen else []), "who saw them looked"
    signed_in(scoped.employee).get(reverse("organisation:person", args=[owner.pk]))
    assert looks.count() == len(told), "nobody looks at oneself"
    line_manager = text(signed_in(scoped.line_manager).get(reverse("organisation:person", args=[owner.pk])))
    assert "Afgesproken en open" not in line_manager, "whoever sees the line looks there, and the look is written down"
