"""One function per row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from django.db.models import F
from django.utils import timezone

from zichtlijn.access.actor import Actor, actor_for
from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.prepared import prepared
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation, path_step
from zichtlijn.analysis.models import (
    Analysis,
    AttentionPoint,
    ChainActivity,
    Contribution,
    Factor,
    ForceDriver,
)
from zichtlijn.competencies.models import Assessment, Behaviour, Competency, Framework, Judgement, Profile, Requirement
from zichtlijn.exchange.models import Import
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.queries import content_of, plan_page, quarter_of
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import (
    Action,
    CheckIn,
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    ObjectiveTemplate,
    Reading,
    Stakeholder,
)
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, Unit, sort_name
from zichtlijn.strategy.models import CoreValue, Direction

PASSWORD = "een zin die niemand raadt"
_number = count(1)


@dataclass(frozen=True)
class Member:
    """Somebody who can sign in: an account in one organisation, perhaps with a person."""

    user: User
    membership: Membership
    person: Person | None
    organisation: Organisation

    @property
    def actor(self) -> Actor:
        """The `by=` of an action, with the roles of this moment."""
        rows = _held(membership=self.membership.pk)
        rows[0].roles_now = frozenset(row.held_role for row in rows) - {None}
        return actor_for(rows[0])

    @property
    def email(self) -> str:
        return self.user.email


@prepared
def _held(*, membership: int):
    """The membership, a row for each role."""
    found = Membership.objects.filter(pk=membership).select_related("organisation", "user", "person")
    return found.annotate(held_role=F("roles__role"))


def make_organisation(name="Waterschap Proef", *, slug=None, **fields) -> Organisation:
    return Organisation.objects.create(name=name, slug=slug or f"proef-{next(_number)}", **fields)


def make_unit(organisation, name="Team", *, parent=None, **fields) -> Unit:
    with in_organisation(organisation):
        fields.setdefault("key", f"E{next(_number)}")
        unit = Unit.objects.create(organisation=organisation, name=name, parent=parent, **fields)
        unit.path = (parent.path if parent else "") + path_step(unit.pk)
        Unit.objects.filter(pk=unit.pk).update(path=unit.path)
        return unit


def make_position(organisation, name="Medewerker", **fields) -> Position:
    with in_organisation(organisation):
        fields.setdefault("key", f"F{next(_number)}")
        return Position.objects.create(organisation=organisation, name=name, **fields)


def make_person(
    organisation, given_name="Noor", family_name="Wit", *, family_prefix="", manager=None, **fields
) -> Person:
    """A person; with `manager` the reporting path runs through that manager (a placement does the same)."""
    with in_organisation(organisation):
        number = next(_number)
        fields.setdefault("key", f"P{number}")
        fields.setdefault("starts_on", date(2020, 1, 1))
        person = Person.objects.create(
            organisation=organisation,
            given_name=given_name,
            family_prefix=family_prefix,
            family_name=family_name,
            sort_name=sort_name(given_name, family_prefix, family_name),
            **fields,
        )
        _report_to(person, manager)
        return person


def _report_to(person, manager):
    person.reporting_path = (manager.reporting_path if manager else "") + path_step(person.pk)
    Person.objects.filter(pk=person.pk).update(reporting_path=person.reporting_path)


def make_placement(person, unit=None, position=None, *, line_manager=None, **fields) -> Placement:
    """A placement from 2020 on; the person's own reporting path follows (place managers before their people)."""
    organisation = person.organisation
    with in_organisation(organisation):
        fields.setdefault("starts_on", date(2020, 1, 1))
        placement = Placement.objects.create(
            organisation=organisation,
            person=person,
            unit=unit or make_unit(organisation),
            position=position or make_position(organisation),
            line_manager=line_manager,
            **fields,
        )
        if line_manager:
            _report_to(person, line_manager)
        return placement


def make_project(organisation, name="Project", **fields) -> Project:
    with in_organisation(organisation):
        fields.setdefault("key", f"J{next(_number)}")
        return Project.objects.create(organisation=organisation, name=name, **fields)


def make_period(organisation, year=None, *, kind=Period.Kind.YEAR, **fields) -> Period:
    """A calendar year (this year when not said), or with `kind`, `starts_on` and `ends_on` a part of one."""
    year = year or timezone.localdate().year
    with in_organisation(organisation):
        fields.setdefault("name", str(year))
        fields.setdefault("starts_on", date(year, 1, 1))
        fields.setdefault("ends_on", date(year, 12, 31))
        return Period.objects.create(organisation=organisation, kind=kind, **fields)


def make_user(email=None, *, password=PASSWORD, **fields) -> User:
    fields.setdefault("language", "en")
    return User.objects.create_user(email or f"lid{next(_number)}@proef.example", password, **fields)


