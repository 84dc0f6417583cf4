"""What rooms above say on the page of an objective."""

import pytest
from django.urls import reverse

from tests.factories import CANARY
from zichtlijn.objectives import mentions
from zichtlijn.objectives.mentions import Mention, mentions_objectives, mentions_of


@pytest.fixture
def rooms(monkeypatch):
    """No room is handed in yet."""
    monkeypatch.setattr(mentions, "_rooms", [])


def test_rooms_above_say_where_an_objective_comes_from(rooms, scoped, signed_in):
    @mentions_objectives
    def from_there(actor, objective):
        if objective.level == "strategic":
            return [Mention("Comes from", f"<b>{objective.title}", "/elders/"), Mention("Comes from", "Een gesprek")]
        return []

    browser = signed_in(scoped.employee)
    text = browser.get(reverse("objectives:objective", args=[scoped.strategic.pk])).content.decode()
    assert '<dt>Comes from</dt><dd><a href="/elders/">&lt;b&gt;Schoner water</a><br>Een gesprek</dd>' in text
    other = browser.get(reverse("objectives:objective", args=[scoped.operational.pk])).content.decode()
    assert "Comes from" not in other
    assert CANARY not in text


def test_one_room_is_asked_once_and_the_same_word_stands_once(rooms, scoped):
    @mentions_objectives
    @mentions_objectives
    def first(actor, objective):
        return [Mention("OKR of", f"{actor.name} 1")]

    @mentions_objectives
    def second(actor, objective):
        return [Mention("OGSM of", "2"), Mention("OKR of", "3")]

    found = mentions_of(scoped.employee.actor, scoped.strategic)
    assert {label: [mention.text for mention in under] for label, under in found.items()} == {
        "OKR of": [f"{scoped.employee.actor.name} 1", "3"],
        "OGSM of": ["2"],
    }
