"""The demo organisations: as promised, the same every time, and in two languages of one shape."""

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Membership, Organisation, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.appraisals.models import Appraisal, Passage
from zichtlijn.appraisals.queries import final_levels
from zichtlijn.calculations.anonymity import LEAST
from zichtlijn.calculations.objectives import validate_aim
from zichtlijn.conversations.models import Agreement, Conversation, Cycle, Moment, Report
from zichtlijn.demo import accounts
from zichtlijn.development.models import AgreedGoal, DevelopmentPlan, LearningActivity, LearningGoal, StudyAgreement
from zichtlijn.development.queries.needs import needs
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.feedback.queries.results import result_of
from zichtlijn.objectives.actions.standing import differences
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, ObjectiveTemplate, Reading
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.states import PARENT_LEVELS, Commitment, Kind, Level, State, Status
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.models import Period, Person, Placement, Unit
from zichtlijn.organisation.search import find
from zichtlijn.strategy.models import Direction

TODAY = date(2026, 11, 21)
#: What the command said when it loaded the demo.
SAID = StringIO()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests of this file and taken back after them."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_demo", today=TODAY, stdout=SAID)
        connection.check_constraints()  # else PostgreSQL looks at these rows again after each test
        yield {organisation.slug: organisation for organisation in Organisation.objects.all()}
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def dutch(demo, db):
    with in_organisation(demo["westerwaard"]) as organisation:
        yield organisation


@pytest.fixture
def year(dutch):
    return Period.objects.years().at(TODAY).get()


@pytest.fixture
def director(dutch):
    return actor_for(Membership.objects.get(organisation=dutch, user__email="ilse@westerwaard.example"))


def names_of(people):
    return {person.name for person in people}


def test_everybody_has_a_place_and_a_line_to_the_director(dutch):
    assert Person.objects.count() == 400
    assert Placement.objects.on(TODAY).count() == 400
    assert Unit.objects.filter(parent__parent=None).exclude(parent=None).exclude(key="DIR").count() == 5
    director = Person.objects.get(given_name="Ilse", family_name="Brandsma")
    assert Person.objects.reporting_to(director).count() == 399
    assert len(names_of(Person.objects.all())) == 400
    assert Person.objects.values("email").distinct().count() == 400


def test_names_of_the_story(dutch):
    assert Direction.objects.get().name == "Koers 2030"
    assert Direction.objects.get().mission == "Droge voeten en schoon water, voor nu en voor wie na ons komt."
    noor = Person.objects.get(given_name="Noor", family_prefix="de", family_name="Wit")
    placement = noor.placements.get(ends_on=None)
    assert (placement.unit.name, placement.position.name) == ("Team Telefonie", "Medewerker klantcontact")
    assert placement.line_manager.name == "Rachid El Amrani"
    assert Unit.objects.get(head=placement.line_manager).name == "Klantcontact"
    line = Objective.objects.get(owner=noor, title="Veertig kennisartikelen publiceren dit jaar")
    titles = []
    while line:
        titles.append(line.title)
        link = line.parent_links.order_by("id").first()
        line = link.parent if link else None
    assert titles == [
        "Veertig kennisartikelen publiceren dit jaar",
        "Medewerker klantcontact: eerste keer goed 85%",
        "Wachttijd telefoon onder 60 seconden",
        "Klantcontact lost 80% van de meldingen in één keer op",
        "Bewoners worden binnen één dag geholpen",
    ]


def test_ten_strategic_objectives_that_lean_on_money(dutch, year):
    strategic = Objective.objects.filter(period=year, level=Level.STRATEGIC)
    assert Counter(strategic.values_list("perspective", flat=True)) == {
        "financial": 4,
        "customers": 2,
        "processes": 3,
        "learning": 1,
    }
    assert Measure.objects.filter(objective__in=strategic, objective__perspective="learning").count() == 0


def test_the_breaks_that_are_there_to_be_found(director, year):
    lost = breaks.objectives_without_parent(director, year)
    assert lost.count() == 12
    alone = Objective.objects.counting().filter(stands_alone=True, period__parent=year)
    assert set(alone.values_list("key", flat=True)) == {"Q0-GEM", "Q3-MEN"}  # on purpose: no break
    assert not lost.filter(pk__in=alone).exists()
    assert breaks.objectives_without_support(director, year).count() == 3
    assert len(breaks.personal_weights_off(director, year)) == 4
    assert breaks.support_weights_off(director, year).count() == 3
    assert 20 <= breaks.people_without_line(year, TODAY).count() <= 40
    assert 20 <= breaks.measures_without_readings(director, year).count() <= 60


