"""Everything that is kept about one person, in their own hands: a workbook to read and the same as JSON.

A test walks all models and fails on a reference to a person or an account that is neither taken along here nor left out
with a reason.
"""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import AddressChange, Membership
from zichtlijn.access.roles import ROLES, Role
from zichtlijn.analysis.models import Contribution, PointScore, Score
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.own_appraisals import appraisals, passages
from zichtlijn.exchange.own_appraisals import scores as appraisal_scores
from zichtlijn.exchange.own_competencies import competencies
from zichtlijn.exchange.own_conversations import addenda, agreements, conversations, moments, preparations
from zichtlijn.exchange.own_development import agreed_goals, development, learning, remarks, study_costs
from zichtlijn.exchange.own_feedback import feedback, feedback_answers
from zichtlijn.exchange.own_privacy import corrections, held, kept, statements
from zichtlijn.exchange.own_rewards import gender, promotions, rewards, salaries
from zichtlijn.exchange.writing_files import Workbook
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.okr.models import Grade
from zichtlijn.organisation.models import Person, Placement, Project, Unit

Rows = list[dict]


def _facts(thing, *names: str) -> dict:
    """These fields, under the names that the pages give them."""
    found = {}
    for name in names:
        field = thing._meta.get_field(name)
        value = getattr(thing, name)
        if getattr(field, "choices", None) and value != "":
            value = dict(field.flatchoices).get(value, value)
        found[str(field.verbose_name)] = str(value) if field.is_relation and value is not None else value
    return found


def _account(by: Actor) -> Rows:
    user = by.user
    assert user is not None
    asked = AddressChange.objects.filter(user=user).values_list("email", flat=True).first()
    return [
        {
            _("e-mail"): user.email, _("new e-mail, not confirmed yet"): asked,
            _("name"): user.name, _("language"): user.language,
            _("the / key goes to the search field"): user.search_key,
            _("account since"): user.created_at, _("last signed in"): user.last_login, _("active"): user.is_active,
            _("confirms with an app"): user.authenticator_set.exists() if hasattr(user, "authenticator_set") else False,
        }
    ]  # fmt: skip


def _memberships(by: Actor) -> Rows:
    memberships = Membership.objects.filter(user=by.user, organisation=by.organisation).prefetch_related("roles")
    return [
        {
            _("organisation"): str(by.organisation), _("role"): str(ROLES[Role(role.role)].name),
            _("given at"): role.given_at, _("member since"): membership.created_at,
            _("first signed in here"): membership.came_in_at,
        }
        for membership in memberships
        for role in membership.roles.all()
    ]  # fmt: skip


_PERSON = ("key", "given_name", "family_prefix", "family_name", "email", "starts_on", "ends_on")


def _person(by: Actor) -> Rows:
    return [_facts(by.person, *_PERSON)] if by.person else []


def _person_history(by: Actor) -> Rows:
    if not by.person:
        return []
    rows = Person.history.filter(id=by.person_id).order_by("history_date")
    return [{_("at"): row.history_date, **_facts(row, *_PERSON)} for row in rows]


_PLACEMENT = ("unit", "position", "line_manager", "starts_on", "ends_on")


def _placements(by: Actor) -> Rows:
    rows = Placement.objects.filter(person=by.person_id).select_related("unit", "position", "line_manager")
    return [_facts(row, *_PLACEMENT) for row in rows.order_by("starts_on", "id")]


def _leading(by: Actor) -> Rows:
    units = [{_("what"): _("head of a unit"), _("name"): unit.name} for unit in Unit.objects.filter(head=by.person_id)]
    projects = Project.objects.filter(leader=by.person_id)
    led = [{_("what"): _("leader of a project"), _("name"): project.name} for project in projects]
    managed = Placement.objects.filter(line_manager=by.person_id).count()
    return units + led + ([{_("what"): _("line manager of placements"), _("name"): str(managed)}] if managed else [])


_OBJECTIVE = (
    "key", "level", "title", "description", "state", "period", "starts_on", "ends_on", "perspective", "horizon",
    "commitment", "weight", "own_share", "stands_alone", "confidence", "confidence_on", "agreed_on", "progress",
    "expected", "status",
)  # fmt: skip


def _objectives(by: Actor) -> Rows:
    rows = Objective.objects.filter(_mine(by)).select_related("period", "owner").order_by("starts_on", "id")
    return [{**_facts(row, *_OBJECTIVE), _("written by me"): row.made_by_id == by.user.pk} for row in rows]  # type: ignore[union-attr]


def _mine(by: Actor) -> Q:
    """Owned, or written or proposed by this person; of what was written for somebody else only what is not personal."""
    owned = Q(owner_id=by.person_id) if by.person_id else Q(pk__in=[])
    made = Q(made_by=by.user) | Q(proposed_by=by.user)
    return owned | (made & Q(pk__in=Objective.objects.visible_to(by).values("pk")))


