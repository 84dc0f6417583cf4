"""What people leave behind when they go: the units they head, their running projects, and who reports to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.organisation.models import Person, Placement, Project, Unit
from zichtlijn.organisation.queries.placements import main_manager

#: So many names are written out; of the others only how many they are.
MOST_NAMES = 20


def units_headed_by(people: Iterable[int], day: date) -> QuerySet[Unit]:
    """Units that still exist after this day and have one of these people as their head."""
    return Unit.objects.filter(_goes_on(day), head__in=people).select_related("head").order_by("path", "id")


def projects_led_by(people: Iterable[int], day: date) -> QuerySet[Project]:
    """Projects that run on after this day and have one of these people as their leader."""
    return Project.objects.filter(_goes_on(day), leader__in=people).select_related("leader").order_by("name", "id")


def _goes_on(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=day)


@dataclass(frozen=True)
class LeavingBehind:
    """What is without a leader when one person leaves: names of units and projects, and of who reports to them."""

    person: str
    units: tuple[str, ...]
    projects: tuple[str, ...]
    reports: tuple[str, ...]
    manager: str = ""

    def sentences(self) -> list[str]:
        """What to know before letting this person leave."""
        found = []
        if self.units:
            text = ngettext(
                "%(person)s heads %(names)s, which then has no head.",
                "%(person)s heads %(names)s, which then have no head.",
                len(self.units),
            )
            found.append(text % {"person": self.person, "names": names_together(self.units)})
        if self.projects:
            text = ngettext(
                "%(person)s leads %(names)s, which then has no project leader.",
                "%(person)s leads %(names)s, which then have no project leader.",
                len(self.projects),
            )
            found.append(text % {"person": self.person, "names": names_together(self.projects)})
        if self.reports:
            text = ngettext(
                "%(count)s person reports to %(person)s: %(names)s. Choose who they report to from then on.",
                "%(count)s people report to %(person)s: %(names)s. Choose who they report to from then on.",
                len(self.reports),
            )
            shown = {"count": len(self.reports), "person": self.person, "names": names_together(self.reports)}
            found.append(text % shown)
            found.append(self._if_one_of_them())
        return found

    def _if_one_of_them(self) -> str:
        """What becomes of the line of a report who is chosen as the next manager."""
        if not self.manager:
            return _("If you choose one of them, that person has no line manager from then on.")
        sentence = _("If you choose one of them, that person reports to %(manager)s from then on.")
        return sentence % {"manager": self.manager}


def leaving_behind(person: Person) -> LeavingBehind:
    """What would be without a leader if this person left today: also of those who report to them only later on."""
    today = timezone.localdate()
    manager = main_manager(person, today, is_passed=True)
    reporting = Placement.objects.exclude(ends_on__lt=today).filter(line_manager=person).values("person_id")
    return LeavingBehind(
        person=person.name,
        units=tuple(unit.name for unit in units_headed_by([person.pk], today)),
        projects=tuple(project.name for project in projects_led_by([person.pk], today)),
        reports=tuple(report.name for report in Person.objects.filter(pk__in=reporting).order_by("sort_name", "id")),
        manager=manager.name if manager else "",
    )


def names_together(names: Iterable[str]) -> str:
    """These names in one sentence; of a long list the first, and how many more there are."""
    listed = list(names)
    if len(listed) <= MOST_NAMES:
        return ", ".join(listed)
    more = _("and %(count)s more") % {"count": len(listed) - MOST_NAMES}
    return ", ".join([*listed[:MOST_NAMES], more])