def make_member(organisation, *roles, person=None, user=None, **user_fields) -> Member:
    """A member with these roles: `make_member(organisation, Role.HR, person=somebody)`."""
    if user is None:
        user_fields.setdefault("name", person.name if person else "")
        user = make_user(**user_fields)
    membership = Membership.objects.create(
        organisation=organisation, user=user, person=person, name="" if person else user.name
    )
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(organisation=organisation, membership=membership, role=Role(role)) for role in roles]
    )
    return Member(user, membership, person, organisation)


def make_direction(organisation, name="Koers", **fields) -> Direction:
    year = timezone.localdate().year
    with in_organisation(organisation):
        fields.setdefault("starts_on", date(year - 2, 1, 1))
        fields.setdefault("ends_on", date(year + 3, 12, 31))
        fields.setdefault("mission", "Schoon water")
        return Direction.objects.create(organisation=organisation, name=name, **fields)


def make_core_value(direction, name="Open", **fields) -> CoreValue:
    with in_organisation(direction.organisation):
        return CoreValue.objects.create(organisation=direction.organisation, direction=direction, name=name, **fields)


def make_objective(organisation, title="Doelstelling", *, level=Level.STRATEGIC, parents=(), **fields) -> Objective:
    """An agreed objective for this year's period (made when there is none), linked to its parents."""
    with in_organisation(organisation):
        period = fields.pop("period", None) or Period.objects.years().at(timezone.localdate()).first()
        period = period or make_period(organisation)
        fields.setdefault("key", f"D{next(_number)}")
        fields.setdefault("state", State.AGREED)
        fields.setdefault("starts_on", period.starts_on)
        fields.setdefault("ends_on", period.ends_on)
        objective = Objective.objects.create(
            organisation=organisation, title=title, level=level, period=period, **fields
        )
        for parent in parents:
            make_link(objective, parent)
        return objective


def make_link(child, parent, **fields) -> ObjectiveLink:
    with in_organisation(child.organisation):
        return ObjectiveLink.objects.create(organisation=child.organisation, child=child, parent=parent, **fields)


def make_measure(objective, name="Meting", *, baseline=0, target=100, **fields) -> Measure:
    """A rising measure from 0 to 100 over the life of the objective."""
    organisation = objective.organisation
    with in_organisation(organisation):
        fields.setdefault("key", f"M{next(_number)}")
        fields.setdefault("starts_on", objective.starts_on)
        fields.setdefault("ends_on", objective.ends_on)
        fields.setdefault("asked_from", None)  # as if it had been there from the start
        return Measure.objects.create(
            organisation=organisation,
            objective=objective,
            name=name,
            baseline=_amount(baseline),
            target=_amount(target),
            **fields,
        )


def _amount(value):
    return None if value is None else Decimal(str(value))


def make_reading(measure, value=50, on=None, **fields) -> Reading:
    with in_organisation(measure.organisation):
        return Reading.objects.create(
            organisation=measure.organisation,
            measure=measure,
            measured_on=on or measure.starts_on,
            value=_amount(value),
            **fields,
        )


def make_interim_target(measure, on, value, **fields) -> InterimTarget:
    with in_organisation(measure.organisation):
        return InterimTarget.objects.create(
            organisation=measure.organisation, measure=measure, on=on, value=_amount(value), **fields
        )


def make_milestone(measure, name="Mijlpaal", **fields) -> Milestone:
    with in_organisation(measure.organisation):
        fields.setdefault("due_on", measure.ends_on)
        return Milestone.objects.create(organisation=measure.organisation, measure=measure, name=name, **fields)


def make_check_in(objective, comment="", **fields) -> CheckIn:
    with in_organisation(objective.organisation):
        return CheckIn.objects.create(
            organisation=objective.organisation, objective=objective, comment=comment, **fields
        )


def make_action(objective, title="Actie", **fields) -> Action:
    with in_organisation(objective.organisation):
        return Action.objects.create(organisation=objective.organisation, objective=objective, title=title, **fields)


def make_template(organisation, name="Sjabloon", **fields) -> ObjectiveTemplate:
    with in_organisation(organisation):
        fields.setdefault("title", name)
        return ObjectiveTemplate.objects.create(organisation=organisation, name=name, **fields)


def make_stakeholder(direction, name="Belanghebbende", **fields) -> Stakeholder:
    with in_organisation(direction.organisation):
        return Stakeholder.objects.create(organisation=direction.organisation, direction=direction, name=name, **fields)


def make_analysis(organisation, *, period=None, **fields) -> Analysis:
    """The analysis of the organisation, or of `unit`, in this year; open for contributions."""
    with in_organisation(organisation):
        period = period or Period.objects.years().at(timezone.localdate()).first() or make_period(organisation)
        return Analysis.objects.create(organisation=organisation, period=period, **fields)


