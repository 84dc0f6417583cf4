"""The framework as lists: the levels, the competencies with what one sees at each, and what positions require."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.competencies.models import Competency, Profile, Requirement
from zichtlijn.competencies.queries import behaviours_of, framework
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.columns import BEHAVIOUR, COMPETENCIES, LEVELS, PROFILES, Column, YesNo
from zichtlijn.exchange.lists.listed import BATCH, Listed, of_sheet, word
from zichtlijn.exchange.permissions import can_export


def _level_rows(by: Actor) -> Iterator[Mapping]:
    kept = framework()
    for number, name in enumerate(kept.level_names if kept else (), start=1):
        yield {"level": number, "name": name, "framework": kept.name if kept else ""}


def _count_levels(by: Actor) -> int:
    return sum(1 for _row in _level_rows(by))


def _levels() -> Listed:
    columns = LEVELS.columns
    return Listed(
        LEVELS.name,
        gettext_lazy("Framework and its levels"),
        can_export,
        lambda by: [column.header() for column in columns],
        lambda by: ([row[column.name] for column in columns] for row in _level_rows(by)),
        _count_levels,
        lambda by: columns,
    )


def described_columns(by: Actor) -> tuple[Column, ...]:
    """The columns of the competencies, with one for each level that there is."""
    kept = framework()
    levels = len(kept.level_names) if kept else 0
    past = {f"{BEHAVIOUR}{number}" for number in range(levels + 1, 10)}
    return tuple(column for column in COMPETENCIES.columns if column.name not in past)


def _competency_rows(by: Actor) -> Iterator[list]:
    names = [column.name for column in described_columns(by)]
    for competencies in in_batches(Competency.objects.iterator(chunk_size=BATCH), BATCH):
        seen = behaviours_of([one.pk for one in competencies])
        for one in competencies:
            values = {"name": one.name, "group": one.group, "description": one.description, "ends_on": one.ends_on}
            values |= {f"{BEHAVIOUR}{level}": text for level, text in seen.get(one.pk, {}).items()}
            yield [values.get(name) for name in names]


def _profiles(by: Actor) -> QuerySet[Profile]:
    return Profile.objects.select_related("position").order_by("position__name", "position", "from_on")


def _profile_rows(by: Actor) -> Iterator[Mapping]:
    core = PROFILES.by_name["is_core"]
    for profiles in in_batches(_profiles(by).iterator(chunk_size=BATCH), BATCH):
        asked: dict[int, list[Requirement]] = {}
        rows = Requirement.objects.filter(profile__in=[profile.pk for profile in profiles])
        for row in rows.select_related("competency").order_by("competency__group", "competency__name", "id"):
            asked.setdefault(row.profile_id, []).append(row)
        for profile in profiles:
            of_profile = {
                "position": profile.position.key, "position_name": profile.position.name, "from_on": profile.from_on,
                "competency": None, "level": None, "is_core": None,
            }  # fmt: skip
            yield from (
                of_profile
                | {
                    "competency": row.competency.name,
                    "level": row.level,
                    "is_core": word(core, YesNo.YES) if row.is_core else None,
                }
                for row in asked.get(profile.pk, ())
            )
            if profile.pk not in asked:
                yield of_profile  # nothing is required from that day on


FRAMEWORK = (
    _levels(),
    Listed(
        COMPETENCIES.name,
        gettext_lazy("Competencies"),
        can_export,
        lambda by: [column.header() for column in described_columns(by)],
        _competency_rows,
        lambda by: Competency.objects.count(),
        described_columns,
    ),
    of_sheet(PROFILES, gettext_lazy("Profiles of positions"), can_export, _profile_rows, _profiles),
)
