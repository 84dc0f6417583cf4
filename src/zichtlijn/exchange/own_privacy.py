"""Of one's own data: statements, requests for a correction, what is held, and why and how long everything is kept."""

from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.privacy.models import Correction, Hold, Statement
from zichtlijn.privacy.queries.terms import class_terms

Rows = list[dict]


def statements(by: Actor) -> Rows:
    """What one said about one's file or a thing in it, also what was withdrawn."""
    if not by.person_id:
        return []
    rows = Statement.objects.filter(person=by.person_id)
    return [
        {
            _("about"): row.get_subject_display(), _("number"): row.target_id, _("at"): row.at,
            _("statement"): row.text, _("withdrawn at"): row.withdrawn_at,
        }
        for row in rows
    ]  # fmt: skip


def corrections(by: Actor) -> Rows:
    """What one asked to correct, and what was decided; and that one decided on requests of others."""
    rows = list(Correction.objects.filter(person=by.person_id).order_by("id")) if by.person_id else []
    decided = Correction.objects.filter(decided_by=by.user).exclude(pk__in=[row.pk for row in rows]).order_by("id")
    return [
        {
            _("about"): _("me"), _("what is not right"): row.wrong, _("what it should be"): row.right,
            _("asked at"): row.asked_at, _("state"): row.get_state_display(), _("reason"): row.reason,
            _("decided at"): row.decided_at, _("decided by"): row.decided_by_name,
        }
        for row in rows
    ] + [
        {
            _("about"): _("somebody else"), _("what is not right"): "", _("what it should be"): "",
            _("asked at"): None, _("state"): row.get_state_display(), _("reason"): "",
            _("decided at"): row.decided_at, _("decided by"): row.decided_by_name,
        }
        for row in decided
    ]  # fmt: skip


def held(by: Actor) -> Rows:
    """That nothing of oneself is removed for now, and why; and that one stopped or lifted that for others."""
    mine = list(Hold.objects.filter(person=by.person_id).order_by("id")) if by.person_id else []
    others = [
        *Hold.objects.filter(set_by=by.user).exclude(pk__in=[row.pk for row in mine]).order_by("id"),
        *Hold.objects.filter(lifted_by=by.user).exclude(pk__in=[row.pk for row in mine]).order_by("id"),
    ]
    return [_held(row, is_mine=True) for row in mine] + [_held(row, is_mine=False) for row in others]


def _held(row: Hold, *, is_mine: bool) -> dict:
    return {
        _("about"): _("me") if is_mine else _("somebody else"), _("reason"): row.reason if is_mine else "",
        _("until"): row.until, _("stopped by"): row.set_by_name, _("set at"): row.set_at,
        _("lifted at"): row.lifted_at,
    }  # fmt: skip


def kept(by: Actor) -> Rows:
    """Each kind of data with what it is for, how long it is kept here and what happens then."""
    return [
        {
            _("kind"): term.rule.label, _("what for"): term.rule.why, _("kept"): term.kept,
            _("years after leaving, in this organisation"): None if term.is_by_event else term.years,
            _("years after the event, in this organisation"): term.years if term.is_by_event else None,
            _("then"): term.rule.then,
        }
        for term in class_terms()
    ]  # fmt: skip