def test_the_quarters_of_the_year_as_cycles_of_okr(dutch, year):
    quarters = list(Period.objects.filter(parent=year).order_by("starts_on"))
    assert [(quarter.kind, quarter.name) for quarter in quarters] == [("quarter", f"2026 · Q{n}") for n in range(1, 5)]
    okrs = Objective.objects.filter(period__in=quarters)
    for quarter in quarters:
        assert okrs.filter(period=quarter).count() in range(3, 8)
    running = okrs.filter(period=quarters[-1])
    assert set(running.values_list("state", flat=True)) == {State.AGREED}
    assert set(Measure.objects.filter(objective__in=running).values_list("kind", flat=True)) == set(Kind)
    assert not running.exclude(confidence__range=(1, 10)).exists()
    assert not Grade.objects.filter(objective__in=running).exists()
    closed = okrs.exclude(period=quarters[-1])
    grades = Grade.objects.filter(objective__in=closed)
    assert grades.exclude(went_well="").exclude(learned="").count() == closed.count()
    assert set(grades.values_list("objective__commitment", flat=True)) == set(Commitment)
    assert set(CarryOver.objects.values_list("source__key", "target__key")) == {
        ("Q1-GEM", "Q0-GEM"), ("Q2-GEM", "Q1-GEM"), ("Q3-TEL", "Q2-TEL")
    }  # fmt: skip


def test_three_to_five_personal_objectives_with_weights_that_add_up(dutch, year):
    agreed = Objective.objects.filter(period=year, level=Level.PERSONAL, state=State.AGREED)
    per_person = Counter(agreed.values_list("owner_id", flat=True))
    assert set(per_person.values()) == {3, 4, 5}
    assert len(per_person) == 394
    sums = Counter()
    for owner, weight in agreed.values_list("owner_id", "weight"):
        sums[owner] += weight
    assert sum(1 for total in sums.values() if total != 100) == 4


def test_nobody_has_the_same_objective_twice_and_titles_differ(dutch, year):
    personal = Objective.objects.filter(period=year, level=Level.PERSONAL).values_list("owner_id", "title")
    assert len(set(personal)) == len(personal)
    titles = Counter(title for _owner, title in personal)
    assert len(titles) > 600
    assert max(titles.values()) <= 24


def test_each_level_follows_from_the_level_above(dutch):
    for child, parent in ObjectiveLink.objects.values_list("child__level", "parent__level"):
        assert parent in PARENT_LEVELS[child]


def test_some_are_on_course_and_some_are_not(dutch, year):
    for level in (Level.STRATEGIC, Level.DEPARTMENT, Level.OPERATIONAL, Level.PERSONAL):
        statuses = set(Objective.objects.filter(period=year, level=level).values_list("status", flat=True))
        assert {Status.ON_COURSE, Status.BEHIND, Status.OFF_COURSE, Status.TO_MEASURE} <= statuses


def test_measures_of_every_kind_are_sound(dutch):
    measures = Measure.objects.prefetch_related("interim_targets", "milestones")
    assert set(measures.values_list("kind", flat=True)) == set(Kind)
    assert {(m.key, p.code) for m in measures for p in validate_aim(m.aim())} == set()


def test_four_years_of_readings_and_none_of_tomorrow(dutch):
    days = Reading.objects.values_list("measured_on", flat=True)
    assert min(days) < date(2023, 2, 1)
    assert max(days) <= TODAY
    months = Reading.objects.filter(measure__key="S05-M1").count()
    assert months == 46
    assert not Reading.objects.filter(recorded_at__date__gt=TODAY).exists()
    assert not CheckIn.objects.filter(at__date__gt=TODAY).exists()


def test_no_amount_that_cannot_be(dutch):
    percentages = Reading.objects.filter(measure__unit="%", measure__kind__in=[Kind.UP, Kind.DOWN])
    assert not percentages.filter(value__lt=0).exists()
    assert not percentages.filter(value__gt=100).exists()


def test_something_is_asked_this_week_of_each_part(dutch):
    week = TODAY + timedelta(days=7)
    for given, family in (("Noor", "Wit"), ("Rachid", "El Amrani"), ("Ilse", "Brandsma"), ("Bram", "Jansen")):
        person = Person.objects.get(given_name=given, family_name=family)
        assert Action.objects.filter(owner=person, done_on=None, due_on__lte=week).exists(), given
    assert Measure.objects.filter(responsible__given_name="Noor", due_on__range=(TODAY, week)).exists()


def test_proposals_wait_for_the_other_side(dutch):
    rachid = User.objects.get(email="rachid@westerwaard.example")
    noor = User.objects.get(email="noor@westerwaard.example")
    assert Objective.objects.filter(state=State.PROPOSED, proposed_by=noor, owner__membership__user=noor).exists()
    assert Objective.objects.filter(state=State.PROPOSED, proposed_by=rachid).count() == 2
    assert Objective.objects.filter(state=State.DRAFT, made_by=noor).exists()


