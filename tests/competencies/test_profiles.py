"""The profile of a position on its page: two who change it."""

import pytest
from django.urls import reverse

from tests.competencies.conftest import today
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
