"""Of one's own data: the appraisals, as far as one may read them. Nothing of a draft; of what one did for others only
that it was, not about whom."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.appraisals.models import Appraisal, Level, Mandate, Passage, Score
from zichtlijn.appraisals.permissions import done_by
from zichtlijn.appraisals.wording import tell_passage

Rows = list[dict]


def _mine(by: Actor):
    return Appraisal.objects.shared().filter(report__conversation__employee=by.person_id or 0)


def _names() -> dict[int, dict[int, str]]:
    """Cycle → the names of its levels."""
    found: dict[int, dict[int, str]] = {}
    for cycle_id, number, name in Level.objects.values_list("scheme__cycle_id", "number", "name"):
        found.setdefault(cycle_id, {})[number] = name
    return found


def appraisals(by: Actor) -> Rows:
    """The labels one was given, and on what way."""
    if not by.person_id:
        return []
    names, rows = _names(), _mine(by).select_related("report__conversation__step__cycle").order_by("pk")
    found = []
    for row in rows:
        words = names.get(row.report.conversation.step.cycle_id, {})
        found.append(
            {
                _("cycle"): row.report.conversation.step.cycle.name,
                _("conversation"): row.report.conversation.step.title,
                _("appraised by"): row.report.writer_name,
                _("state"): row.get_state_display(),
                _("proposed label"): words.get(row.proposed or 0, ""),
                _("label of the manager"): words.get(row.chosen or 0, ""),
                _("reason to deviate"): row.deviation,
                _("label"): words.get(row.level or 0, ""),
                _("final on"): row.final_on,
                _("object until"): row.object_until,
            }
        )
    return found


def scores(by: Actor) -> Rows:
    """Every score one was given, with what was written by it."""
    if not by.person_id:
        return []
    names = _names()
    together: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    found = Score.objects.filter(appraisal__in=_mine(by)).select_related("appraisal__report__conversation__step")
    rows = list(found.order_by("pk"))
    for row in rows:
        together[row.appraisal_id, row.part] += row.weight
    return [
        {
            _("conversation"): row.appraisal.report.conversation.step.title, _("part"): row.get_part_display(),
            _("what is judged"): row.name,
            _("share of its part (%)"): round(100 * row.weight / (together[row.appraisal_id, row.part] or 1), 1),
            _("required level"): row.required,
            _("score"): names.get(row.appraisal.report.conversation.step.cycle_id, {}).get(row.level or 0, ""),
            _("remark"): row.remark,
        }
        for row in rows
    ]  # fmt: skip


def passages(by: Actor) -> Rows:
    """What happened to one's appraisals; and that one did something with, or was named for, those of others."""
    return list(_passages(by))


def _passages(by: Actor) -> Iterator[dict]:
    names = _names()
    rows = Passage.objects.filter(appraisal__in=_mine(by)).select_related("appraisal__report__conversation__step")
    for row in rows.order_by("pk"):
        said, words = tell_passage(row, names.get(row.appraisal.report.conversation.step.cycle_id, {}))
        yield {_("about me"): True, _("at"): row.at, _("what happened"): said, _("words"): words}
    done = Passage.objects.filter(done_by(by)).exclude(appraisal__report__conversation__employee=by.person_id or 0)
    for row in done.order_by("pk"):
        yield {_("about me"): False, _("at"): row.at, _("what happened"): row.get_move_display(), _("words"): ""}
    if not by.person_id:
        return
    named = Mandate.objects.filter(second=by.person_id).count(), Mandate.objects.filter(decider=by.person_id).count()
    for word, count in zip((_("named as second appraiser"), _("named to decide")), named, strict=True):
        if count:
            yield {_("about me"): False, _("at"): None, _("what happened"): word, _("words"): str(count)}