def make_contribution(analysis, text="Bijdrage", *, kind="strength", by=None, **fields) -> Contribution:
    """What a member brought in."""
    with in_organisation(analysis.organisation):
        return Contribution.objects.create(
            organisation=analysis.organisation, analysis=analysis, kind=kind, text=text,
            by=by.user if by else None, by_name=by.actor.name if by else "", **fields,
        )  # fmt: skip


def make_factor(analysis, text="Factor", *, kind="strength", place=1, **fields) -> Factor:
    with in_organisation(analysis.organisation):
        return Factor.objects.create(
            organisation=analysis.organisation, analysis=analysis, kind=kind, place=place, text=text, **fields
        )


def make_attention_point(analysis, text="Hoe kunnen we …?", *, place=1, **fields) -> AttentionPoint:
    with in_organisation(analysis.organisation):
        return AttentionPoint.objects.create(
            organisation=analysis.organisation, analysis=analysis, text=text, place=place, **fields
        )


def make_driver(analysis, text="Drijver", *, force="rivalry", **fields) -> ForceDriver:
    with in_organisation(analysis.organisation):
        return ForceDriver.objects.create(
            organisation=analysis.organisation, analysis=analysis, text=text, force=force, **fields
        )


def make_activity(analysis, text="", *, activity="service", **fields) -> ChainActivity:
    with in_organisation(analysis.organisation):
        return ChainActivity.objects.create(
            organisation=analysis.organisation, analysis=analysis, text=text, activity=activity, **fields
        )


def make_framework(organisation, name="Raamwerk", *, levels=("Begin", "Basis", "Goed", "Sterk", "Expert")) -> Framework:
    with in_organisation(organisation):
        return Framework.objects.create(organisation=organisation, name=name, levels="\n".join(levels))


def make_competency(organisation, name="Samenwerken", *, seen="", **fields) -> Competency:
    """A competency; `seen` is what one sees of it at level 1."""
    with in_organisation(organisation):
        fields.setdefault("group", "Mensen")
        made = Competency.objects.create(organisation=organisation, name=name, **fields)
        if seen:
            Behaviour.objects.create(organisation=organisation, competency=made, level=1, text=seen)
        return made


def make_profile(position, required, **fields) -> Profile:
    """What a position requires: competency → level; core when the level stands in a tuple with True."""
    with in_organisation(position.organisation):
        fields.setdefault("from_on", date(2020, 1, 1))
        made = Profile.objects.create(organisation=position.organisation, position=position, **fields)
        for competency, told in required.items():
            level, is_core = told if isinstance(told, tuple) else (told, False)
            Requirement.objects.create(
                organisation=position.organisation, profile=made, competency=competency, level=level, is_core=is_core
            )
        return made


def make_assessment(person, levels, *, by, side="manager", example="", **fields) -> Assessment:
    """What `by` (a person) found: competency → level; a draft unless `shared_on` is given."""
    with in_organisation(person.organisation):
        fields.setdefault("assessor_name", by.name)
        made = Assessment.objects.create(
            organisation=person.organisation, person=person, side=side, assessor=by, **fields
        )
        for competency, level in levels.items():
            Judgement.objects.create(
                organisation=person.organisation, assessment=made, competency=competency, level=level, example=example
            )
        return made


def make_import(organisation, kind="people", *, file_name="lijst.xlsx", **fields) -> Import:
    with in_organisation(organisation):
        fields.setdefault("by_name", "Beheerder")
        return Import.objects.create(
            organisation=organisation, kind=kind, file_name=file_name, mark=fields.pop("mark", 0), **fields
        )


def make_job(organisation, kind="import", *, asked_by, **fields) -> Job:
    with in_organisation(organisation):
        fields.setdefault("given", {"kind": "people", "dry_run": True} if kind == "import" else {})
        return Job.objects.create(organisation=organisation, kind=kind, asked_by=asked_by, **fields)


def make_growth_plan(unit, period, **fields) -> GrowthPlan:
    with in_organisation(unit.organisation):
        return GrowthPlan.objects.create(organisation=unit.organisation, unit=unit, period=period, **fields)


def make_growth_edition(plan, **fields) -> Edition:
    """What the plan contains now, kept."""
    with in_organisation(plan.organisation):
        fields.setdefault("number", plan.editions.count() + 1)
        content = fields.pop("content", None) or content_of(plan_page(plan))
        return Edition.objects.create(
            organisation=plan.organisation, plan=plan, by_name=fields.pop("by_name", "Hoofd"), content=content, **fields
        )


def make_growth_review(edition, findings="Op schema", **fields) -> Review:
    plan = edition.plan
    with in_organisation(plan.organisation):
        fields.setdefault("quarter_on", quarter_of(plan.organisation, plan.period.starts_on)[0])
        fields.setdefault("content", edition.content)
        return Review.objects.create(
            organisation=plan.organisation, plan=plan, edition=edition, by_name="Hoofd", findings=findings, **fields
        )
