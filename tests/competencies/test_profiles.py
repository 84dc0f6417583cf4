"""The profile of a position on its page: two who change it, and one of a wrong day that goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.competencies.conftest import today
from tests.factories import make_profile
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.competencies import actions
from zichtlijn.competencies.models import Profile, Requirement


@pytest.fixture
def form(asked, signed_in):
    """What HR sends from the form of the profile, as it is opened now: competency → level."""
    browser, url = signed_in(asked.hr), reverse("competencies:profile", args=[asked.position.pk])

    def opened():
        kept = browser.get(url).context["form"].initial
        version = kept["version"]

        def send(levels, from_on=None, **more):
            told = {f"level-{one.pk}": level for one, level in levels.items()} | {"version": version}
            return browser.post(url, told | {"from_on": (from_on or kept["from_on"]).isoformat()} | more)

        return send

    return opened


def required(profile):
    rows = Requirement.objects.filter(profile=profile)
    return dict(rows.values_list("competency__name", "level"))


def test_a_next_profile_of_somebody_else_is_not_overwritten(asked, form):
    first, second = form(), form()
    assert second({asked.listening: 5, asked.planning: 5}).status_code == 302  # from today: the next profile
    answer = first({asked.listening: 1, asked.planning: 5})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Luisteren" in page
    assert "Plannen" not in page  # of that both say the same
    newest = Profile.objects.get(from_on=today())
    assert required(newest) == {"Luisteren": 5, "Plannen": 5}
    now = answer.context["clash"].version
    assert first({asked.listening: 1, asked.planning: 5}, version=now).status_code == 302  # save mine anyway
    assert required(newest) == {"Luisteren": 1, "Plannen": 5}
    assert required(asked.profile) == {"Luisteren": 4, "Plannen": 3}


def test_a_profile_of_a_wrong_day_is_thrown_away_before_it_begins(asked, form, signed_in):
    day = today() + timedelta(days=3650)
    browser, position = signed_in(asked.hr), reverse("organisation:position", args=[asked.position.pk])
    url = reverse("competencies:throw_away_profile", args=[asked.position.pk])
    assert browser.get(url).status_code == 302  # nothing has yet to begin
    assert url not in browser.get(position).content.decode()
    assert form()({asked.listening: 5}, from_on=day).status_code == 302
    refused = form()({asked.listening: 5}, from_on=today())
    assert (refused.status_code, "you can also throw it away" in refused.content.decode()) == (422, True)
    assert url in refused.content.decode()
    assert url in browser.get(position).content.decode()
    assert url not in signed_in(asked.employee).get(position).content.decode()
    version = browser.get(url).context["form"].initial["version"]
    assert Profile.objects.count() == 2  # asking does nothing
    assert browser.post(url, {"version": version}).status_code == 302
    assert list(Profile.objects.all()) == [asked.profile]
    line = AuditEvent.objects.filter(event=Event.PROFILE_CHANGED).order_by("sequence").last()
    assert line.detail == {"starts_on": day.isoformat(), "withdrawn": True}
    assert browser.post(url, {"version": version}).status_code == 422  # sent twice
    assert form()({asked.listening: 5}, from_on=today()).status_code == 302


def test_a_profile_that_changed_or_began_is_not_thrown_away(asked):
    by = asked.hr.actor
    make_profile(asked.position, {asked.planning: 1}, from_on=today() + timedelta(days=9), version=2)
    with pytest.raises(NotNow, match="gewijzigd"):
        actions.throw_away_profile(asked.position, version=2, by=by)
    for member in (asked.line_manager, asked.director, asked.administrator):
        with pytest.raises(NotAllowed):
            actions.throw_away_profile(asked.position, version=3, by=member.actor)
    Profile.objects.filter(version=2).update(from_on=today())
    with pytest.raises(NotNow, match="begonnen"):
        actions.throw_away_profile(asked.position, version=3, by=by)
    assert Profile.objects.count() == 2