def _links(by: Actor) -> Rows:
    if not by.person_id:
        return []
    seen = Objective.objects.visible_to(by).values("pk")
    rows = ObjectiveLink.objects.filter(child__owner=by.person_id, parent__in=seen).select_related("child", "parent")
    return [
        {_("objective"): row.child.title, _("follows from"): row.parent.title, _("weight"): row.weight}
        for row in rows.order_by("child_id", "id")
    ]


_MEASURE = (
    "key", "name", "kind", "unit", "baseline", "target", "lower", "upper", "lower_limit", "upper_limit", "shape",
    "starts_on", "ends_on", "tempo", "frequency", "source", "weight", "current_value", "current_on", "due_on",
)  # fmt: skip


def _measures(by: Actor) -> Rows:
    if not by.person_id:
        return []
    mine = Q(responsible=by.person_id) | Q(objective__owner=by.person_id)
    rows = Measure.objects.filter(mine).select_related("objective").distinct().order_by("objective_id", "id")
    return [{_("objective"): row.objective.title, **_facts(row, *_MEASURE)} for row in rows]


def _readings(by: Actor) -> Rows:
    mine = Q(recorded_by=by.user)
    if by.person_id:
        mine |= Q(measure__objective__owner=by.person_id)
    rows = Reading.objects.filter(mine).select_related("measure").order_by("measure_id", "measured_on", "id")
    return [
        {
            _("measure"): row.measure.name, _("measured on"): row.measured_on, _("value"): row.value,
            _("note"): row.note, _("stands"): row.is_current, _("recorded at"): row.recorded_at,
            _("recorded by me"): row.recorded_by_id == by.user.pk,  # type: ignore[union-attr]
        }
        for row in rows.iterator(chunk_size=2000)
    ]  # fmt: skip


def _check_ins(by: Actor) -> Rows:
    mine = Q(by=by.user)
    if by.person_id:
        mine |= Q(objective__owner=by.person_id)
    rows = CheckIn.objects.filter(mine).select_related("objective").order_by("at", "pk")
    return [
        {
            _("objective"): row.objective.title, _("at"): row.at, _("confidence"): row.confidence,
            _("comment"): row.comment, _("written by"): row.by_name,
        }
        for row in rows
    ]  # fmt: skip


def _scores(by: Actor) -> Rows:
    mine = Q(graded_by=by.user)
    if by.person_id:
        mine |= Q(objective__owner=by.person_id)
    rows = Grade.objects.filter(mine).select_related("objective", "period").order_by("graded_on", "id")
    return [
        {
            _("objective"): row.objective.title, **_facts(row, "period", "grade", "went_well", "learned", "graded_on"),
            _("written by"): row.graded_by_name,
        }
        for row in rows
    ]  # fmt: skip


def _actions(by: Actor) -> Rows:
    if not by.person_id:
        return []
    mine = Q(owner=by.person_id) | Q(objective__owner=by.person_id)
    rows = Action.objects.filter(mine).select_related("objective", "owner").distinct().order_by("id")
    return [
        {
            _("objective"): row.objective.title,
            **_facts(row, "title", "owner", "due_on", "done_on", "note", "budget", "currency"),
        }
        for row in rows
    ]


def _contributions(by: Actor) -> Rows:
    rows = Contribution.objects.filter(by=by.user).select_related(
        "analysis__unit", "analysis__period", "analysis__organisation", "factor"
    )
    return [
        {
            _("analysis"): str(row.analysis), _("at"): row.at, **_facts(row, "kind", "text", "evidence"),
            _("became part of"): row.factor.text if row.factor else "",
        }
        for row in rows.order_by("id")
    ]  # fmt: skip


def _matrix_scores(by: Actor) -> Rows:
    """What one gave the cells of a matrix, and the attention points."""
    analysis = ("rater__analysis__unit", "rater__analysis__period", "rater__analysis__organisation")
    cells = Score.objects.filter(rater__user=by.user).select_related("row", "column", *analysis).order_by("id")
    marks = PointScore.objects.filter(rater__user=by.user).select_related("point", *analysis).order_by("id")
    return [
        {
            _("analysis"): str(cell.rater.analysis), _("what"): f"{cell.row} × {cell.column}", _("score"): cell.score,
        }
        for cell in cells
    ] + [
        {
            _("analysis"): str(mark.rater.analysis), _("what"): f"{mark.point} ({mark.get_criterion_display()})",
            _("score"): mark.score,
        }
        for mark in marks
    ]  # fmt: skip


def _seen_by(by: Actor) -> Rows:
    """Who looked at or changed the own file: when, in which role and what for; no names of others.

    Nothing of what another prepares: a promotion that is proposed, an appraisal that is begun.
    """
    if not by.person_id:
        return []
    told = AuditEvent.objects.told_to(by.person_id, by.user.pk)  # type: ignore[union-attr]
    rows = told.filter(about_person_id=by.person_id).order_by("sequence")
    return [
        {
            _("at"): row.at, _("what"): Event(row.event).label, _("role"): row.detail.get("role", ""),
            _("purpose"): row.detail.get("purpose", ""), _("by me"): row.by_id == by.user.pk,  # type: ignore[union-attr]
        }
        for row in rows.iterator(chunk_size=2000)
    ]  # fmt: skip


