"""Attention points: from the strongest cells to three to five questions, weighed, and turned into objectives."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.analysis.actions.matrix import rater_of, version_of_scores
from zichtlijn.analysis.actions.swot import lock, require_lead
from zichtlijn.analysis.models import Analysis, AttentionPoint, Factor, PointScore
from zichtlijn.analysis.permissions import can_take_part
from zichtlijn.analysis.queries.points import Mark, own_marks
from zichtlijn.analysis.states import CHILD_OF, MOST_POINTS, Criterion, level_alone
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives import actions as objectives
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State


@transaction.atomic
def add_point(
    analysis: Analysis, *, text: str, row: Factor | None = None, column: Factor | None = None, by
) -> AttentionPoint:
    """Add an attention point at the end of the list, with the two factors that it joins."""
    require_lead(by, analysis)
    now = lock(analysis)
    there = list(AttentionPoint.objects.filter(analysis=now))
    if len(there) >= MOST_POINTS:
        raise NotNow(
            _("There are %(most)s attention points already. Change one of them, or remove one first: with more, none "
              "of them gets the attention.")
            % {"most": MOST_POINTS}
        )  # fmt: skip
    point = AttentionPoint.objects.create(
        organisation=now.organisation,
        analysis=now,
        place=1 + max((point.place or 0 for point in there), default=0),
        text=text,
        row=row,
        column=column,
    )
    audit.record(Event.POINT_ADDED, on=point, by=by)
    return point


@transaction.atomic
def change_point(point: AttentionPoint, changes: dict, *, version: int, by) -> list[str]:
    """Change the words of an attention point."""
    require_lead(by, point.analysis)
    now = lock(point.analysis)
    point = _point_now(now, point)
    changed = save_version(point, changes, version=version)
    if changed:
        audit.record(Event.POINT_CHANGED, on=point, by=by, detail={"fields": changed})
    return changed


def _point_now(analysis: Analysis, point: AttentionPoint) -> AttentionPoint:
    still = AttentionPoint.objects.filter(analysis=analysis, pk=point.pk).first()
    if still is None:
        raise NotNow(_("This attention point was removed in the meantime."))
    return still


@transaction.atomic
def remove_point(point: AttentionPoint, *, by) -> None:
    """Take an attention point off the list; the others move up. What became an objective stays."""
    require_lead(by, point.analysis)
    now = lock(point.analysis)
    still = AttentionPoint.objects.filter(pk=point.pk).first()
    if still is None:
        return
    if still.objective_id and Objective.objects.filter(pk=still.objective_id).exclude(state=State.DROPPED).exists():
        raise NotNow(_("This became an objective, which tells where it comes from. Drop the objective first."))
    audit.record(Event.POINT_REMOVED, on=point, by=by)
    point.delete()
    rest = list(AttentionPoint.objects.filter(analysis=now))
    AttentionPoint.objects.filter(analysis=now).update(place=None)
    for place, other in enumerate(rest, start=1):
        other.place = place
    AttentionPoint.objects.bulk_update(rest, ["place"])


@transaction.atomic
def weigh_points(analysis: Analysis, given: Mapping[Mark, int | None], *, version: int, by) -> int:
    """Score the attention points: (point, criterion) → 1 to 5, None where nothing is given. How many changed."""
    require(can_take_part(by), _("You can read the attention points, but not weigh them."))
    now = lock(analysis)
    points = dict(AttentionPoint.objects.filter(analysis=now).values_list("pk", "place"))
    wanted = {mark: score for mark, score in given.items() if score is not None}
    if any(point not in points for point, _criterion in wanted):
        raise NotNow(_("The attention points changed in the meantime. Open the page again."))
    rater = rater_of(now, by)
    stored = own_marks(rater)
    if version != version_of_scores(stored) and wanted != stored:
        fields = [
            (f"{points[point]}. {Criterion(criterion).label}", str(stored.get((point, criterion), "–")),
             str(wanted.get((point, criterion), "–")))
            for point, criterion in sorted({*stored, *wanted})
            if stored.get((point, criterion)) != wanted.get((point, criterion))
        ]  # fmt: skip
        raise EditConflict(now, fields, version_of_scores(stored))
    gone = [mark for mark in stored if mark not in wanted]
    changed = [mark for mark, score in wanted.items() if stored.get(mark) != score]
    for point, criterion in gone:
        PointScore.objects.filter(rater=rater, point=point, criterion=criterion).delete()
    PointScore.objects.bulk_create(
        [
            PointScore(
                organisation=now.organisation, rater=rater, point_id=point, criterion=criterion,
                score=wanted[point, criterion],
            )
            for point, criterion in changed
        ],
        update_conflicts=True,
        unique_fields=["organisation", "rater", "point", "criterion"],
        update_fields=["score"],
    )  # fmt: skip
    if gone or changed:
        audit.record(Event.POINTS_WEIGHED, on=now, by=by, detail={"scores": len(changed) + len(gone)})
    return len(gone) + len(changed)


@transaction.atomic
def turn_into_objective(
    point: AttentionPoint, *, title: str, parent: Objective | None = None, by, **fields
) -> Objective:
    """Make an objective of an attention point, as a draft, under `parent` or on its own. Only once."""
    require_lead(by, point.analysis)
    now = lock(point.analysis)
    point = _point_now(now, point)
    if point.objective_id:
        became = Objective.objects.filter(pk=point.objective_id).exclude(state=State.DROPPED).first()
        if became is not None:
            raise NotNow(_("This is an objective already: “%(title)s”.") % {"title": became.title})
    level = level_alone(now.unit) if parent is None else CHILD_OF.get(Level(parent.level))
    if level is None:
        raise NotNow(_("Choose a strategic or a department objective to put it under."))
    made = objectives.create_objective(
        by=by, level=level, title=title, period=now.period, parents=[parent] if parent else (), **fields
    )
    point.objective = made
    point.save(update_fields=["objective"])
    audit.record(Event.POINT_TURNED, on=point, by=by, detail={"objective": made.pk, "level": level})
    return made
