"""Loading the demo: once, on any day, and only where nobody else can come."""

from datetime import date
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from zichtlijn.access.models import Organisation, User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.demo import accounts
from zichtlijn.demo.plan import read_units, staff
from zichtlijn.demo.westerwaard import make_westerwaard
from zichtlijn.objectives.models import Reading
from zichtlijn.organisation.models import Period
from zichtlijn.strategy.models import Direction

TODAY = date(2026, 11, 21)


@pytest.mark.django_db
def test_it_can_be_set_on_another_day():
    today = date(2028, 1, 2)  # hardly anything of this year has been measured
    organisation = make_westerwaard("nl", accounts.make_users("nl"), today=today)
    with in_organisation(organisation):
        assert Period.objects.years().at(today).exists()
        assert not Reading.objects.filter(measured_on__gt=today).exists()
        assert Direction.objects.at(today).exists()


@pytest.mark.django_db
def test_w76_no_known_password_where_others_can_come(settings):
    settings.LOOPBACK = False
    with pytest.raises(CommandError, match=r"wachtwoord dat iedereen kent|password that everybody knows"):
        call_command("load_demo", today=TODAY)
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_another_seed_gives_other_people_and_the_same_one_the_same():
    """That the same seed gives the same rows as well is what the English twin shows."""
    once, again, other = ([person.name for person in staff(read_units(), Random(seed))] for seed in (1, 1, 2))
    assert once == again
    assert once != other
