"""Scoring the confrontation matrix: opening it, what raters give, closing it, and beginning again."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.analysis.actions.swot import lock, moved, require_lead
from zichtlijn.analysis.models import Analysis, Rater, Score
from zichtlijn.analysis.permissions import can_take_part
from zichtlijn.analysis.queries.matrix import Cell, own_scores, sides_of
from zichtlijn.analysis.queries.swot import as_listed, code_of, factors_of
from zichtlijn.analysis.states import Mode, Scoring
from zichtlijn.analysis.wording import tell_missing, tell_scoring, write_score
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.confrontation import ScoringMode, Vote, VoteProblemCode, swot_problems, vote_problems
from zichtlijn.ui.versions import version_of

#: Not filled in yet, or only in part: that is no mistake.
_OPEN = {VoteProblemCode.CELL_OPEN, VoteProblemCode.COLUMN_OPEN, VoteProblemCode.COLUMN_SUM}


def version_of_scores(given: Mapping) -> int:
    """A number that is another one as soon as one of these scores is."""
    return version_of(sorted(given.items()))


@transaction.atomic
def open_scoring(analysis: Analysis, mode: str, *, by) -> Analysis:
    """Let everybody score the matrix, in this way. Who scored in another way comes first to nothing: `begin_again`."""
    require_lead(by, analysis)
    now = lock(analysis)
    if missing := tell_missing(swot_problems(as_listed(factors_of(now)))):
        raise NotNow(*missing)
    raters = Rater.objects.filter(analysis=now, scores__isnull=False).distinct().count()
    if raters and mode != now.mode:
        raise NotNow(
            _("The matrix was scored in the other way already, by %(n)s. Begin it again first.") % {"n": raters}
        )
    if (now.scoring, now.mode) != (Scoring.OPEN, mode):
        now.scoring, now.mode = Scoring.OPEN, Mode(mode)
        now.save(update_fields=["scoring", "mode"])
        moved(now)
        audit.record(Event.SCORING_OPENED, on=now, by=by, detail={"mode": mode})
    return now


@transaction.atomic
def close_scoring(analysis: Analysis, *, by) -> Analysis:
    """End the scoring: from now on everybody sees what came out."""
    require_lead(by, analysis)
    now = lock(analysis)
    if now.scoring == Scoring.OPEN:
        now.scoring = Scoring.CLOSED
        now.save(update_fields=["scoring"])
        moved(now)
        audit.record(Event.SCORING_CLOSED, on=now, by=by)
    return now


@transaction.atomic
def begin_again(analysis: Analysis, *, by) -> Analysis:
    """Throw all scores of the matrix away, so that factors and the way of scoring may change. Attention points stay."""
    require_lead(by, analysis)
    now = lock(analysis)
    scores = Score.objects.filter(rater__analysis=now)
    thrown_away = scores.count()
    scores.delete()
    Rater.objects.filter(analysis=now).update(scored_at=None)
    now.scoring = Scoring.NOT_YET
    now.save(update_fields=["scoring"])
    moved(now)
    audit.record(Event.SCORES_THROWN_AWAY, on=now, by=by, detail={"scores": thrown_away})
    return now


@transaction.atomic
def give_scores(
    analysis: Analysis, given: Mapping[Cell, int | None], *, version: int, mode: str | None = None, by
) -> int:
    """Score the matrix: (row, column) → points or score, None or left out where nothing is given. How many changed.

    All that one rater gives is in this one form; `version` is that of the scores when it was made, `mode` the way in
    which they were given.
    """
    require(can_take_part(by), _("You can read this matrix, but not score it."))
    now = lock(analysis)
    if now.scoring != Scoring.OPEN:
        raise NotNow(_("The matrix is not open for scores now. Ask whoever leads this analysis."))
    if mode not in (None, now.mode):
        raise NotNow(_("The way of scoring changed in the meantime. Open the page again."))
    factors = factors_of(now)
    rows, columns = sides_of(factors)
    wanted = {cell: score for cell, score in given.items() if score is not None}
    if now.mode == Mode.POINTS:
        wanted = {cell: score for cell, score in wanted.items() if score}
    _refuse_wrong(now, wanted, factors)
    rater = rater_of(now, by)
    stored = own_scores(rater)
    if version != version_of_scores(stored) and wanted != stored:
        codes = {factor.pk: code_of(factor) for factor in [*rows, *columns]}
        fields = [
            (f"{codes.get(row, '?')} × {codes.get(column, '?')}", write_score(stored.get((row, column)), now.mode),
             write_score(wanted.get((row, column)), now.mode))
            for row, column in sorted({*stored, *wanted})
            if stored.get((row, column)) != wanted.get((row, column))
        ]  # fmt: skip
        raise EditConflict(now, fields, version_of_scores(stored))
    return _write(now, rater, stored, wanted, by)


def rater_of(analysis: Analysis, by) -> Rater:
    """The actor as a rater of this analysis; made at the first score."""
    rater, _made = Rater.objects.get_or_create(
        organisation=analysis.organisation, analysis=analysis, user=by.user, defaults={"name": by.name}
    )
    return rater


def _refuse_wrong(analysis: Analysis, wanted: Mapping[Cell, int], factors) -> None:
    """Refuse scores for what is not there, and points that are given twice."""
    rows, columns = sides_of(factors)
    votes = [Vote("rater", str(row), str(column), score) for (row, column), score in wanted.items()]
    problems = vote_problems(
        ScoringMode(analysis.mode),
        votes,
        rows=[str(row.pk) for row in rows],
        columns=[str(column.pk) for column in columns],
        raters=["rater"],
    )
    codes = {str(factor.pk): code_of(factor) for factor in factors}
    wrong = [problem for problem in problems if problem.code not in _OPEN]
    if said := tell_scoring(wrong, codes, len(rows)):
        raise NotNow(*said)


def _write(analysis: Analysis, rater: Rater, stored: dict[Cell, int], wanted: Mapping[Cell, int], by) -> int:
    gone = [cell for cell in stored if cell not in wanted]
    changed = [cell for cell, score in wanted.items() if stored.get(cell) != score]
    for row, column in gone:
        Score.objects.filter(rater=rater, row=row, column=column).delete()
    Score.objects.bulk_create(
        [
            Score(
                organisation=analysis.organisation, rater=rater, row_id=row, column_id=column, score=wanted[row, column]
            )
            for row, column in changed
        ],
        update_conflicts=True,
        unique_fields=["organisation", "rater", "row", "column"],
        update_fields=["score"],
    )
    if gone or changed:
        rater.scored_at = timezone.now() if wanted else None
        rater.save(update_fields=["scored_at"])
        moved(analysis)
        detail = {"scores": len(changed), "removed_scores": len(gone)}
        audit.record(Event.MATRIX_SCORED, on=analysis, by=by, detail={key: n for key, n in detail.items() if n})
    return len(gone) + len(changed)
