"""Limits of its own: a measure may be judged more strictly, or more mildly, than the organisation usually does."""

import pytest
from django.urls import reverse

from tests.factories import make_measure, make_objective, make_reading
from zichtlijn.objectives.actions.standing import limits_for, limits_of, refresh_measure
from zichtlijn.objectives.models import Measure


@pytest.fixture
def measure(scoped):
    """Long past its end, with 96 of the 100 reached."""
    objective = make_objective(scoped.organisation, "Kering")
    made = make_measure(objective, "Op norm", starts_on="2020-01-01", ends_on="2020-12-31")
    made.refresh_from_db()
    make_reading(made, 96)
    return made


@pytest.mark.parametrize(
    ("on_course", "behind", "status"),
    [(None, None, "on_course"), (0.98, 0.95, "behind"), (0.99, 0.97, "off_course"), (0.5, 0.2, "on_course")],
)
def test_a_measure_is_judged_by_its_own_limits(measure, on_course, behind, status):
    measure.on_course_from, measure.behind_from = on_course, behind
    measure.save()
    refresh_measure(measure)
    assert Measure.objects.get(pk=measure.pk).status == status


def test_what_counts_as_enough_data_stays_with_the_organisation(measure):
    measure.on_course_from, measure.behind_from = 0.98, 0.95
    usual = limits_of(measure.organisation)
    assert limits_for(measure, usual).coverage == usual.coverage


def sent(page, **changes):
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {**{name: "" if value is None else value for name, value in fields.items()}, **changes}


def test_limits_are_typed_in_percent_and_come_back_so(scoped, measure, signed_in):
    browser, url = signed_in(scoped.director), reverse("objectives:edit_measure", args=[measure.pk])
    limits = {"on_course_from": "98", "behind_from": "95.5"}
    assert browser.post(url, sent(browser.get(url), **limits)).status_code == 302
    kept = Measure.objects.get(pk=measure.pk)
    assert (kept.on_course_from, kept.behind_from, kept.status) == (0.98, 0.955, "behind")
    form = browser.get(url).content.decode()
    assert 'value="98"' in form
    assert 'value="95.5"' in form
    assert "on course from 98%" in browser.get(reverse("objectives:measure", args=[measure.pk])).content.decode()


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"on_course_from": "98", "behind_from": ""}, "Fill in both limits"),
        ({"on_course_from": "", "behind_from": "50"}, "Fill in both limits"),
        ({"on_course_from": "50", "behind_from": "60"}, "choose a lower limit"),
        ({"on_course_from": "101", "behind_from": "60"}, "less than or equal to 100"),
    ],
)
def test_limits_that_cannot_be_are_refused_with_what_was_typed(scoped, measure, signed_in, limits, sentence):
    browser, url = signed_in(scoped.director), reverse("objectives:edit_measure", args=[measure.pk])
    page = browser.post(url, sent(browser.get(url), **limits))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Measure.objects.get(pk=measure.pk).on_course_from is None
