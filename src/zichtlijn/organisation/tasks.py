"""Work of every day: placements begin and end by themselves, and the lines of managers follow."""

from zichtlijn.jobs.schedule import daily
from zichtlijn.organisation.actions.paths import refresh_reporting_paths, refresh_unit_paths
from zichtlijn.organisation.models import Person, SearchWord, Unit
from zichtlijn.organisation.search import remove_words


@daily("reporting_lines")
def follow_placements(organisation, day) -> None:
    """Lay the lines of this day, and let those who left be found no more."""
    refresh_unit_paths(organisation)
    refresh_reporting_paths(organisation, day, cut_circles=True)
    remove_words(SearchWord.Kind.PERSON, Person.objects.filter(ends_on__lt=day).values_list("pk", flat=True))
    remove_words(SearchWord.Kind.UNIT, Unit.objects.filter(ends_on__lt=day).values_list("pk", flat=True))
