"""Work of every day: placements begin and end by themselves, and the lines of managers follow."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from zichtlijn.access.actor import system_actor
from zichtlijn.jobs.schedule import daily
from zichtlijn.organisation.actions.leaving import end_leadership
from zichtlijn.organisation.actions.paths import refresh_reporting_paths, refresh_unit_paths
from zichtlijn.organisation.actions.rights import lock_structure
from zichtlijn.organisation.models import Person, Project, SearchWord, Unit
from zichtlijn.organisation.search import remove_words


@daily("reporting_lines")
def follow_placements(organisation, day) -> None:
    """Lay the lines of this day, and let those who left be found no more and lead nothing."""
    let_go_of_leaders(organisation, day)
    with transaction.atomic():
        lock_structure(system_actor(organisation))  # whoever moves somebody comes before all lines are laid, or after
        refresh_unit_paths(organisation)
        refresh_reporting_paths(organisation, day, cut_circles=True)
    remove_words(SearchWord.Kind.PERSON, Person.objects.filter(ends_on__lt=day).values_list("pk", flat=True))
    remove_words(SearchWord.Kind.UNIT, Unit.objects.filter(ends_on__lt=day).values_list("pk", flat=True))


def let_go_of_leaders(organisation, day) -> None:
    """Those whose last day has passed head no unit and lead no running project any more."""
    yesterday = day - timedelta(days=1)
    goes_on = Q(ends_on=None) | Q(ends_on__gt=yesterday)
    heads = Unit.objects.filter(goes_on, head__ends_on__lt=day).values_list("head_id", flat=True)
    leaders = Project.objects.filter(goes_on, leader__ends_on__lt=day).values_list("leader_id", flat=True)
    left = {*heads, *leaders}
    if left:
        with transaction.atomic():
            end_leadership(left, day=yesterday, by=system_actor(organisation))
