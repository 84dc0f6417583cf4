"""Versions of the reward system, and what stands in one."""

from dataclasses import dataclass
from datetime import date

from zichtlijn.rewards.models import Cell, RewardSystem, Scale
from zichtlijn.rewards.reckoning import Rules, rules_of
from zichtlijn.rewards.states import SystemState
from zichtlijn.rewards.wording import percent, problems_of


@dataclass(frozen=True)
class SystemPage:
    """A version as it is read: the scales, the matrix in words, and what is wrong with it."""

    system: RewardSystem
    rules: Rules
    scales: list[Scale]
    bands: list[str]
    #: Level → for each band the raise and what may be given once, in words.
    matrix: list[tuple]
    wrong: list[str]
    notable: list[str]

    @property
    def has_steps(self) -> bool:
        """True when one of the scales goes by steps."""
        return any(scale.steps for scale in self.scales)


def system_on(day: date) -> RewardSystem | None:
    """The version that holds on a day."""
    return RewardSystem.objects.filter(state=SystemState.ADOPTED, from_on__lte=day).order_by("-from_on").first()


def version_before(system: RewardSystem) -> RewardSystem | None:
    """The adopted version that this one takes the place of."""
    earlier = RewardSystem.objects.filter(state=SystemState.ADOPTED, from_on__lt=system.from_on)
    return earlier.exclude(pk=system.pk).order_by("-from_on").first()


def is_raised(system: RewardSystem, before: RewardSystem) -> bool:
    """True when a scale of this version has a higher maximum than the scale of that name in the one before."""
    then = dict(before.scales.values_list("name", "maximum"))
    return any(name in then and maximum > then[name] for name, maximum in system.scales.values_list("name", "maximum"))


def adopted_scales() -> list[str]:
    """Names of the scales of every version that was adopted, the latest first: the day tells which one holds."""
    found = Scale.objects.filter(system__state=SystemState.ADOPTED)
    names = found.order_by("-system__from_on", "-system_id", "maximum", "name").values_list("name", flat=True)
    return list(dict.fromkeys(names))


def system_page(system: RewardSystem) -> SystemPage:
    """Everything in a version."""
    rules = rules_of(system)
    wrong, notable = problems_of(rules)
    bands = list(system.bands.all())
    cells = {(cell.of_level_id, cell.band_id): cell for cell in Cell.objects.filter(of_level__system=system)}
    matrix = [
        (level, [_cell(band.name, cells.get((level.pk, band.pk))) for band in bands]) for level in rules.levels.values()
    ]
    return SystemPage(system, rules, list(system.scales.all()), [band.name for band in bands], matrix, wrong, notable)


def _cell(band: str, cell: Cell | None) -> dict[str, str]:
    if cell is None:
        return {"band": band, "ratio": "–", "once": ""}
    return {
        "band": band,
        "ratio": percent(cell.ratio),
        "once": percent(cell.most_one_off) if cell.most_one_off else "",
    }
