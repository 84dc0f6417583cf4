"""The sheet of one appraisal: what is judged, the calculation line by line, the label, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from zichtlijn.appraisals.models import Appraisal, Level, Passage, Scheme, Score
from zichtlijn.appraisals.queries.weighing import weights_of
from zichtlijn.appraisals.states import Part, State
from zichtlijn.calculations.appraisal import (
    WHOLE,
    AppraisalPart,
    Discussed,
    Judged,
    Proposal,
    ProposalLine,
    ProposedPart,
    Surprise,
    negative_points,
    propose,
    surprises,
)
from zichtlijn.calculations.appraisal import Level as ScaleLevel
from zichtlijn.calculations.bands import Band
from zichtlijn.competencies.models import Assessment, Framework, Judgement
from zichtlijn.competencies.queries import Asked, asked_of
from zichtlijn.competencies.states import Side
from zichtlijn.conversations.models import AgreementAnswer, Conversation
from zichtlijn.conversations.queries.agreed import agreed_in_cycle
from zichtlijn.conversations.queries.pages import own_draft as own_report
from zichtlijn.conversations.states import WEIGHED, Kind, Outcome
from zichtlijn.conversations.states import State as Talk
from zichtlijn.organisation.models import Placement


@dataclass
class Line:
    """An agreement or a competency: what it weighs, and the level that was given."""

    key: str
    part: str
    name: str
    weight: Decimal
    agreement_id: int | None = None
    competency_id: int | None = None
    required: int | None = None
    required_name: str = ""
    outcome: str = ""
    level: int | None = None
    remark: str = ""
    #: The weight that was agreed, in percent; None when it was left open, or for what is no agreement of now.
    agreed: int | None = None
    #: False for what can have no weight.
    can_weigh: bool = True
    #: What it weighs of its part, before anything is scored.
    share: Fraction = Fraction(0)

    @property
    def counts(self) -> bool:
        """False for an agreement without weight: it is judged, and does not count in the score."""
        return self.weight != 0


@dataclass(frozen=True)
class ShownLine:
    """A line with what the calculation made of it, and the name of its level."""

    line: Line
    counted: ProposalLine
    level_name: str


@dataclass(frozen=True)
class ShownPart:
    """A part of the calculation."""

    part: str
    name: str
    counted: ProposedPart
    lines: list[ShownLine]

    @property
    def adding(self) -> list[ShownLine]:
        """The lines that make the score: scored, and with a weight."""
        return [one for one in self.lines if one.counted.adds is not None and one.line.counts]

    @property
    def counts(self) -> bool:
        """False when nothing in it has a weight."""
        return any(one.line.counts for one in self.lines)

    @property
    def missing(self) -> list[str]:
        """What is not scored, by name."""
        return [one.line.name for one in self.lines if one.line.level is None]


@dataclass(frozen=True)
class Warned:
    """A negative point of which no conversation on an earlier day of the period tells; by name, "" for the whole.

    `is_outside`: the other day on which it was discussed is before the period, and not that of the appraisal or later.
    """

    name: str
    latest_on: date | None
    is_outside: bool = False


@dataclass(frozen=True)
class Sheet:
    """Everything of one appraisal for who may read it."""

    appraisal: Appraisal | None
    scheme: Scheme
    levels: list[Level]
    parts: list[ShownPart]
    empty_parts: list[str]
    proposal: Proposal
    warned: list[Warned]
    passages: list[Passage] = field(default_factory=list)

    @property
    def names(self) -> dict[int, str]:
        """Number → the name of the level."""
        return {level.number: level.name for level in self.levels}

    @property
    def proposed(self) -> int | None:
        """The label that the calculation proposes."""
        return number_of(self.levels, self.proposal.label)

    @property
    def line_count(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    @property
    def scored_count(self) -> int:
        return sum(one.line.level is not None for part in self.parts for one in part.lines)


def levels_of(scheme: Scheme) -> list[Level]:
    """The scale, from low to high."""
    return list(Level.objects.filter(scheme=scheme).order_by("number"))


def scale_of(levels: Sequence[Level]) -> list[ScaleLevel]:
    """The scale as the calculation takes it."""
    return [ScaleLevel(level.value, level.name, level.is_negative) for level in levels]


def bands_of(levels: Sequence[Level]) -> list[Band]:
    """The bands of the labels: from the score of one level to that of the next; the last ends with the scale."""
    edges = [level.from_score for level in levels[1:]] + [levels[-1].value]
    return [Band(level.name, level.from_score, edge) for level, edge in zip(levels, edges, strict=True)]


def number_of(levels: Sequence[Level], name: str | None) -> int | None:
    """The number of the level with this name."""
    return next((level.number for level in levels if level.name == name), None)


def parts_of(scheme: Scheme, lines: Sequence[Line]) -> list[AppraisalPart]:
    """What is judged, as the calculation takes it; a part in which there is nothing to judge is none, and one in which
    nothing has a weight weighs nothing."""
    found = []
    for part in Part.values:
        judged = tuple(
            Judged(line.key, line.weight, Decimal(line.level) if line.level is not None else None)
            for line in lines
            if line.part == part
        )
        if judged:
            counts = any(one.weight for one in judged)
            found.append(AppraisalPart(part, Decimal(scheme.weight_of(part) if counts else 0), judged))
    return found


# what is judged ---------------------------------------------------------------------------------------------------


def lines_to_judge(conversation: Conversation, day: date, report_id: int | None) -> list[Line]:
    """The agreements of the year and the competencies that the position asks, not scored yet.

    Agreements stand in earlier final reports of the employee in the cycle; what was said to be no longer relevant is
    not judged. What each weighs: `weights_of`; weights that are more than 100 together, as when something was agreed
    halfway, count each for their share. `report_id`: the report that is being written, of which alone a draft counts;
    None when it was not begun.
    """
    agreed = agreed_in_cycle(conversation, report_id)
    weights = weights_of([row for row, _answer in agreed])
    lines = [
        Line(
            f"a{row.pk}",
            Part.AGREEMENTS,
            row.text,
            Decimal(weight),
            agreement_id=row.pk,
            outcome=str(answer.get_outcome_display()) if answer else "",
            agreed=row.weight,
            can_weigh=row.kind in WEIGHED,
        )
        for (row, answer), weight in zip(agreed, weights, strict=True)
    ]
    asked = _asked_of(conversation, day)
    return lines + [
        Line(
            f"c{one.competency.pk}",
            Part.COMPETENCIES,
            one.competency.name,
            Decimal(1),
            competency_id=one.competency.pk,
            required=one.level,
        )
        for one in asked
    ]


def _asked_of(conversation: Conversation, day: date) -> list[Asked]:
    """What the position asks on this day, but not after the period; of who had none then, on the last day in it on
    which they had."""
    employee_id, period = conversation.employee_id, conversation.step.cycle.period
    day = min(day, period.ends_on)
    asked = asked_of([employee_id], day)
    held = Placement.objects.filter(person=employee_id)
    if not asked and not held.on(day).exists():
        last = held.filter(ends_on__range=(period.starts_on, day)).aggregate(last=Max("ends_on"))["last"]
        asked = asked_of([employee_id], last) if last else {}
    return asked.get(employee_id, [])


def _with_scores(lines: list[Line], scores: Sequence[Score]) -> list[Line]:
    given = {(row.agreement_id, row.competency_id): row for row in scores}
    for line in lines:
        if row := given.get((line.agreement_id, line.competency_id)):
            line.level, line.remark = row.level, row.remark
    return lines


def _kept_lines(scores: Sequence[Score]) -> list[Line]:
    return [
        Line(
            f"a{row.agreement_id}" if row.agreement_id else f"c{row.competency_id}",
            row.part,
            row.name,
            row.weight,
            row.agreement_id,
            row.competency_id,
            row.required,
            level=row.level,
            remark=row.remark,
        )
        for row in scores
    ]


def lines_of(
    conversation: Conversation, appraisal: Appraisal | None, day: date, report_id: int | None = None
) -> list[Line]:
    """What is judged, with the scores so far; once sent as it was then. `report_id`: when no score was kept yet."""
    scores = list(appraisal.scores.order_by("pk")) if appraisal else []
    if appraisal is None or appraisal.state == State.DRAFT:
        written = appraisal.report_id if appraisal else report_id
        lines = _with_scores(lines_to_judge(conversation, day, written), scores)
    else:
        lines = _kept_lines(scores)
    for line in lines:
        together = sum(one.weight for one in lines if one.part == line.part)
        line.share = Fraction(line.weight) / Fraction(together) if together else Fraction(0)
    return lines


# the sheet --------------------------------------------------------------------------------------------------------


def sheet_of(
    conversation: Conversation,
    appraisal: Appraisal | None,
    scheme: Scheme,
    *,
    today: date,
    report_id: int | None = None,
) -> Sheet:
    """The sheet of an appraisal, or of one that has yet to begin in this report."""
    levels, lines = levels_of(scheme), lines_of(conversation, appraisal, today, report_id)
    _name_required(lines)
    parts = parts_of(scheme, lines)
    proposal = propose(parts, bands_of(levels))
    names = {level.number: level.name for level in levels}
    by_key = {line.key: line for line in lines}
    words = dict(Part.choices)
    shown = [
        ShownPart(
            part.key,
            str(words[Part(part.key)]),
            part,
            [ShownLine(by_key[one.key], one, names.get(by_key[one.key].level or 0, "")) for one in part.lines],
        )
        for part in proposal.parts
    ]
    return Sheet(
        appraisal,
        scheme,
        levels,
        shown,
        [str(words[part]) for part in Part if part not in {each.part for each in shown}],
        proposal,
        warned_of(conversation, appraisal, levels, parts, by_key, today),
        list(appraisal.passages.all()) if appraisal else [],
    )


def _name_required(lines: list[Line]) -> None:
    """The level that a position requires, in the words of the framework."""
    if not any(line.required for line in lines):
        return
    kept = Framework.objects.first()
    words = kept.level_names if kept else []
    for line in lines:
        if line.required:
            line.required_name = words[line.required - 1] if line.required <= len(words) else str(line.required)


def warned_of(conversation, appraisal, levels, parts, by_key, today: date) -> list[Warned]:
    """Negative points that were in no earlier conversation that was recorded in the period."""
    label = None
    if appraisal is not None:
        label = appraisal.chosen if appraisal.state == State.DRAFT else appraisal.level
    negative = {level.name for level in levels if level.is_negative}
    name = next((level.name for level in levels if level.number == label), None)
    points = negative_points(parts, scale_of(levels), label=name, negative_labels=negative)
    if not points:
        return []
    period = conversation.step.cycle.period
    held_on = max(conversation.final_on or today, period.starts_on)
    found: list[Surprise] = surprises(
        points, _discussed(conversation, points), from_on=period.starts_on, held_on=held_on
    )
    return [
        Warned(
            by_key[one.point].name if one.point != WHOLE else "",
            one.latest_on,
            one.latest_on is not None and one.latest_on < period.starts_on,
        )
        for one in found
    ]


def _discussed(conversation: Conversation, points: Sequence[str]) -> list[Discussed]:
    """When each point was said before: an agreement by what an earlier conversation said came of it, a competency by
    what the manager shared of it below what is required, the whole by a progress conversation."""
    told: list[Discussed] = []
    agreements = [int(point[1:]) for point in points if point.startswith("a")]
    if agreements:
        rows = AgreementAnswer.objects.filter(
            agreement__in=agreements,
            outcome__in=(Outcome.PARTLY, Outcome.NOT),
            report__conversation__state=Talk.FINAL,
            report__sent_at__isnull=False,
        ).exclude(report__conversation=conversation.pk)
        days = rows.values_list("agreement_id", "report__conversation__final_on")
        told += [Discussed(f"a{pk}", on) for pk, on in days if on]
    competencies = [int(point[1:]) for point in points if point.startswith("c")]
    if competencies:
        shared = Assessment.objects.shared().filter(person=conversation.employee_id, side=Side.MANAGER)
        judged = Judgement.objects.filter(assessment__in=shared, competency__in=competencies)
        shown = judged.values_list("competency_id", "level", "required", "assessment__shared_on")
        told += [Discussed(f"c{pk}", on) for pk, level, need, on in shown if on and level and need and level < need]
    if WHOLE in points:
        held = Conversation.objects.filter(
            employee=conversation.employee_id, step__kind=Kind.PROGRESS, state=Talk.FINAL, final_on__isnull=False
        )
        told += [Discussed(WHOLE, on) for on in held.values_list("final_on", flat=True) if on]
    return told


# which one --------------------------------------------------------------------------------------------------------


def shared_appraisal(conversation: Conversation) -> Appraisal | None:
    """The appraisal of a conversation that left the desk of who wrote it, or None."""
    return Appraisal.objects.shared().filter(report__conversation=conversation).select_related("report").first()


def own_report_id(actor, conversation: Conversation) -> int | None:
    """The report that the actor is writing, or None."""
    report = own_report(actor, conversation)
    return report.pk if report else None


def own_draft(actor, conversation: Conversation) -> Appraisal | None:
    """The draft that the actor is writing, or None."""
    found = Appraisal.objects.filter(report__conversation=conversation, state=State.DRAFT)
    return found.filter(report__writer=actor.person_id or 0).select_related("report").first()
