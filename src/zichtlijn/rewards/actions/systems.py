"""Versions of the reward system: writing, proposing, adopting by another, and what the works council said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.rewards import raised_scale
from zichtlijn.conversations.states import Consent
from zichtlijn.rewards.models import Cell, Level, PositionBand, RewardSystem, Scale
from zichtlijn.rewards.permissions import can_adopt_system, can_keep_rewards
from zichtlijn.rewards.queries.systems import system_page
from zichtlijn.rewards.reckoning import as_scale
from zichtlijn.rewards.states import SYSTEM_MOVES, SystemState
from zichtlijn.rewards.telling import tell_proposed
from zichtlijn.rewards.wording import percent

CONSENT = ("consent", "consent_on", "consent_document", "consent_scope")
#: What a new version takes over from the one before.
TEXTS = (
    "principles",
    "one_offs",
    "other_rewards",
    "percentage_of",
    "position_by",
    "collective_order",
    "collective_above",
    "periods",
    "most_deviation",
    "promotion",
    "objection_days",
)


@dataclass(frozen=True)
class TableRow:
    """A level with the steps it gives, or a band with where it begins."""

    name: str
    number: Decimal


def require_keeping(by) -> None:
    """Refuse whoever does not keep the rewards."""
    require(can_keep_rewards(by), _("HR keeps the reward system and the salaries."))


@transaction.atomic
def add_system(*, name: str, from_on: date, copy: RewardSystem | None = None, raised: Decimal = Decimal(0), by):
    """Begin a version; with `copy` it starts as that one, its scales raised by a ratio."""
    require_keeping(by)
    fields = {field: getattr(copy, field) for field in TEXTS} if copy else {}
    try:
        with transaction.atomic():
            made = RewardSystem.objects.create(organisation=by.organisation, name=name, from_on=from_on, **fields)
    except IntegrityError:
        raise NotNow(_("There is a version that holds from this day already. Choose another day.")) from None
    if copy:
        _copy_scales(copy, made, raised)
        _copy_matrix(copy, made)
    audit.record(Event.REWARD_SYSTEM_ADDED, on=made, by=by)
    return made


def _copy_scales(copy: RewardSystem, made: RewardSystem, raised: Decimal) -> None:
    for row in copy.scales.all():
        scale = raised_scale(as_scale(row), raised) if raised else as_scale(row)
        Scale.objects.create(
            organisation=made.organisation,
            system=made,
            name=row.name,
            minimum=scale.minimum,
            maximum=scale.maximum,
            steps="\n".join(str(step) for step in scale.steps),
        )


def _copy_matrix(copy: RewardSystem, made: RewardSystem) -> None:
    own = {"organisation": made.organisation, "system": made}
    levels = {
        row.pk: Level.objects.create(number=row.number, name=row.name, steps=row.steps, **own)
        for row in copy.levels.all()
    }
    bands = {
        row.pk: PositionBand.objects.create(number=row.number, name=row.name, low=row.low, **own)
        for row in copy.bands.all()
    }
    Cell.objects.bulk_create(
        Cell(
            organisation=made.organisation,
            of_level=levels[cell.of_level_id],
            band=bands[cell.band_id],
            ratio=cell.ratio,
            most_one_off=cell.most_one_off,
        )
        for cell in Cell.objects.filter(of_level__system=copy)
    )


@transaction.atomic
def change_system(system: RewardSystem, changes: dict, *, version: int, by) -> list[str]:
    """Change the texts and settings of a draft."""
    now = _hold_draft(system, by)
    try:
        with transaction.atomic():
            changed = save_version(system, changes, version=version)
    except IntegrityError:
        raise NotNow(_("There is a version that holds from this day already. Choose another day.")) from None
    if changed:
        _take_consent_away(now)
        audit.record(Event.REWARD_SYSTEM_CHANGED, on=system, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def remove_system(system: RewardSystem, *, by) -> None:
    """Throw a draft away."""
    _hold_draft(system, by)
    if system.rounds.exists():
        raise NotNow(_("There is a round with this version. Give that round another version first."))
    audit.record(Event.REWARD_SYSTEM_REMOVED, on=system, by=by)
    system.delete()


# scales and matrix ------------------------------------------------------------------------------------------------


@transaction.atomic
def add_scale(system: RewardSystem, *, name: str, minimum: Decimal, maximum: Decimal, steps: str, by) -> Scale:
    """Add a salary scale to a draft."""
    now = _hold_draft(system, by)
    if system.scales.filter(name=name).exists():
        raise NotNow(_("There is a scale with this name already."))
    made = Scale.objects.create(
        organisation=system.organisation, system=system, name=name, minimum=minimum, maximum=maximum, steps=steps
    )
    _changed(now)
    audit.record(Event.REWARD_SYSTEM_CHANGED, on=system, by=by, detail={"scale": name})
    return made


@transaction.atomic
def change_scale(scale: Scale, changes: dict, *, version: int, by) -> list[str]:
    """Change a salary scale of a draft. `version` is that of the scale; that of the system goes up with it."""
    now = _hold_draft(scale.system, by)
    if scale.system.scales.filter(name=changes.get("name", scale.name)).exclude(pk=scale.pk).exists():
        raise NotNow(_("There is a scale with this name already."))
    changed = save_version(scale, changes, version=version)
    if changed:
        _changed(now)
        audit.record(Event.REWARD_SYSTEM_CHANGED, on=scale.system, by=by, detail={"scale": scale.name})
    return changed


@transaction.atomic
def remove_scale(scale: Scale, *, by) -> None:
    """Take a salary scale out of a draft."""
    now = _hold_draft(scale.system, by)
    _changed(now)
    audit.record(Event.REWARD_SYSTEM_CHANGED, on=scale.system, by=by, detail={"scale": scale.name})
    scale.delete()


@transaction.atomic
def set_axes(system: RewardSystem, *, levels: list[TableRow], bands: list[TableRow], version: int, by) -> None:
    """The levels and the bands of the matrix, from low to high; cells of those that stay keep what they hold."""
    now = _hold_draft(system, by)
    texts = [
        (_("levels of appraisal"), _write(system.levels.all(), "steps"), _written(levels)),
        (_("places in the scale"), _write(system.bands.all(), "low"), _written(bands)),
    ]
    if not _next_version(now, texts, version):
        return
    held = _held(now, [row.name for row in levels], [row.name for row in bands])
    own: dict[str, Any] = {"organisation": now.organisation, "system": now}
    new_levels = [
        Level.objects.update_or_create(number=number, defaults={"name": row.name, "steps": int(row.number)}, **own)[0]
        for number, row in enumerate(levels, start=1)
    ]
    new_bands = [
        PositionBand.objects.update_or_create(number=number, defaults={"name": row.name, "low": row.number}, **own)[0]
        for number, row in enumerate(bands, start=1)
    ]
    now.levels.filter(number__gt=len(levels)).delete()
    now.bands.filter(number__gt=len(bands)).delete()
    Cell.objects.filter(of_level__system=now).delete()
    Cell.objects.bulk_create(
        Cell(
            organisation=now.organisation,
            of_level=new_levels[level],
            band=new_bands[band],
            ratio=cell.ratio,
            most_one_off=cell.most_one_off,
        )
        for (level, band), cell in held.items()
    )
    audit.record(Event.REWARD_SYSTEM_CHANGED, on=now, by=by)


@transaction.atomic
def set_cells(system: RewardSystem, cells: dict[tuple[int, int], tuple[Decimal, Decimal]], *, version: int, by) -> None:
    """The matrix: level and band (their rows) → the raise, and the most that may be given once."""
    now = _hold_draft(system, by)
    rows = {(level.pk, band.pk): f"{level} · {band}" for level in now.levels.all() for band in now.bands.all()}
    if set(cells) != set(rows):
        raise NotNow(_("The levels or places were changed in the meantime. Open the matrix again."))
    stored = {(cell.of_level_id, cell.band_id): cell for cell in Cell.objects.filter(of_level__system=now)}
    texts = [
        (rows[key], _gives(stored[key].ratio, stored[key].most_one_off) if key in stored else "", _gives(*given))
        for key, given in cells.items()
    ]
    if not _next_version(now, texts, version):
        return
    for (level_id, band_id), (ratio, once) in cells.items():
        Cell.objects.update_or_create(
            organisation=now.organisation,
            of_level_id=level_id,
            band_id=band_id,
            defaults={"ratio": ratio, "most_one_off": once},
        )
    audit.record(Event.REWARD_SYSTEM_CHANGED, on=now, by=by)


def _held(now: RewardSystem, levels: list[str], bands: list[str]) -> dict[tuple[int, int], Cell]:
    """The cells of the levels and bands that stay, at the places where these stand from now on."""
    old_levels, old_bands = list(now.levels.all()), list(now.bands.all())
    cells = {(cell.of_level_id, cell.band_id): cell for cell in Cell.objects.filter(of_level__system=now)}
    stood = [_stood([row.name for row in old_levels], levels), _stood([row.name for row in old_bands], bands)]
    return {
        (level, band): cell
        for level, level_then in stood[0].items()
        for band, band_then in stood[1].items()
        if (cell := cells.get((old_levels[level_then].pk, old_bands[band_then].pk)))
    }


def _stood(old: list[str], new: list[str]) -> dict[int, int]:
    """Place now → place before, of every name that stays.

    When as many stay, a new name at the place of one that is nowhere any more is another name for the same.
    """
    found: dict[int, int] = {}
    for place, name in enumerate(new):
        before = [then for then, other in enumerate(old) if other == name and then not in found.values()]
        if before:
            found[place] = place if place in before else before[0]
        elif len(old) == len(new) and name not in old and old[place] not in new:
            found[place] = place
    return found


def _write(rows, number: str) -> str:
    return _written([TableRow(row.name, Decimal(getattr(row, number))) for row in rows])


def _written(rows: list[TableRow]) -> str:
    return "; ".join(f"{row.name} {row.number.normalize():f}" for row in rows)


def _gives(ratio: Decimal, once: Decimal) -> str:
    return f"{percent(ratio)} ({percent(once)})" if once else percent(ratio)


def _next_version(now: RewardSystem, texts: list[tuple[str, str, str]], version: int) -> bool:
    """True when something changes. Refuses with both texts when somebody saved in between."""
    differing = [text for text in texts if text[1] != text[2]]
    if differing and now.version != version:
        raise EditConflict(now, differing, now.version)
    if differing:
        _changed(now)
    return bool(differing)


def _changed(now: RewardSystem) -> None:
    """A draft holds something else than before."""
    _store(now)
    _take_consent_away(now)


def _take_consent_away(now: RewardSystem) -> None:
    """The works council consented to what the draft held before; that there is no council stays true."""
    if now.consent == Consent.GIVEN:
        RewardSystem.objects.filter(pk=now.pk).update(
            consent="", consent_on=None, consent_document="", consent_scope=""
        )


# deciding ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def propose_system(system: RewardSystem, *, version: int, by) -> None:
    """Ask another to adopt a version that has no problems. `version` is that which was read."""
    require_keeping(by)
    now = _lock(system)
    _refuse_move(now, "propose")
    _refuse_unread(now, version)
    if wrong := system_page(now).wrong:
        raise NotNow(*wrong)
    _store(now, state=SystemState.PROPOSED, proposed_by=by.user, proposed_by_name=by.name)
    audit.record(Event.REWARD_SYSTEM_PROPOSED, on=now, by=by)
    tell_proposed(now, by=by)


@transaction.atomic
def return_system(system: RewardSystem, *, by) -> None:
    """Send a proposed version back, to be written on."""
    now = _lock(system)
    _require_adopting(now, by, "return")
    _store(now, state=SystemState.DRAFT, proposed_by=None, proposed_by_name="")
    audit.record(Event.REWARD_SYSTEM_RETURNED, on=now, by=by)


@transaction.atomic
def adopt_system(system: RewardSystem, *, version: int, by) -> None:
    """Adopt what another proposed; from then on it is fixed. `version` is that which was read."""
    now = _lock(system)
    _require_adopting(now, by, "adopt")
    _refuse_unread(now, version)
    _store(now, state=SystemState.ADOPTED, adopted_by=by.user, adopted_by_name=by.name, adopted_on=timezone.localdate())
    audit.record(Event.REWARD_SYSTEM_ADOPTED, on=now, by=by)


@transaction.atomic
def note_consent(system: RewardSystem, changes: dict, *, version: int, by) -> list[str]:
    """Write down what the works council said of a version; the version itself stays as it is."""
    require_keeping(by)
    _lock(system)
    changed = save_version(system, {name: changes[name] for name in CONSENT}, version=version)
    if changed:
        audit.record(Event.REWARD_CONSENT_NOTED, on=system, by=by, detail={"fields": changed})
    return changed


def reasons_of_consent(system: RewardSystem) -> list[str]:
    """What is missing of the works council before a round may start."""
    if system.consent == Consent.NONE:
        return []
    if system.consent != Consent.GIVEN:
        return [
            _(
                "The reward system needs the consent of the works council. "
                "Write down the consent, or say that there is no works council."
            )
        ]
    if not (system.consent_on and system.consent_document and system.consent_scope):
        return [_("Write down the date of the consent, in which document it stands and what it is about.")]
    return []


def _lock(system: RewardSystem) -> RewardSystem:
    found: RewardSystem = RewardSystem.objects.select_for_update().get(pk=system.pk)
    return found


def _store(now: RewardSystem, **fields) -> None:
    """Write on a locked version. Its number goes up, so that nobody proposes or adopts what they did not read."""
    now.version += 1
    RewardSystem.objects.filter(pk=now.pk).update(version=now.version, **fields)


def _hold_draft(system: RewardSystem, by) -> RewardSystem:
    require_keeping(by)
    now = _lock(system)
    if now.state != SystemState.DRAFT:
        raise NotNow(_("This version is “%(state)s” and stays as it is.") % {"state": now.get_state_display()})
    return now


def _require_adopting(now: RewardSystem, by, name: str) -> None:
    if now.state == SystemState.PROPOSED:
        require(
            can_adopt_system(by, now),
            _("Another than who proposed it adopts a version: a director, or somebody of HR."),
        )
    else:
        require_keeping(by)
    _refuse_move(now, name)


def _refuse_move(now: RewardSystem, name: str) -> None:
    source, _target = SYSTEM_MOVES[name]
    if now.state != source:
        raise NotNow(_("That is not possible now: this version is “%(state)s”.") % {"state": now.get_state_display()})


def _refuse_unread(now: RewardSystem, version: int) -> None:
    if now.version != version:
        raise NotNow(_("This version was changed after you opened it. Read it again first."))
