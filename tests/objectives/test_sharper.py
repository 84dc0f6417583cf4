"""What could be sharper in an objective: help on its page and while it is written, in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import make_measure, make_objective
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.objective_page import measures_of
from zichtlijn.objectives.queries.sharper import sharper
from zichtlijn.objectives.states import Level


def sentences(cast, objective, language="en"):
    with translation.override(language):
        return [
            (told.about, told.sentence)
            for told in sharper(objective, measures_of(objective), organisation=cast.organisation)
        ]


def test_all_of_it_is_said_at_once_in_the_language_of_the_reader(scoped):
    bare = make_objective(scoped.organisation, "Zo snel mogelijk beter", level=Level.DEPARTMENT)
    assert sentences(scoped, bare) == [
        ("", "“Zo snel mogelijk” and “beter” leave it open."),
        ("", "Nobody owns it yet."),
        ("", "It has no measure yet."),
    ]
    assert sentences(scoped, bare, "nl")[1] == ("", "Er is nog geen eigenaar.")
    make_measure(bare, "Lozing", baseline=None, target=50, source="")
    assert ("Lozing", "It does not say where the values come from.") in sentences(scoped, bare)
    assert ("Lozing", "Without a baseline there is no progress.") in sentences(scoped, bare)


def test_what_others_support_needs_no_measure_of_its_own(scoped):
    scoped.department_objective.supporter_count = 1
    assert ("", "It has no measure yet.") not in sentences(scoped, scoped.department_objective)


def test_too_many_personal_objectives_are_noticed(scoped):
    for number in range(5):
        make_objective(scoped.organisation, f"Doel {number}", level=Level.PERSONAL, owner=scoped.employee.person)
    assert ("", "7 personal objectives: at most 5 is usual.") in sentences(scoped, scoped.personal)


def test_the_page_tells_its_keepers_and_nobody_else(scoped, signed_in):
    url = reverse("objectives:objective", args=[scoped.operational.pk])
    assert "What could be sharper" in signed_in(scoped.line_manager).get(url).content.decode()
    assert "What could be sharper" not in signed_in(scoped.employee).get(url).content.decode()


@pytest.mark.parametrize("known", [True, False])
def test_help_comes_while_writing_and_saves_nothing(scoped, signed_in, known):
    url = reverse("objectives:remarks") + (f"?objective={scoped.strategic.pk}" if known else "")
    answer = signed_in(scoped.director).post(url, {"title": "Where possible better", "owner": ""}, htmx=True)
    text = answer.content.decode()
    assert ("Nobody owns it yet." in text) is known
    assert Objective.objects.get(pk=scoped.strategic.pk).title == scoped.strategic.title
    assert signed_in(scoped.stranger).post(url, {"title": "x"}).status_code == (404 if known else 200)
    english = scoped.organisation
    english.language = "en"
    english.save()
    text = signed_in(scoped.director).post(url, {"title": "Where possible better"}, htmx=True).content.decode()
    assert "“Where possible”" in text


def test_a_personal_draft_of_somebody_else_stays_unknown(scoped, signed_in):
    url = reverse("objectives:remarks") + f"?objective={scoped.personal_draft.pk}"
    assert signed_in(scoped.colleague).post(url, {"title": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Write it down: then anybody can look up the same value."),
        ("nl", "Schrijf het erbij: dan kan iedereen dezelfde waarde opzoeken."),
    ],
)
def test_a_measure_without_a_source_is_told_what_a_source_is_good_for(scoped, language, told):
    make_measure(scoped.operational, "Lozing", source="")
    with translation.override(language):
        found = sharper(scoped.operational, measures_of(scoped.operational), organisation=scoped.organisation)
    assert told in [each.why for each in found]