def test_last_year_was_appraised_and_this_year_is_under_way(dutch):
    *_earlier, before, now = Cycle.objects.order_by("period__starts_on")
    assert len(final_levels(before)) == Conversation.objects.filter(step__cycle=before, step__kind="appraisal").count()
    decided = Passage.objects.filter(move="decide").values_list("before", "after")
    assert decided
    assert set(decided) <= {(2, 3), (3, 4)}
    of_year = Appraisal.objects.filter(report__conversation__step__cycle=before)
    assert of_year.exclude(chosen=F("proposed")).exclude(reason="").exists()
    assert of_year.exclude(label=F("chosen")).exists()
    states = set(Appraisal.objects.filter(report__conversation__step__cycle=now).values_list("state", flat=True))
    assert states == {"draft", "sent", "answered", "final"}
    assert not Passage.objects.filter(appraisal__state="draft").exists()


def test_two_cycles_of_conversations_are_over_and_one_is_under_way(dutch):
    *before, now = Cycle.objects.order_by("period__starts_on")
    assert [cycle.state for cycle in (*before, now)] == ["closed", "closed", "running"]
    assert {row.state for row in Conversation.objects.filter(step__cycle__in=before)} == {"final"}
    states = Counter(Conversation.objects.filter(step__cycle=now).values_list("state", flat=True))
    assert set(states) == {"planned", "preparing", "writing", "sent", "answered", "final"}
    shared = Conversation.objects.filter(state__in=("sent", "answered", "final"))
    assert not shared.exclude(reports__sent_at__isnull=False).exists()
    assert not Report.objects.filter(answered_at__lt=F("sent_at")).exists()
    assert not Conversation.objects.filter(final_on__gt=TODAY).exists()
    assert Agreement.objects.exclude(objective=None).exists()
    assert {row.shared_at is None for row in Moment.objects.all()} == {True, False}


def test_what_is_stored_follows_from_the_rows(dutch):
    assert differences(dutch, today=TODAY) == []
    assert paths.refresh_unit_paths(dutch) == 0


def test_it_can_be_found(dutch):
    noor = Person.objects.get(given_name="Noor", family_name="Wit")
    assert noor.pk in find("person", "noor wit", 5)
    assert find("objective", "binnen één dag geholpen", 5)
    assert find("unit", "telefonie", 5)


def test_parts_and_their_roles(demo, dutch):
    roles = {
        membership.user.email: {role.role for role in membership.roles.all()}
        for membership in Membership.objects.filter(organisation=dutch).prefetch_related("roles")
    }
    assert Role.DIRECTOR in roles["ilse@westerwaard.example"]
    assert Role.MANAGER in roles["rachid@westerwaard.example"]
    assert roles["noor@westerwaard.example"] == {Role.EMPLOYEE}
    assert Role.HR in roles["marloes@westerwaard.example"]
    assert Role.ADMINISTRATOR in roles["daan@westerwaard.example"]
    assert Role.WORKS_COUNCIL in roles["anneke@westerwaard.example"]
    assert Role.PROJECT_LEADER in roles["bram@westerwaard.example"]
    assert roles["esther@kade-advies.example"] == {Role.CONSULTANT}
    assert User.objects.get(email="noor@westerwaard.example").check_password(accounts.PASSWORD)


def test_whoever_leads_people_is_a_member_and_nobody_can_sign_in_as_them(demo, dutch):
    leading = Placement.objects.on(TODAY).exclude(line_manager=None).values("line_manager")
    members = Membership.objects.filter(organisation=dutch, person__in=leading).select_related("user")
    assert members.count() == leading.distinct().count()
    with_reports = Membership.objects.filter(organisation=dutch, person__in=leading, roles__role=Role.MANAGER)
    assert with_reports.count() == members.count()
    known = {login.email("nl") for login in accounts.LOGINS}
    assert all(member.user.has_usable_password() == (member.user.email in known) for member in members)


def test_the_consultant_belongs_to_three_organisations(demo, db):
    joined = Membership.objects.filter(user__email="esther@kade-advies.example")
    assert set(joined.values_list("organisation__slug", flat=True)) == {"westerwaard", "westerwaard-en", "kade-advies"}


def test_two_empty_organisations_for_trying_imports(demo, db):
    for slug in ("stratml-proef", "import-proef"):
        with in_organisation(demo[slug]):
            assert not Person.objects.exists()
            assert not Unit.objects.exists()
        joined = Membership.objects.filter(organisation=demo[slug])
        assert {"daan@westerwaard.example", "daan@westerwaard-en.example"} == set(
            joined.values_list("user__email", flat=True)
        )


