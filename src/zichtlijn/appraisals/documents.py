"""The appraisal form on paper: what was judged and how it adds up, the label on its way, and who signed what when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.appraisals.context import labels_of
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.queries.sheet import Sheet, ShownLine, ShownPart
from zichtlijn.appraisals.states import OPEN, Move
from zichtlijn.appraisals.wording import tell_level, tell_passage
from zichtlijn.conversations.documents import tell_statement
from zichtlijn.conversations.queries.pages import statements_on
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.ui.wording import write_full_date, write_number, write_percent

#: Moves that stand under "signatures"; the others are told with their words.
SIGNED = (Move.SEND, Move.ANSWER, Move.LAPSE, Move.APPROVE, Move.FINISH)


def appraisal_pdf(sheet: Sheet, *, second: str, organisation: str, at: datetime) -> bytes:
    """The form as both sides read it."""
    appraisal = sheet.appraisal
    assert appraisal is not None
    report, conversation = appraisal.report, appraisal.report.conversation
    data = {
        "meta": heading(
            _("Appraisal form: %(name)s") % {"name": conversation.employee.name},
            f"{conversation.step.title} · {conversation.unit.name}",
            organisation=organisation,
            at=at,
        ),
        "facts": [
            {"name": _("Employee"), "text": conversation.employee.name},
            {"name": _("Appraiser"), "text": report.writer_name},
            {"name": _("Second appraiser"), "text": second or "–"},
            {"name": _("Period"), "text": conversation.step.cycle.period.name},
            {"name": _("State"), "text": str(appraisal.get_state_display())},
        ],
        "label_title": _("Label"),
        "label": tell_level(sheet.names, appraisal.level),
        "labels": [{"name": name, "text": text} for name, text in labels_of(sheet)],
        "reason_title": _("Why the manager deviated from the proposal"),
        "reason": appraisal.deviation,
        "texts": [
            {"name": name, "text": text}
            for name, text in ((_("What was discussed"), report.discussed), (_("Conclusion"), report.conclusion))
            if text
        ],
        "head": [_("What is judged"), _("Score"), _("Share"), _("Adds")],
        "parts": [_part(part) for part in sheet.parts],
        "sum_title": _("How it adds up"),
        "sums": _sums(sheet),
        "scale_title": _("The scale"),
        "scale": [
            {"name": f"{level.number} · {level.name}", "text": _scale_text(sheet, index)}
            for index, level in enumerate(sheet.levels)
        ],
        "statements_title": _("Statements of %(name)s") % {"name": conversation.employee.name},
        "statements": [tell_statement(row) for row in statements_on(conversation)],
        "passed_title": _("Remarks, calibration, objection and decision"),
        "passed": _told(sheet),
        "signed_title": _("Signatures"),
        "signed": _signed(sheet),
        "not_final": _("This appraisal is not final.") if appraisal.state in OPEN else "",
    }
    return make_pdf("appraisals/paper/appraisal.typ", data, at=at)


def _part(part: ShownPart) -> dict[str, Any]:
    return {
        "name": part.name.capitalize(),
        "rows": [
            {
                "name": one.line.name,
                "notes": _notes(one.line),
                "score": f"{one.line.level} · {one.level_name}" if one.line.level is not None else _("not scored"),
                "share": _share(one),
                "adds": write_number(one.counted.adds, 2) if one.line.counts else "–",
            }
            for one in part.lines
        ],
        "total": _("Score of this part"),
        "score": write_number(part.counted.score, 2),
    }


def _share(one: ShownLine) -> str:
    if not one.line.counts:
        return _("does not count")
    return write_percent(one.counted.share, 1) if one.counted.adds is not None else "–"


def _notes(line) -> list[str]:
    notes = [_("Required level: %(name)s") % {"name": line.required_name}] if line.required_name else []
    if not line.counts:
        notes.append(_("Weight 0%%: judged, but it does not count in the score.") % {})
    if line.remark:
        notes.append(line.remark)
    return notes


def _sums(sheet: Sheet) -> list[str]:
    told = [
        _("%(part)s: %(score)s × %(share)s = %(adds)s")
        % {
            "part": part.name.capitalize(),
            "score": write_number(part.counted.score, 2),
            "share": write_percent(part.counted.share, 1),
            "adds": write_number(part.counted.adds, 2),
        }
        for part in sheet.parts
        if part.counted.adds is not None
    ]
    if sheet.proposal.score is not None:
        words = {"score": write_number(sheet.proposal.score, 2), "label": sheet.proposal.label}
        told.append(_("Together %(score)s: that proposes “%(label)s”.") % words)
    else:
        told.append(_("Nothing was scored, so nothing is proposed."))
    missing = [name for part in sheet.parts for name in part.missing]
    if missing:
        told.append(_("Not scored, so left out: %(names)s.") % {"names": ", ".join(missing)})
    return told


def _scale_text(sheet: Sheet, index: int) -> str:
    level = sheet.levels[index]
    span = _("from %(score)s") % {"score": write_number(level.from_score)}
    return f"{span} · {level.text}" if level.text else span


def _told(sheet: Sheet) -> list[dict[str, str]]:
    found = []
    for row in sheet.passages:
        said, words = tell_passage(row, sheet.names)
        if words or row.move not in SIGNED:
            found.append({"who": f"{said}, {write_full_date(row.at)}", "text": words})
    return found


def _signed(sheet: Sheet) -> list[dict[str, str]]:
    found = []
    for row in sheet.passages:
        if row.move in SIGNED:
            said, _words = tell_passage(row, sheet.names)
            found.append({"what": said, "day": write_full_date(row.at)})
    return found


def title_of(appraisal: Appraisal) -> str:
    """What the file is called."""
    return _("Appraisal %(name)s") % {"name": appraisal.report.conversation.employee.name}
