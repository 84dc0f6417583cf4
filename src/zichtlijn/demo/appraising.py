"""The appraisals of the demo: last year's are final, one after an objection; of this year some are under way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from zichtlijn.appraisals.actions.counting import keep_distributions
from zichtlijn.appraisals.defaults import LEVELS, OBJECTION_DAYS, WEIGHTS, default_from
from zichtlijn.appraisals.models import Appraisal, Level, Passage, Scheme, Score
from zichtlijn.appraisals.queries.sheet import Line, bands_of, number_of, parts_of
from zichtlijn.appraisals.queries.weighing import weights_of
from zichtlijn.appraisals.states import Move, Part, State
from zichtlijn.calculations.appraisal import propose
from zichtlijn.competencies.queries import asked_of
from zichtlijn.conversations.models import Agreement, Conversation, Cycle, Report
from zichtlijn.conversations.states import CycleState, Kind
from zichtlijn.conversations.states import State as Talk
from zichtlijn.demo.wording import Text, sections
from zichtlijn.organisation.models import Person, Placement

if TYPE_CHECKING:
    from zichtlijn.demo.westerwaard import Scene

#: State of the conversation → that of its appraisal.
STATES = {
    Talk.WRITING: State.DRAFT,
    Talk.SENT: State.SENT,
    Talk.ANSWERED: State.ANSWERED,
    Talk.FINAL: State.FINAL,
}
#: Out of a hundred, around which level the scores of somebody lie.
AROUND = {2: 7, 3: 62, 4: 28, 5: 3}
#: How far a score lies from that.
OFF = (-1, 0, 0, 0, 0, 1)
#: Out of a hundred: of whom the manager chose a level higher or lower than was proposed, and the session changed it.
DEVIATES, CALIBRATED = 6, 3
BATCH = 2000


def appraise(scene: Scene) -> None:
    """Write the scale of both cycles, the appraisals that go with the reports, and what happened to them."""
    above = {
        row.person_id: row.line_manager
        for row in Placement.objects.exclude(line_manager=None).select_related("line_manager").order_by("starts_on")
    }
    hr = scene.by_name["Marloes Hendriks"]
    for cycle in Cycle.objects.order_by("period__starts_on"):
        _Writer(scene, cycle, above, hr).write()
    keep_distributions()


def _scale(scene: Scene, cycle: Cycle) -> tuple[Scheme, list[Level]]:
    scheme = Scheme.objects.create(
        organisation=scene.organisation,
        cycle=cycle,
        agreements_weight=WEIGHTS[0],
        competencies_weight=WEIGHTS[1],
        objection_days=OBJECTION_DAYS,
    )
    rows = sections("appraisals.txt")["scale"]
    levels = [
        Level(
            organisation=scene.organisation,
            scheme=scheme,
            number=number,
            name=scene.say(Text(*words[0:2])),
            text=scene.say(Text(*words[2:4])),
            is_negative=is_negative,
            from_score=default_from(number),
        )
        for number, (words, (*_default, is_negative)) in enumerate(zip(rows, LEVELS, strict=True), start=1)
    ]
    return scheme, Level.objects.bulk_create(levels)


class _Writer:
    """One cycle: what is gathered goes to the database at the end."""

    def __init__(self, scene: Scene, cycle: Cycle, above: dict[int, Person | None], hr: Person):
        self.scene, self.cycle, self.above, self.hr = scene, cycle, above, hr
        self.scheme, self.levels = _scale(scene, cycle)
        self.scores: list[Score] = []
        self.passages: list[Passage] = []
        self.objected = False

    def write(self) -> None:
        if self.cycle.state == CycleState.RUNNING:
            self._begin_reports()
        found = Report.objects.filter(conversation__step__cycle=self.cycle, conversation__step__kind=Kind.APPRAISAL)
        found = found.filter(conversation__state__in=STATES).select_related(
            "conversation__step__cycle", "conversation__employee", "writer"
        )
        reports = list(found.order_by("conversation__employee__key", "pk"))
        people = [report.conversation.employee_id for report in reports]
        day = min(self.scene.today, date(self.cycle.period.ends_on.year, 12, 1))
        asked, agreed = asked_of(people, day), self._agreed()
        drawn = []
        for report in reports:
            rng = self.scene.source("appraisal", self.cycle.period.name, report.conversation.employee.key)
            person_id = report.conversation.employee_id
            lines = self._lines(agreed.get(person_id, []), asked.get(person_id, []), rng)
            drawn.append((report, lines, rng, self._appraisal(report, lines, rng)))
        Appraisal.objects.bulk_create([appraisal for *_rest, appraisal in drawn], batch_size=BATCH)
        for report, lines, rng, appraisal in drawn:
            self._write_scores(appraisal, lines)
            self._go(report, appraisal, rng)
        Score.objects.bulk_create(self.scores, batch_size=BATCH)
        Passage.objects.bulk_create(self.passages, batch_size=BATCH)

    def _begin_reports(self) -> None:
        """A report, not sent yet, where one is being written; and one that Rachid has just begun."""
        talks = Conversation.objects.filter(step__cycle=self.cycle, step__kind=Kind.APPRAISAL).select_related("manager")
        begun = talks.filter(manager=self.scene.by_name["Rachid El Amrani"], state=Talk.PREPARING)
        first = begun.exclude(employee=self.scene.by_name["Noor de Wit"]).order_by("employee__key").first()
        if first is not None:
            Conversation.objects.filter(pk=first.pk).update(state=Talk.WRITING)
        writing = talks.filter(state=Talk.WRITING, reports=None, manager__isnull=False).order_by("pk")
        Report.objects.bulk_create(
            Report(
                organisation=self.scene.organisation, conversation=talk, writer=talk.manager,
                writer_name=str(talk.manager),
            )
            for talk in writing
        )  # fmt: skip

    def _agreed(self) -> dict[int, list[Agreement]]:
        rows = Agreement.objects.filter(
            report__conversation__step__cycle=self.cycle,
            report__conversation__state=Talk.FINAL,
            report__sent_at__isnull=False,
        ).exclude(report__conversation__step__kind=Kind.APPRAISAL)
        found: dict[int, list[Agreement]] = {}
        for row in rows.select_related("report__conversation").order_by("report__sent_at", "pk"):
            found.setdefault(row.report.conversation.employee_id, []).append(row)
        return found

    def _lines(self, agreements: list[Agreement], asked, rng: Random) -> list[Line]:
        around = rng.choices(list(AROUND), list(AROUND.values()))[0]
        weights = weights_of(agreements)
        lines = [
            Line(f"a{row.pk}", Part.AGREEMENTS, row.text, Decimal(weight), agreement_id=row.pk)
            for row, weight in zip(agreements, weights, strict=True)
        ]
        lines += [
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
        for line in lines:
            line.level = max(1, min(5, around + rng.choice(OFF)))
            if rng.random() < 0.3:
                line.remark = self._say("remark", rng, str(max(2, min(4, line.level))))
        return lines

    def _say(self, heading: str, rng: Random, name: str = "text") -> str:
        rows = [row for row in sections("appraisals.txt")[heading] if row[0] == name]
        _name, dutch, english = rng.choice(rows)
        return self.scene.say(Text(dutch, english))

    def _appraisal(self, report: Report, lines: list[Line], rng: Random) -> Appraisal:
        state = STATES[Talk(report.conversation.state)]
        proposed = number_of(self.levels, propose(parts_of(self.scheme, lines), bands_of(self.levels)).label)
        chosen, reason = proposed, ""
        if proposed is not None and rng.random() * 100 < DEVIATES:
            up = proposed < 4
            chosen, reason = proposed + (1 if up else -1), self._say("deviate up" if up else "deviate down", rng)
        label = chosen
        if label is not None and state != State.DRAFT and label > 3 and rng.random() * 100 < CALIBRATED:
            label -= 1
        final_on = report.conversation.final_on
        return Appraisal(
            organisation=self.scene.organisation,
            report=report,
            state=state,
            proposed=None if state == State.DRAFT else proposed,
            chosen=chosen,
            reason=reason,
            label=label,
            final_on=final_on,
            object_until=final_on + timedelta(days=OBJECTION_DAYS) if final_on else None,
        )

    def _write_scores(self, appraisal: Appraisal, lines: list[Line]) -> None:
        self.scores += [
            Score(
                organisation=self.scene.organisation,
                appraisal=appraisal,
                part=line.part,
                agreement_id=line.agreement_id,
                competency_id=line.competency_id,
                name=line.name,
                weight=line.weight,
                required=line.required,
                level=line.level,
                remark=line.remark,
            )
            for line in lines
        ]

    def _go(self, report: Report, appraisal: Appraisal, rng: Random) -> None:
        if appraisal.state == State.DRAFT:
            return
        assert report.sent_at is not None
        assert report.writer is not None
        employee, sent_at = report.conversation.employee, report.sent_at
        self._pass(appraisal, Move.SEND, report.writer, sent_at, after=appraisal.chosen)
        if appraisal.label != appraisal.chosen:
            at, words = sent_at + timedelta(hours=1), self._say("calibration", rng)
            before, after = appraisal.chosen, appraisal.label
            self._pass(appraisal, Move.CALIBRATE, self.hr, at, words=words, before=before, after=after)
        if report.answered_at:
            answered_at = max(report.answered_at, sent_at + timedelta(hours=2))
            self._pass(
                appraisal, Move.ANSWER, employee, answered_at, words=report.remarks, answer=report.answer,
                after=appraisal.label,
            )  # fmt: skip
            if appraisal.state == State.FINAL:
                self._finish(report, appraisal, answered_at, rng)

    def _finish(self, report: Report, appraisal: Appraisal, answered_at: datetime, rng: Random) -> None:
        assert report.writer is not None
        second = self.above.get(report.writer.pk) or self.hr
        after = appraisal.label
        self._pass(appraisal, Move.APPROVE, second, answered_at + timedelta(hours=1), after=after)
        self._pass(appraisal, Move.FINISH, report.writer, answered_at + timedelta(hours=2), after=after)
        closed = self.cycle.closed_on is not None
        is_told = report.writer.name == "Rachid El Amrani" and report.conversation.employee.name != "Noor de Wit"
        if closed and is_told and not self.objected and after in (2, 3):
            self._object(report, appraisal, answered_at, rng)

    def _object(self, report: Report, appraisal: Appraisal, answered_at: datetime, rng: Random) -> None:
        self.objected = True
        employee, before = report.conversation.employee, appraisal.label
        assert before is not None
        objected_at, decided_at = answered_at + timedelta(days=6), answered_at + timedelta(days=20)
        appraisal.state, appraisal.decided, appraisal.decided_on = State.DECIDED, before + 1, decided_at.date()
        appraisal.save(update_fields=["state", "decided", "decided_on"])
        self._pass(appraisal, Move.OBJECT, employee, objected_at, words=self._say("objection", rng), after=before)
        self._pass(
            appraisal,
            Move.DECIDE,
            self.hr,
            decided_at,
            words=self._say("decision", rng),
            before=before,
            after=before + 1,
        )

    def _pass(self, appraisal: Appraisal, move: str, by: Person, at: datetime, **fields) -> None:
        self.passages.append(
            Passage(
                organisation=self.scene.organisation,
                appraisal=appraisal,
                move=move,
                by=by,
                by_name=by.name,
                at=at,
                **fields,
            )
        )