def _acts(by: Actor) -> Rows:
    rows = AuditEvent.objects.filter(by=by.user).order_by("sequence")
    return [{_("at"): row.at, _("what"): Event(row.event).label} for row in rows.iterator(chunk_size=2000)]


def _jobs(by: Actor) -> Rows:
    rows = Job.objects.filter(asked_by=by.user).order_by("id")
    return [
        {
            _("asked at"): row.asked_at,
            _("kind"): row.kind,
            _("file"): row.file_name,
            _("state"): row.get_state_display(),
        }
        for row in rows
    ]


#: Name in the JSON → (title, what gives its rows).
PARTS: dict[str, tuple[Callable[[], str], Callable[[Actor], Rows]]] = {
    "account": (lambda: _("Account"), _account),
    "roles": (lambda: _("Roles"), _memberships),
    "person": (lambda: _("Person"), _person),
    "person_history": (lambda: _("Earlier personal data"), _person_history),
    "placements": (lambda: _("Placements"), _placements),
    "leading": (lambda: _("Leading"), _leading),
    "objectives": (lambda: _("Objectives"), _objectives),
    "follows_from": (lambda: _("Follows from"), _links),
    "measures": (lambda: _("Measures"), _measures),
    "readings": (lambda: _("Readings"), _readings),
    "check_ins": (lambda: _("Check-ins"), _check_ins),
    "scores": (lambda: _("OKR scores"), _scores),
    "actions": (lambda: _("Actions"), _actions),
    "competencies": (lambda: _("Competencies"), competencies),
    "feedback": (lambda: _("360 feedback about me"), feedback),
    "feedback_answers": (lambda: _("Feedback that I give"), feedback_answers),
    "development": (lambda: _("Development plan"), development),
    "learning": (lambda: _("Development goals"), learning),
    "agreed_goals": (lambda: _("Agreed development goals"), agreed_goals),
    "goal_remarks": (lambda: _("Remarks on development goals"), remarks),
    "study_costs": (lambda: _("Study costs"), study_costs),
    "contributions": (lambda: _("Contributions"), _contributions),
    "matrix_scores": (lambda: _("Scores of the matrix"), _matrix_scores),
    "conversations": (lambda: _("Conversations"), conversations),
    "preparations": (lambda: _("Preparations of conversations"), preparations),
    "agreements": (lambda: _("Agreements"), agreements),
    "additions": (lambda: _("Additions to conversations"), addenda),
    "moments": (lambda: _("Moments"), moments),
    "salaries": (lambda: _("Salaries"), salaries),
    "rewards": (lambda: _("Rewards"), rewards),
    "promotions": (lambda: _("Promotions"), promotions),
    "gender": (lambda: _("Kept for the check of equal pay"), gender),
    "appraisals": (lambda: _("Appraisals"), appraisals),
    "appraisal_scores": (lambda: _("Scores of appraisals"), appraisal_scores),
    "appraisal_course": (lambda: _("Course of appraisals"), passages),
    "statements": (lambda: _("Statements"), statements),
    "corrections": (lambda: _("Requests for a correction"), corrections),
    "held": (lambda: _("Not removed for now"), held),
    "kept": (lambda: _("Why and how long"), kept),
    "file_seen": (lambda: _("Who looked at my file"), _seen_by),
    "acts": (lambda: _("What I did"), _acts),
    "jobs": (lambda: _("Background work"), _jobs),
}


def own_data(by: Actor) -> dict[str, Rows]:
    """Everything kept about whoever asks, in this organisation."""
    return {name: rows(by) for name, (_title, rows) in PARTS.items()}


def own_data_archive(by: Actor) -> bytes:
    """The workbook and the JSON, in one ZIP file."""
    found = own_data(by)
    book = io.BytesIO()
    with Workbook(book) as workbook:
        for name, (title, _rows) in PARTS.items():
            rows = found[name]
            headers = list(rows[0]) if rows else [_("nothing kept")]
            workbook.add_sheet(title(), headers, (_cells(row) for row in rows))
    said = {
        "organisation": str(by.organisation),
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "data": found,
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(_("my-data.xlsx"), book.getvalue())
        folder.writestr(_("my-data.json"), json.dumps(said, ensure_ascii=False, indent=1, default=_plain))
        folder.writestr(_("read-me.txt"), _read_me(by))
    return archive.getvalue()


def _cells(row: dict) -> list:
    return [(_("yes") if value else _("no")) if isinstance(value, bool) else value for value in row.values()]


def _plain(value):
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _read_me(by: Actor) -> str:
    return _(
        "This is everything that %(organisation)s keeps about you in Zichtlijn, on %(day)s.\n\n"
        "The workbook is for reading; the JSON file holds the same for another program.\n"
        "It is kept to state the objectives of the organisation and yours, to see how they stand and to discuss them.\n"
        "It is seen by you, by the line above you, and by whoever has a role that asks for it; see “Who looked at my "
        "file” for when.\n"
        "“Why and how long” says when each kind of it goes. On the page “My file” you can ask for a correction, or "
        "attach a statement.\n"
    ) % {"organisation": by.organisation, "day": timezone.localdate().isoformat()}
