"""Years with their parts, the period somebody looks at, and the settings."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import count_queries, make_measure, make_objective, make_organisation, make_period, make_reading
from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import run_waiting_job
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure
from zichtlijn.organisation import actions
from zichtlijn.organisation.models import Period
from zichtlijn.organisation.queries import current_year, period_at
from zichtlijn.organisation.queries.periods import in_order, next_year_number


def this_year():
    return timezone.localdate().year


@pytest.mark.parametrize(
    ("parts", "names"),
    [("tertial", ["2031 · T1", "2031 · T2", "2031 · T3"]), ("quarter", [f"2031 · Q{n}" for n in "1234"]), ("", [])],
)
def test_a_year_is_added_with_its_parts_in_one_act(scoped, parts, names):
    year = actions.add_year(2031, parts=parts, by=scoped.administrator.actor)
    assert (year.starts_on, year.ends_on) == (date(2031, 1, 1), date(2031, 12, 31))
    assert [part.name for part in year.parts.order_by("starts_on")] == names
    assert AuditEvent.objects.get().event == Event.PERIOD_ADDED


def test_a_broken_year_begins_in_the_month_of_the_settings(scoped):
    Organisation.objects.filter(pk=scoped.organisation.pk).update(fiscal_first_month=9)
    year = actions.add_year(2031, parts="tertial", by=scoped.administrator.actor)
    assert year.name == "2031/32"
    assert (year.starts_on, year.ends_on) == (date(2031, 9, 1), date(2032, 8, 31))
    assert [part.starts_on.month for part in year.parts.order_by("starts_on")] == [9, 1, 5]


def test_a_year_that_is_there_is_not_added_again(scoped):
    with pytest.raises(NotNow, match=f"{this_year()} already covers"):
        actions.add_year(this_year(), by=scoped.administrator.actor)
    assert Period.objects.count() == 1


def test_parts_stay_within_their_year_and_beside_each_other(scoped):
    by = scoped.administrator.actor
    year = actions.add_year(2031, parts="tertial", by=by)
    first, second = year.parts.order_by("starts_on")[:2]
    dates = {"starts_on": date(2031, 1, 1), "ends_on": date(2031, 5, 31)}
    with pytest.raises(NotNow, match="already covers"):
        actions.change_period(first, name="T1", **dates, version=1, by=by)
    with pytest.raises(NotNow, match="It must fall within 2031"):
        actions.change_period(
            second, name="T2", starts_on=date(2031, 5, 1), ends_on=date(2032, 1, 31), version=1, by=by
        )
    with pytest.raises(NotNow, match="Its parts must fall within it"):
        actions.change_period(
            year, name="2031", starts_on=date(2031, 2, 1), ends_on=date(2031, 12, 31), version=1, by=by
        )
    actions.change_period(first, name="Voorjaar", starts_on=first.starts_on, ends_on=first.ends_on, version=1, by=by)
    with pytest.raises(EditConflict):
        actions.change_period(
            Period.objects.get(pk=first.pk), name="Lente", starts_on=first.starts_on, ends_on=first.ends_on,
            version=1, by=by,
        )  # fmt: skip


def test_a_period_with_objectives_cannot_be_removed_and_an_empty_one_can(scoped):
    by = scoped.administrator.actor
    with pytest.raises(NotNow, match="Something stands in"):
        actions.remove_period(scoped.period, by=by)
    assert not AuditEvent.objects.exists()
    year = actions.add_year(2031, parts="tertial", by=by)
    part = year.parts.first()
    make_objective(scoped.organisation, period=part)
    with pytest.raises(NotNow):
        actions.remove_period(year, by=by)  # something stands in a part of it
    actions.remove_period(actions.add_year(2032, parts="quarter", by=by), by=by)
    assert not Period.objects.filter(starts_on__year=2032).exists()


@pytest.mark.parametrize("part", ["employee", "hr", "director", "consultant"])
def test_only_an_administrator_keeps_periods_and_settings(scoped, part):
    by, period = getattr(scoped, part).actor, scoped.period
    for act in (
        lambda: actions.add_year(2031, by=by),
        lambda: actions.change_period(
            period, name="X", starts_on=period.starts_on, ends_on=period.ends_on, version=1, by=by
        ),
        lambda: actions.remove_period(period, by=by),
        lambda: actions.change_settings(scoped.organisation, name="X", version=1, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_period_of_a_day_is_the_shortest_around_it_else_the_nearest(scoped):
    year = actions.add_year(2031, parts="tertial", by=scoped.administrator.actor)
    periods = in_order(Period.objects.select_related("parent"))
    assert period_at(periods, date(2031, 6, 1)).name == "2031 · T2"
    assert period_at(periods, date(2040, 6, 1)) == year
    assert period_at(periods, date(2001, 6, 1)) == scoped.period
    assert period_at([], date(2031, 6, 1)) is None
    assert current_year(scoped.organisation, date(2031, 6, 1)) == year
    assert current_year(scoped.organisation, date(2040, 6, 1)) is None
    assert [period.name for period in periods] == ["2031", "2031 · T1", "2031 · T2", "2031 · T3", str(this_year())]


def test_the_next_year_to_add(scoped):
    assert next_year_number(scoped.organisation) == this_year() + 1
    empty = make_organisation()
    with in_organisation(empty):
        assert next_year_number(empty) == this_year()


def test_the_chosen_period_stands_in_the_top_bar_and_goes_with_the_session(scoped, signed_in):
    last = make_period(scoped.organisation, this_year() - 1)
    browser = signed_in(scoped.employee)
    url = reverse("organisation:units")
    assert f'<summary class="btn">{this_year()} ' in browser.get(url).content.decode()
    answer = browser.post(reverse("organisation:choose_period"), {"period": last.pk, "next": url})
    assert answer.url == url
    assert f'<summary class="btn">{this_year() - 1} ' in browser.get(url).content.decode()
    assert f'<summary class="btn">{this_year()} ' in signed_in(scoped.colleague).get(url).content.decode()


@pytest.mark.parametrize("bad", ["", "abc", "-3", "1.5", "9" * 30])
def test_a_period_that_is_none_changes_nothing(scoped, signed_in, bad):
    browser = signed_in(scoped.employee)
    answer = browser.post(reverse("organisation:choose_period"), {"period": bad, "next": "https://elders.example/"})
    assert answer.url == "/"
    assert "period" not in browser.session


def test_w01_a_period_of_another_organisation_is_not_there(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert browser.post(reverse("organisation:choose_period"), {"period": scoped.twin.period.pk}).status_code == 404
    assert "period" not in browser.session


def test_the_top_bar_costs_one_query_whatever_the_number_of_periods(scoped, signed_in):
    browser = signed_in(scoped.employee)
    url = reverse("organisation:projects")
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for year in range(2001, 2006):
        make_period(scoped.organisation, year)
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count
    assert len([sql for sql in many.sql if 'FROM "organisation_period"' in sql]) == 1


def test_the_pages_of_periods_work(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert browser.post(reverse("organisation:add_year"), {"year": "2031", "parts": "tertial"}).status_code == 302
    assert browser.post(reverse("organisation:add_year"), {"year": "2031"}).status_code == 422
    assert browser.post(reverse("organisation:add_year"), {"year": "31"}).status_code == 422
    year = Period.objects.get(name="2031")
    change = reverse("organisation:change_period", args=[year.pk])
    form = {"name": "Jaar 2031", "starts_on": "2031-01-01", "ends_on": "2031-12-31", "version": 1}
    assert browser.post(change, form).status_code == 302
    assert browser.post(change, {**form, "name": "Ander"}).status_code == 409
    page = browser.get(reverse("organisation:periods")).content.decode()
    assert "Jaar 2031" in page
    assert page.count("in use</span>") == 1  # only this year, in which the objectives stand
    assert browser.post(reverse("organisation:remove_period", args=[year.pk])).status_code == 302
    assert browser.post(reverse("organisation:remove_period", args=[scoped.period.pk])).status_code == 409


def settings_form(organisation, **changes):
    names = ("name", "language", "fiscal_first_month", "personal_objectives_seen_by")
    percents = {"on_course_from": "90", "behind_from": "70", "coverage_floor": "60"}
    return {**{name: getattr(organisation, name) for name in names}, **percents, "version": 1, **changes}


def test_the_settings_are_saved_and_written_down_with_both_values(scoped, signed_in):
    browser, url = signed_in(scoped.administrator), reverse("organisation:settings")
    assert 'value="90"' in browser.get(url).content.decode()
    form = settings_form(scoped.organisation, name="Waterschap Westerwaard", on_course_from="95")
    assert browser.post(url, form).status_code == 302
    organisation = Organisation.objects.get(pk=scoped.organisation.pk)
    assert (organisation.name, organisation.on_course_from) == ("Waterschap Westerwaard", 0.95)
    line = AuditEvent.objects.get(event=Event.ORGANISATION_CHANGED)
    assert line.detail["values"]["on_course_from"] == ["0.9", "0.95"]
    stale = browser.post(url, settings_form(scoped.organisation, name="Ander"))
    assert stale.status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"behind_from": "95"}, {"on_course_from": "101"}, {"coverage_floor": "-1"}, {"language": "fr"},
     {"fiscal_first_month": "13"}, {"personal_objectives_seen_by": "nobody"}, {"name": ""}],
)  # fmt: skip
def test_a_wrong_setting_is_refused_at_its_field(scoped, signed_in, wrong):
    answer = signed_in(scoped.administrator).post(
        reverse("organisation:settings"), settings_form(scoped.organisation, **wrong)
    )
    assert answer.status_code == 422
    assert f'href="#id_{next(iter(wrong))}' in answer.content.decode()
    assert not AuditEvent.objects.exists()


def test_nothing_changed_writes_nothing(scoped, signed_in):
    form = settings_form(scoped.organisation, description="Voor proeven")
    assert signed_in(scoped.administrator).post(reverse("organisation:settings"), form).status_code == 302
    assert not AuditEvent.objects.exists()


def test_a_changed_limit_asks_for_every_status_to_be_computed_anew(scoped):
    by, organisation = scoped.administrator.actor, scoped.organisation
    actions.change_settings(organisation, name="Ander", version=1, by=by)
    assert not Job.objects.exists()
    make_measured(scoped)
    actions.change_settings(organisation, on_course_from=0.5, behind_from=0.4, version=2, by=by)
    job = Job.objects.get(kind="recompute_standings")
    run_waiting_job(job.pk, organisation.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert Measure.objects.get(name="Halverwege").status == "on_course"


def make_measured(scoped):
    """A measure that is at 60 where 100 was expected: off course by the limits of the start."""
    today = timezone.localdate()
    objective = make_objective(
        scoped.organisation, starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=1)
    )
    measure = make_measure(objective, "Halverwege")
    make_reading(measure, 60, today)
    recompute_organisation(scoped.organisation)
    assert Measure.objects.get(pk=measure.pk).status == "off_course"
