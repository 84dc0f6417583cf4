"""Keeping the framework and the profiles, and writing and sharing assessments."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.audit.wording import field_label
from zichtlijn.competencies.models import (
    Assessment,
    Behaviour,
    Competency,
    Framework,
    Judgement,
    Profile,
    Requirement,
)
from zichtlijn.competencies.permissions import can_keep_competencies, side_of
from zichtlijn.competencies.queries import (
    asked_of,
    behaviours_of,
    draft_of,
    framework,
    is_scale_used,
    judgements_of,
    last_profile,
    next_profile,
    version_of_profiles,
)
from zichtlijn.competencies.states import FEWEST_LEVELS, MOST_LEVELS
from zichtlijn.competencies.telling import tell_shared
from zichtlijn.competencies.wording import tell_judgement, tell_requirement
from zichtlijn.organisation.models import Person, Position

#: Competency → level (None: not yet) and example.
Judgements = Mapping[int, tuple[int | None, str]]


def require_keeping(by) -> None:
    """Refuse who does not keep the framework."""
    require(can_keep_competencies(by), _("HR keeps the competencies and the profiles of positions."))


def _refuse_clash(thing: Model, version: int, told: list[tuple[str, str, str]], *, now: int) -> None:
    """Refuse when somebody saved something else since `version`: label, what stands there now, what was written."""
    different = [(label, stands, yours) for label, stands, yours in told if stands != yours]
    if now != version and different:
        raise EditConflict(thing, different, now)


# the framework ----------------------------------------------------------------------------------------------------


@transaction.atomic
def set_framework(*, name: str, levels: list[str], version: int, by) -> Framework:
    """Name the framework and the levels of its scale. Of a scale in use the names change, their number does not."""
    require_keeping(by)
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        raise NotNow(_("A scale has %(from)s to %(to)s levels.") % {"from": FEWEST_LEVELS, "to": MOST_LEVELS})
    kept = Framework.objects.select_for_update().first()
    if kept is None:
        return _make_framework(name, levels, by)
    if len(levels) != len(kept.level_names) and is_scale_used():
        raise NotNow(
            _("The scale is in use, so it keeps its %(number)s levels. You can give them other names.")
            % {"number": len(kept.level_names)}
        )
    changed = save_version(kept, {"name": name, "levels": "\n".join(levels)}, version=version)
    if changed:
        Behaviour.objects.filter(level__gt=len(levels)).delete()
        audit.record(Event.FRAMEWORK_CHANGED, on=kept, by=by, detail={"fields": changed})
    return kept


def _make_framework(name: str, levels: list[str], by) -> Framework:
    """The first framework; refused when somebody else made it in the same moment."""
    try:
        with transaction.atomic():
            made = Framework.objects.create(organisation=by.organisation, name=name, levels="\n".join(levels))
    except IntegrityError as twice:
        raise NotNow(_("Somebody else has just set the levels. Open the page again to see them.")) from twice
    audit.record(Event.FRAMEWORK_CHANGED, on=made, by=by)
    return made


def _require_free_name(name: str, but: int = 0) -> None:
    if Competency.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise _taken(name)


def _taken(name: str) -> NotNow:
    return NotNow(_("There already is a competency called “%(name)s”.") % {"name": name})


@transaction.atomic
def add_competency(*, name: str, group: str, description: str, behaviours: Mapping[int, str], by) -> Competency:
    """Add a competency with what one sees at each level."""
    require_keeping(by)
    if framework() is None:
        raise NotNow(_("First set the levels of the framework."))
    _require_free_name(name)
    try:
        with transaction.atomic():
            made = Competency.objects.create(
                organisation=by.organisation, name=name, group=group, description=description
            )
    except IntegrityError as twice:
        raise _taken(name) from twice
    _write_behaviours(made, behaviours)
    audit.record(Event.COMPETENCY_ADDED, on=made, by=by)
    return made


@transaction.atomic
def change_competency(
    competency: Competency,
    *,
    name: str,
    group: str,
    description: str,
    behaviours: Mapping[int, str],
    version: int,
    by,
) -> None:
    """Write a competency and its behaviours anew."""
    require_keeping(by)
    _require_free_name(name, but=competency.pk)
    competency = Competency.objects.select_for_update().get(pk=competency.pk)
    old = behaviours_of([competency.pk]).get(competency.pk, {})
    new = {level: text for level, text in behaviours.items() if text}
    texts = {"name": name, "group": group, "description": description}
    words = [(field_label(Competency, key), getattr(competency, key), text) for key, text in texts.items()]
    kept = framework()
    levels = kept.level_names if kept else []
    words += [(word, old.get(number, ""), new.get(number, "")) for number, word in enumerate(levels, start=1)]
    _refuse_clash(competency, version, words, now=competency.version)
    changed = save_version(competency, texts, version=competency.version)
    if old != new:
        competency.behaviours.all().delete()
        _write_behaviours(competency, new)
        if not changed:
            competency.version += 1
            competency.save(update_fields=["version"])
    if changed or old != new:
        audit.record(Event.COMPETENCY_CHANGED, on=competency, by=by, detail={"fields": changed} if changed else {})


def _write_behaviours(competency: Competency, behaviours: Mapping[int, str]) -> None:
    Behaviour.objects.bulk_create(
        Behaviour(organisation=competency.organisation, competency=competency, level=level, text=text)
        for level, text in behaviours.items()
        if text
    )


@transaction.atomic
def end_competency(competency: Competency, *, by) -> None:
    """From today nobody asks for it any more; what was judged stays readable."""
    require_keeping(by)
    yesterday = timezone.localdate() - timedelta(days=1)
    if save_version(competency, {"ends_on": yesterday}, version=competency.version):
        audit.record(Event.COMPETENCY_ENDED, on=competency, by=by)


@transaction.atomic
def resume_competency(competency: Competency, *, by) -> None:
    """Take it into use again."""
    require_keeping(by)
    if save_version(competency, {"ends_on": None}, version=competency.version):
        audit.record(Event.COMPETENCY_CHANGED, on=competency, by=by, detail={"fields": ["ends_on"]})


# profiles ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_profile(
    position: Position, *, from_on: date, required: Mapping[int, tuple[int, bool]], version: int, by
) -> Profile:
    """What a position requires from a day on: competency → level, and whether it is core.

    The day of the newest profile changes that one; a later day makes the next. What was before that stays as it was.
    `version` is that of all profiles of the position when the form was made, 0 when there was none.
    """
    require_keeping(by)
    Position.objects.select_for_update().get(pk=position.pk)  # two who make the first profile come one after the other
    kept = last_profile(position)
    old: dict[int, tuple[int, bool]] = {}
    if kept:
        kept = Profile.objects.select_for_update().get(pk=kept.pk)
        rows = kept.requirements.all()
        old = {row.competency_id: (row.level, row.is_core) for row in rows}
        ended = rows.filter(competency__ends_on__lt=timezone.localdate())  # not on the form, back when resumed
        required = {row.competency_id: (row.level, row.is_core) for row in ended} | dict(required)
    _refuse_clash(kept or position, version, _told_profile(old, required), now=version_of_profiles(position))
    if kept:
        if from_on < kept.from_on:
            why = _("There is a profile from a later day. Choose that day, or one after it.")
            waits = kept.from_on > timezone.localdate()
            raise NotNow(f"{why} {_('As it has yet to begin, you can also throw it away.')}" if waits else why)
        if from_on == kept.from_on and old == dict(required):
            return kept
    if kept and from_on == kept.from_on:
        kept.requirements.all().delete()
        kept.version += 1
        kept.save(update_fields=["version"])
    else:
        kept = Profile.objects.create(organisation=by.organisation, position=position, from_on=from_on)
    known = set(Competency.objects.filter(pk__in=required).values_list("pk", flat=True))
    if known != set(required):
        raise NotNow(_("A competency is no longer there. Open the page again."))
    Requirement.objects.bulk_create(
        Requirement(
            organisation=by.organisation, profile=kept, competency_id=competency_id, level=level, is_core=is_core
        )
        for competency_id, (level, is_core) in required.items()
    )
    audit.record(Event.PROFILE_CHANGED, on=position, by=by, detail={"starts_on": from_on.isoformat()})
    return kept


@transaction.atomic
def throw_away_profile(position: Position, *, version: int, by) -> None:
    """Throw away the newest profile of a position while it has yet to begin; the one before it stays as it was."""
    require_keeping(by)
    Position.objects.select_for_update().get(pk=position.pk)
    kept = next_profile(position, timezone.localdate())
    if kept is None:
        raise NotNow(_("No profile of this position has yet to begin: it has begun, or was thrown away."))
    if version_of_profiles(position) != version:
        raise NotNow(_("The profile changed in the meantime. Look at it before you throw it away."))
    starts_on = kept.from_on.isoformat()
    kept.delete()
    audit.record(Event.PROFILE_CHANGED, on=position, by=by, detail={"starts_on": starts_on, "withdrawn": True})


def _told_profile(old: Mapping, new: Mapping) -> list[tuple[str, str, str]]:
    names = dict(Competency.objects.filter(pk__in={*old, *new}).values_list("pk", "name"))
    return [(name, tell_requirement(old.get(pk)), tell_requirement(new.get(pk))) for pk, name in sorted(names.items())]


# assessments ------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_assessment(
    person: Person,
    judgements: Judgements,
    *,
    version: int,
    share: bool = False,
    left_out: Collection[int] = (),
    by,
) -> Assessment:
    """Keep the draft of the actor's own side; with `share` it is shared in the same act and cannot change any more.

    `version` is that of the draft when the form was made, 0 when there was none. What the draft says of competencies
    that the profile no longer asks stays in it; it is not shared, and goes when the actor was told so (`left_out`).
    """
    side = side_of(by, person)
    if side is None:
        raise NotAllowed(_("You assess yourself, and the people whose line manager you are."))
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)  # the same form twice waits for itself
    today = timezone.localdate()
    asked = {one.competency.pk: one for one in asked_of([person.pk], today).get(person.pk, ())}
    if not set(judgements) <= set(asked):
        raise NotNow(_("The profile of the position changed in the meantime. Open the page again."))
    new = {pk: told for pk, told in judgements.items() if told != (None, "")}
    if share and not any(level for level, _example in new.values()):
        raise NotNow(_("Choose a level for at least one competency before you share."))
    if share:
        said = {pk: (*told, asked[pk].level) for pk, told in new.items()}
        _refuse_twice(Assessment.objects.filter(person=person, assessor=by.person, side=side, shared_on=today), said)
    draft = draft_of(by, person, side)
    if draft:
        draft = Assessment.objects.select_for_update().get(pk=draft.pk)
        kept = judgements_of(draft)
        old = {pk: (row.level, row.example) for pk, row in kept.items()}
        names = [(asked[pk].competency.name, old.get(pk), new.get(pk)) for pk in asked]
        told = [(name, tell_judgement(now), tell_judgement(you)) for name, now, you in names]
        _refuse_clash(draft, version, told, now=draft.version)
        if share:
            _require_told([row.competency.name for pk, row in kept.items() if pk not in {*asked, *left_out}])
        draft.judgements.filter(competency__in=kept if share else asked).delete()
        draft.version += 1
    else:
        if version:
            raise NotNow(
                _("This assessment was shared in the meantime, perhaps in another window. Copy what you wrote.")
            )
        earlier = Assessment.objects.filter(person=person, assessor=by.person, side=side)
        last = earlier.aggregate(version=Max("version"))["version"] or 0  # one begun anew is never taken for this one
        draft = Assessment(organisation=by.organisation, person=person, side=side, assessor=by.person, version=last + 1)
    draft.assessor_name = by.name
    draft.shared_on = today if share else None
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as twice:
        raise NotNow(_("You began this assessment in another window. Open the page again.")) from twice
    Judgement.objects.bulk_create(
        Judgement(
            organisation=by.organisation,
            assessment=draft,
            competency_id=pk,
            level=level,
            example=example,
            required=asked[pk].level if share else None,
            is_core=asked[pk].is_core if share else False,
        )
        for pk, (level, example) in new.items()
    )
    if share:
        audit.record(Event.ASSESSMENT_SHARED, on=draft, by=by, about=person.pk)
        tell_shared(draft, by=by)
    return draft


def _require_told(names: list[str]) -> None:
    """Refuse to share while the actor was not told that these competencies are left out."""
    if names:
        raise NotNow(
            _(
                "The position no longer asks for %(names)s. What you wrote of it is left out, and goes when you share. "
                "Share once more if that is right."
            )
            % {"names": ", ".join(names)}
        )


def _refuse_twice(shared_today, said: Mapping[int, tuple[int | None, str, int]]) -> None:
    """Refuse what says the same as what was shared last today: competency → level, example and what was required."""
    last = judgements_of(shared_today.first())
    if last and said == {pk: (row.level, row.example, row.required) for pk, row in last.items()}:
        raise NotNow(_("You shared exactly this already today."))


@transaction.atomic
def throw_away_draft(person: Person, *, version: int, by) -> None:
    """Throw away what the actor had not shared yet; nothing of it is kept, not in the log either."""
    side = side_of(by, person)
    if side is None:
        raise NotAllowed(_("You assess yourself, and the people whose line manager you are."))
    draft = draft_of(by, person, side)
    if draft is None:
        raise NotNow(_("There is no draft any more: it was shared or thrown away, perhaps in another window."))
    draft = Assessment.objects.select_for_update().get(pk=draft.pk)
    if draft.version != version:
        raise NotNow(
            _("This draft changed in the meantime, perhaps in another window. Look at it before you throw it away.")
        )
    draft.delete()
