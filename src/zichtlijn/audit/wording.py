"""What stands in the log and in a clash of two edits, in the words and the language of the reader."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.roles import ROLES, Role
from zichtlijn.ui.wording import write_clock, write_full_date, write_number

#: Numbers of rows: they say nothing to a reader, and what they point to has a line of its own.
IDS = frozenset({"reading", "replaces", "milestone", "objective", "version", "measure", "template", "lines"})

#: Fields that are no column of the table, and names of files and lists.
WORDS = {
    "strength": _("strengths"),
    "weakness": _("weaknesses"),
    "opportunity": _("opportunities"),
    "threat": _("threats"),
    "interim_targets": _("interim targets"),
    "milestones": _("milestones"),
    "values": _("core values"),
    "file": _("the file"),
    "line": _("the line of sight"),
    "decider": _("who decides on an objection"),
    "former_manager": _("an earlier manager"),
    "drew_up": _("who drew up the agreement"),
    "second_appraiser": _("second appraiser"),
    "objective": _("the objective"),
    "colleague": _("a colleague"),
    "competencies": _("competencies"),
    "development": _("development"),
    "appraisal": _("the appraisal"),
    "appraising": _("appraising"),
    "development_plan": _("the development plan"),
    "feedback": _("the result of 360 feedback"),
    "rewards": _("salary and rewards"),
    "rewarding": _("deciding on rewards"),
    "payroll": _("salaries for the payroll"),
    "reward_system": _("reward system"),
    "reward_letter": _("letter about the reward"),
    "promotion_letter": _("letter about the promotion"),
    "administration": _("administration"),
    "objectives": _("objectives"),
    "leading": _("leading"),
    "people": _("people"),
    "conversation": _("the conversation"),
    "study_agreement": _("the agreement on study costs"),
    "development_needs": _("development needs"),
    "readings": _("readings"),
    "units": _("units"),
    "positions": _("positions"),
    "placements": _("placements"),
    "projects": _("projects"),
    "directions": _("directions"),
    "measures": _("measures"),
    "breaks": _("where the line breaks"),
    "organisation": _("people and organisation"),
    "plan": _("objectives, measures and readings"),
    "stratml": _("published plan (StratML)"),
    "case": _("competencies (CASE)"),
    "levels": _("levels"),
    "profiles": _("profiles"),
    "framework": _("competencies with levels and profiles"),
}


def word(name: str) -> str:
    """A code of the log as a word; one that is not known stays as it is, without underscores."""
    return str(WORDS[name]) if name in WORDS else str(name).replace("_", " ")


#: Detail → what writes its values, of rooms above this one that alone know the words.
_handed_in: dict[str, Callable[[str], str]] = {}


def words_of(detail: str, write: Callable[[str], str]) -> None:
    """Let `write` give the words of the values of this detail; while the program starts."""
    _handed_in[detail] = write


def _handed(detail: str) -> Callable[[Any], str]:
    return lambda value: _handed_in.get(detail, word)(value)


# fields and values of a table -------------------------------------------------------------------------------------


def model_of(on_type: str) -> type[models.Model] | None:
    """The table that a line of the log is about."""
    return next((model for model in apps.get_models() if model._meta.model_name == on_type), None)


def field_label(model: type[models.Model] | None, name: str) -> str:
    """What a field is called on the page."""
    field = _field(model, name)
    return str(field.verbose_name) if field is not None else word(name)


def _field(model: type[models.Model] | None, name: str) -> models.Field | None:
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def field_value(model: type[models.Model], name: str, value: Any) -> str:
    """A value of a field as a page writes it."""
    field = _field(model, name)
    if field is not None and field.choices and value in dict(field.flatchoices):
        return str(dict(field.flatchoices)[value])
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return f"{write_full_date(value)} {write_clock(value)}"
    if isinstance(value, date):
        return write_full_date(value)
    if isinstance(value, float | Decimal):
        return write_number(value)
    return "" if value is None else str(value)


def _choice(app: str, model: str, field: str, value: Any) -> str:
    return field_value(apps.get_model(app, model), field, value)


# details of a line ------------------------------------------------------------------------------------------------


def _number(value: Any) -> str:
    try:
        return write_number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _day(value: Any) -> str:
    try:
        return write_full_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _roles(codes: Any) -> str:
    known = {role.value for role in Role}
    return ", ".join(str(ROLES[Role(code)].name) if code in known else word(code) for code in codes)


def _state_or_place(value: Any) -> str:
    """Where something came from: the state of an objective, a number, or a name."""
    text = str(value)
    worded = _choice("objectives", "Objective", "state", text)
    return worded if worded != text else _number(text)


def _only_if(words: Promise) -> Callable[[Any], str]:
    return lambda value: str(words) if value else ""


def _said(words: Promise, write: Callable[[Any], str] = _number) -> Callable[[Any], str]:
    return lambda value: str(words) % {"value": write(value)} if value not in (None, "", [], 0) else ""


#: Detail → its words, in the order in which a line tells them; an empty text is left out.
DETAILS: dict[str, Callable[[Any], str]] = {
    "what": _said(_("looked at: %(value)s"), word),
    "list": _said(_("list: %(value)s"), word),
    "file": _said(_("file: %(value)s"), str),
    "kind": _said(_("kind: %(value)s"), word),
    "data_class": _said(_("kind of data: %(value)s"), _handed("data_class")),
    "period": str,
    "to_period": str,
    "in_use": lambda value: gettext("in use") if value else gettext("out of use"),
    "done_on": lambda value: gettext("done on %(value)s") % {"value": _day(value)} if value else gettext("not done"),
    "ends_on": _said(_("until %(value)s"), _day),
    "starts_on": _said(_("from %(value)s"), _day),
    "value": _said(_("value %(value)s"), _number),
    "weight": _said(_("weight %(value)s"), _number),
    "arrow": _said(_("arrow: %(value)s"), str),
    "perspectives": _said(_("now: %(value)s"), lambda names: ", ".join(map(str, names))),
    "described": _said(_("description changed of: %(value)s"), lambda names: ", ".join(map(str, names))),
    "edition": _said(_("edition %(value)s")),
    "weights": _only_if(_("other weights")),
    "from": _said(_("was: %(value)s"), _state_or_place),
    "to": _said(_("is now: %(value)s"), _state_or_place),
    "on": _said(_("of %(value)s"), _day),
    "comment": _only_if(_("with a comment")),
    "removed": _only_if(_("removed")),
    "draft": _only_if(_("still a draft")),
    "withdrawn": _only_if(_("withdrawn before it began")),
    "invited_again": _only_if(_("invited again")),
    "password_link": _only_if(_("a link to set a password was made")),
    "by_operator": _only_if(_("by whoever runs this installation of Zichtlijn")),
    "taken_back": _only_if(_("taken back")),
    "complete": _only_if(_("people not in the file were ended")),
    "level": _said(_("level: %(value)s"), lambda value: _choice("objectives", "Objective", "level", value)),
    "parts": _said(_("divided in: %(value)s"), lambda value: _choice("organisation", "Period", "kind", value)),
    "roles": _said(_("roles: %(value)s"), _roles),
    "given": _said(_("given: %(value)s"), _roles),
    "taken": _said(_("taken away: %(value)s"), _roles),
    "role": _said(_("as: %(value)s"), lambda value: str(_("manager")) if value == "line" else _roles([value])),
    "left": _said(_("was led by: %(value)s"), str),
    "purpose": _said(_("for: %(value)s"), word),
    "state": _said(_("decision: %(value)s"), lambda value: _choice("privacy", "Correction", "state", value)),
    "format": _said(_("as %(value)s"), lambda value: str(value).upper()),
    "title": _said(_("step: %(value)s"), str),
    "successor": _said(_("successor: %(value)s"), str),
    "rows": _said(_("rows: %(value)s")),
    "force": _said(_("force: %(value)s"), lambda value: _choice("analysis", "ForceDriver", "force", value)),
    "activities": _said(
        _("activities: %(value)s"),
        lambda codes: ", ".join(_choice("analysis", "ChainActivity", "activity", code) for code in codes),
    ),
    "mode": _said(_("way of scoring: %(value)s"), lambda value: _choice("analysis", "Analysis", "mode", value)),
    "scores": _said(_("scores: %(value)s")),
    "removed_scores": _said(_("scores taken back: %(value)s")),
    "merged": _said(_("contributions merged into it: %(value)s")),
    "loosened": _said(_("contributions taken out of it: %(value)s")),
    "bytes": _said(_("bytes: %(value)s")),
    "people": _said(_("people: %(value)s")),
    "reports": _said(_("people reassigned: %(value)s")),
    "passed_over": _said(_("had it already: %(value)s")),
    "added": _said(_("added: %(value)s")),
    "changed": _said(_("changed: %(value)s")),
    "ended": _said(_("ended: %(value)s")),
    "unchanged": _said(_("unchanged: %(value)s")),
    "deviations": _said(_("deviations from the standard: %(value)s")),
    "scale": _said(_("scale: %(value)s"), str),
    "refused": _said(_("refused: %(value)s")),
    "reason": _said(_("reason: %(value)s"), str),
}


_PLACES = {key: place for place, key in enumerate(DETAILS)}


def _place(pair: tuple[str, Any]) -> tuple[int, str]:
    """Where a detail stands in a line: databases do not keep the order in which it was written."""
    key, _value = pair
    return (_PLACES.get(key, len(_PLACES)) if key not in ("fields", "values", "parent") else -1), key


def write_detail(on_type: str, detail: dict) -> list[str]:
    """What a line of the log tells besides who, what and when; what says nothing is left out."""
    model, told = model_of(on_type), []
    for key, value in sorted(detail.items(), key=_place):
        if key in IDS:
            continue
        if key == "fields":
            names = ", ".join(field_label(model, name) for name in value)
            told.append(gettext("changed: %(value)s") % {"value": names} if names else "")
        elif key == "values":
            before, after = (", ".join(names) or "–" for names in value)
            told.append(gettext("core values: %(before)s → %(after)s") % {"before": before, "after": after})
        elif key == "parent":
            told.append(gettext("under: %(value)s") % {"value": value} if isinstance(value, str) and value else "")
        elif key in DETAILS:
            told.append(DETAILS[key](value))
        else:
            told.append(f"{word(key)}: {_plain(value)}")
    return [text for text in told if text]


def _plain(value: Any) -> str:
    """A value of which nothing is known."""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case list():
            return ", ".join(_plain(item) for item in value) or "–"
        case dict():
            return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
        case None:
            return "–"
    return str(value)