def shape(organisation):
    """Everything of an organisation but its words and ids."""
    with in_organisation(organisation):
        return {
            "people": list(Person.objects.order_by("pk").values_list("key", "given_name", "family_name", "starts_on")),
            "objectives": [
                # a database adds up in any order: the last digits may differ
                (*row, progress if progress is None else round(progress, 9))
                for *row, progress in Objective.objects.order_by("pk").values_list(
                    "key", "level", "state", "weight", "status", "progress"
                )
            ],
            "links": list(ObjectiveLink.objects.order_by("pk").values_list("child__key", "parent__key", "weight")),
            "readings": list(Reading.objects.order_by("pk").values_list("measure__key", "measured_on", "value")),
            "check-ins": list(CheckIn.objects.order_by("pk").values_list("objective__key", "at", "confidence")),
            "actions": list(Action.objects.order_by("pk").values_list("objective__key", "due_on", "done_on")),
        }


def test_the_english_twin_has_the_same_shape(demo, db):
    assert shape(demo["westerwaard"]) == shape(demo["westerwaard-en"])


DUTCH = re.compile(
    r"\b(het|een|van|voor|met|niet|naar|zijn|wordt|worden|bij|binnen|meer|geen|elke|alle|gesprek|melding|meting|doel|"
    r"afdeling|medewerker|keer|dagen|maand|jaar|gemaal|zuivering|waterschap|vergunning)\b",
    re.IGNORECASE,
)


def test_most_people_of_two_departments_have_a_plan_and_the_twin_has_the_same(demo, db):
    whose = []
    for slug in ("westerwaard", "westerwaard-en"):
        with in_organisation(demo[slug]):
            whose.append(set(DevelopmentPlan.objects.values_list("person__key", flat=True)))
    assert whose[0] == whose[1]
    assert 50 < len(whose[0]) < 150


def test_who_can_sign_in_has_a_plan_of_which_something_was_agreed(dutch):
    for family_name, private in (("Wit", 1), ("Kuipers", 0), ("El Amrani", 1)):
        goals = LearningGoal.objects.filter(plan__person__family_name=family_name)
        goals = goals.filter(plan__person__given_name__in=("Noor", "Daan", "Rachid"))
        assert goals.filter(shared_at=None).count() == private, family_name
        assert AgreedGoal.objects.filter(goal__in=goals).count() == 1, family_name
    assert set(StudyAgreement.objects.values_list("state", flat=True)) == {"draft", "offered", "signed"}


def test_noor_has_a_result_and_is_asked_in_an_open_round(dutch):
    closed, running = FeedbackRound.objects.get(state="closed"), FeedbackRound.objects.get(state="running")
    result = result_of(closed)
    assert len(result.rows) == 3
    assert [row.competency.name for row in result.blind_spots] == ["Luisteren"]
    assert result.has_words
    assert FeedbackRequest.objects.get(person=closed.person).round == running
    assert FeedbackRequest.objects.filter(round=running).count() >= 10


def test_the_needs_of_the_demo_tell_something_and_of_nobody(dutch):
    rows = needs(TODAY)
    assert {row.unit is None for row in rows} == {True, False}
    assert min(row.people for row in rows) >= LEAST


def test_the_english_twin_speaks_english(demo, db):
    with in_organisation(demo["westerwaard-en"]):
        said = set()
        for model, fields in (
            (Unit, ["name"]),
            (Objective, ["title", "description"]),
            (Measure, ["name", "unit", "source"]),
            (CheckIn, ["comment"]),
            (Action, ["title"]),
            (ObjectiveTemplate, ["name", "title", "description"]),
            (Direction, ["name", "mission", "vision", "strategy"]),
            (Reading, ["note"]),
            (DevelopmentPlan, ["strengths", "work", "wishes"]),
            (LearningGoal, ["title", "why"]),
            (LearningActivity, ["text", "support", "evidence"]),
        ):
            for row in model.objects.values_list(*fields).distinct():
                said.update(row)
    assert {text for text in said if DUTCH.search(text)} == set()


def test_loading_it_again_changes_nothing(demo, db, capsys):
    assert accounts.PASSWORD in SAID.getvalue()
    before = {organisation.pk for organisation in demo.values()}
    call_command("load_demo", today=TODAY)
    assert "already there" in capsys.readouterr().out
    assert set(Organisation.objects.values_list("pk", flat=True)) == before
    assert len(before) == 5
    call_command("demo_logins")
    assert "noor@westerwaard.example" in capsys.readouterr().out
