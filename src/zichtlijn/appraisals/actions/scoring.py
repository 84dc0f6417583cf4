"""The draft: scores, the label and its reason; of who writes it alone until the report is sent."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.appraisals.models import Appraisal, Level, Scheme, Score
from zichtlijn.appraisals.permissions import can_score, scheme_of
from zichtlijn.appraisals.queries.sheet import Line, bands_of, levels_of, lines_of, lines_to_judge, parts_of
from zichtlijn.appraisals.states import State
from zichtlijn.appraisals.wording import tell_level, tell_score
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.appraisal import LabelProblemCode, label_problems, propose
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Conversation

#: Key of a line → the number of the level (None: not scored), and a remark.
Scores = Mapping[str, tuple[int | None, str]]


@transaction.atomic
def save_scores(
    conversation: Conversation, scores: Scores, *, chosen: int | None, reason: str, version: int, by
) -> Appraisal:
    """Keep the whole draft. `version` is that of the draft when the form was made, 0 when there was none.

    The log tells that somebody began, not each time it was saved.
    """
    require(can_score(by, conversation), _("The manager writes the appraisal, not the employee."))
    scheme = scheme_of(conversation.step.cycle)
    if scheme is None:
        raise NotNow(_("HR has not set the scale of this cycle yet."))
    report = talking.begin_report(conversation, by=by)
    draft = Appraisal.objects.select_for_update().filter(report=report).first()
    if draft is None or not is_begun(draft):
        # HR changes the scale until somebody is scored: the first score and that change wait for each other.
        scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    levels, lines = levels_of(scheme), lines_to_judge(conversation, timezone.localdate(), report.pk)
    _refuse_strange(levels, lines, scores, chosen)
    if draft is None:
        if version:
            raise NotNow(_("This appraisal is not there any more. Open the page again."))
        draft = Appraisal.objects.create(organisation=report.organisation, report=report)
        audit.record(Event.APPRAISAL_WRITTEN, on=conversation, by=by, about=conversation.employee_id)
    else:
        _refuse_clash(draft, levels, lines, scores, chosen, reason, version)
    draft.chosen, draft.label, draft.reason = chosen, chosen, reason
    draft.version += 1
    draft.save(update_fields=["chosen", "label", "reason", "version"])
    _write(draft, lines, scores)
    return draft


def is_begun(draft: Appraisal) -> bool:
    """True when something was scored or chosen in it: then the scale of its cycle stays."""
    return draft.chosen is not None or draft.scores.filter(Q(level__isnull=False) | ~Q(remark="")).exists()


def _refuse_strange(levels: Sequence[Level], lines: Sequence[Line], scores: Scores, chosen: int | None) -> None:
    if not set(scores) <= {line.key for line in lines}:
        raise NotNow(_("What is judged changed in the meantime. Open the page again."))
    numbers = {level.number for level in levels}
    given = [level for level, _remark in scores.values()] + [chosen]
    if any(number is not None and number not in numbers for number in given):
        raise NotNow(_("One of these scores is not on the scale. Open the page again."))


def _refuse_clash(draft: Appraisal, levels, lines, scores: Scores, chosen, reason: str, version: int) -> None:
    """Refuse when another window saved something else in between, with both texts."""
    if draft.version == version:
        return
    names = {level.number: level.name for level in levels}
    now = {(row.agreement_id, row.competency_id): (row.level, row.remark) for row in draft.scores.all()}
    told = [
        (
            line.name,
            tell_score(names, now.get((line.agreement_id, line.competency_id), (None, ""))),
            tell_score(names, scores.get(line.key, (None, ""))),
        )
        for line in lines
    ]
    told += [
        (_("Label"), tell_level(names, draft.chosen), tell_level(names, chosen)),
        (_("Reason to deviate"), draft.reason, reason),
    ]
    different = [one for one in told if one[1] != one[2]]
    if different:
        raise EditConflict(draft, different, draft.version)


def _write(draft: Appraisal, lines: Sequence[Line], scores: Scores) -> None:
    draft.scores.all().delete()
    Score.objects.bulk_create(
        Score(
            organisation=draft.organisation,
            appraisal=draft,
            part=line.part,
            agreement_id=line.agreement_id,
            competency_id=line.competency_id,
            name=line.name,
            weight=line.weight,
            required=line.required,
            level=scores.get(line.key, (None, ""))[0],
            remark=scores.get(line.key, (None, ""))[1],
        )
        for line in lines
    )


def proposed_label(scheme: Scheme, levels: Sequence[Level], lines: Sequence[Line]) -> str | None:
    """The label that the calculation proposes for these lines."""
    return propose(parts_of(scheme, lines), bands_of(levels)).label


def reasons_not_to_send(conversation: Conversation, draft: Appraisal | None, scheme: Scheme) -> list[str]:
    """What stands in the way of sending the appraisal with its report."""
    if draft is None:
        return [_("Score the agreements and competencies, and choose the label, before you send the report.")]
    levels = levels_of(scheme)
    lines = lines_of(conversation, draft, timezone.localdate())
    names = {level.number: level.name for level in levels}
    given = names.get(draft.chosen) if draft.chosen else None
    problems = label_problems(
        proposed_label(scheme, levels, lines), given, reason=draft.reason, labels=list(names.values())
    )
    told = {
        LabelProblemCode.NO_LABEL: _("Choose the label of the appraisal."),
        LabelProblemCode.UNKNOWN_LABEL: _("Choose the label of the appraisal."),
        LabelProblemCode.NO_REASON: _("You chose another label than the calculation proposes. Write why."),
    }
    return [told[problem.code] for problem in problems]


def fix_lines(conversation: Conversation, draft: Appraisal, scheme: Scheme) -> int | None:
    """Write down what was judged as it is on the day of sending; the number of the label that follows from it."""
    levels = levels_of(scheme)
    lines = lines_of(conversation, draft, timezone.localdate())
    _write(draft, lines, {line.key: (line.level, line.remark) for line in lines})
    name = proposed_label(scheme, levels, lines)
    return next((level.number for level in levels if level.name == name), None)


def draft_of(report) -> Appraisal | None:
    """The draft that goes with this report, or None."""
    found: Appraisal | None = Appraisal.objects.filter(report=report, state=State.DRAFT).first()
    return found
