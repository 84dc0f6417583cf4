"""Every address × role × method answers what the table of tests/house/rights.py says."""

import io
import re
import zipfile
from datetime import date
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from tests.factories import (
    CANARY,
    Client,
    make_action,
    make_activity,
    make_activity_to_learn,
    make_agreed_goal,
    make_agreement,
    make_analysis,
    make_appraisal,
    make_assessment,
    make_attention_point,
    make_cast,
    make_competency,
    make_contribution,
    make_conversation,
    make_correction,
    make_cycle,
    make_development_plan,
    make_driver,
    make_factor,
    make_feedback_mean,
    make_feedback_request,
    make_feedback_round,
    make_feedback_words,
    make_framework,
    make_growth_edition,
    make_growth_plan,
    make_growth_review,
    make_hold,
    make_import,
    make_job,
    make_learning_goal,
    make_meeting,
    make_milestone,
    make_moment,
    make_objection,
    make_objective,
    make_passage,
    make_plan_review,
    make_profile,
    make_promotion,
    make_proposal,
    make_remark,
    make_report,
    make_reward_round,
    make_reward_system,
    make_salary,
    make_scheme,
    make_statement,
    make_step,
    make_study_agreement,
    sign_in,
)
from tests.house.rights import ROLES, TABLE
from zichtlijn.access.models import Membership
from zichtlijn.access.rates import forget_rates
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent
from zichtlijn.competencies.models import Competency
from zichtlijn.conversations.models import Cycle
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Person, Unit
from zichtlijn.organisation.search import index_words
from zichtlijn.scorecards.models import Arrow

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: Tables that a GET may write: that somebody came by, and that somebody looked (which is the point of a log).
WRITTEN_BY_LOOKING = {"django_session", "access_cache", "audit_auditevent", "audit_audithead"}
WRITES = re.compile(r'^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.I)
#: Words of what is personal in the cast → the roles that may meet them, on whatever page (letters as in the table).
SECRETS = {
    "Pers leren": "EMHD",  # the employee's objective, its measure, check-in and action
    "Geleerd": "EMHD",
    "Gaat goed": "EMHD",
    "Cursus volgen": "EMHD",
    "Nog denken": "ED",  # a draft: the employee's own, written down by the director
    "Cas zijn doel": "CMHD",  # the colleague's objective
    "p-employee": "EMHDA",  # the employee's personnel number (W11)
    "employee@proef.example": "EMHDA",
    "2,718.28": "EH",  # what the employee earns
    "2,772.65": "H",  # what was computed for the employee, and is not final
    "2,575.43": "CHD",  # what the colleague was given
    "2575.43": "CHD",
}
#: Words of what is kept about somebody, with the name of the organisation in them → whose they are. Who meets those of
#: another on a page looks at their file, and that is written down.
OF_SOMEBODY = {
    "Pers leren": "employee",
    "Geleerd": "employee",
    "Gaat goed": "employee",
    "Cursus volgen": "employee",
    "Nog denken": "employee",
    "Cas zijn doel": "colleague",
    "Voorbeeld {}": "employee",  # an assessment that was shared
    "Gedeeld {}": "employee",  # goals of the development plan
    "Afgesproken {}": "employee",
    "Opleiding {}": "employee",  # study costs
    "Gezegd {}": "employee",  # the result of a round of feedback
    "Vind {}": "employee",  # a statement
    "Geschil {}": "employee",
    "2,718.28": "employee",
    "2718.28": "employee",  # in a field of a form
    "2,772.65": "employee",
    "2772.65": "employee",
    "2,575.43": "colleague",
    "Bezwaar {}": "colleague",
    "Promotie {}": "employee",
}
#: Where each of these words stands, and for whom: what stood nowhere would be missed nowhere. `2772.65` is in no field.
STANDS = {
    "Pers leren": ("objectives:objective pk=personal", "M"),
    "Geleerd": ("objectives:objective pk=personal", "M"),
    "Gaat goed": ("objectives:objective pk=personal", "M"),
    "Cursus volgen": ("objectives:objective pk=personal", "M"),
    "Nog denken": ("objectives:list", "D"),
    "Cas zijn doel": ("objectives:list", "M"),
    "p-employee": ("organisation:people", "H"),
    "employee@proef.example": ("organisation:person pk=employee.person", "H"),
    "2,718.28": ("rewards:salaries", "H"),
    "2718.28": ("rewards:salary salary_id=salary", "H"),
    "2,772.65": ("rewards:proposal pk=reward_proposal", "H"),
    "2,575.43": ("rewards:proposal pk=final_proposal", "D"),
    "2575.43": ("rewards:decide_objection pk=objected_proposal", "H"),
    "Voorbeeld {}": ("competencies:assessment pk=assessment", "M"),
    "Gedeeld {}": ("development:person pk=employee.person", "M"),
    "Afgesproken {}": ("development:person pk=employee.person", "M"),
    "Opleiding {}": ("development:studies", "H"),
    "Gezegd {}": ("feedback:result pk=feedback_closed", "E"),
    "Vind {}": ("organisation:file pk=employee.person", "M"),
    "Geschil {}": ("organisation:person pk=employee.person", "H"),
    "Bezwaar {}": ("rewards:decide_objection pk=objected_proposal", "H"),
    "Promotie {}": ("rewards:promotion pk=promotion", "D"),
}
#: Says that a database is needed; the rows are those of `world`.
pytestmark = pytest.mark.django_db
EVERY_PAGE = pytest.mark.parametrize("page", TABLE, ids=lambda page: page.id)


def every_address(resolver=None, space=""):
    """Name of each address in the program; `None` for one without a name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from every_address(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield pattern.name and space + pattern.name


def prepare(cast):
    """What the cast itself does not bring: work in the background, a milestone, words to find. Nobody is in both."""
    Membership.objects.filter(organisation=cast.twin.organisation, user=cast.consultant.user).delete()
    for each in (cast, cast.twin):
        for kind in ("import", "import_plan"):
            name = f"lijst {each.organisation.name}.csv"
            make_job(each.organisation, kind, asked_by=each.administrator.user, file_name=name)
        person = each.employee.person.pk
        imported = make_import(each.organisation, file_name=name, made={"people": [[person, person]]})
        make_job(each.organisation, "undo_import", asked_by=each.administrator.user, given={"of": imported.pk})
        plan = make_growth_plan(each.team, each.period, state="adopted")
        make_growth_review(make_growth_edition(plan))
        make_growth_plan(each.top, each.period)
        make_action(each.strategic, f"Stap {each.organisation.name}")
        make_milestone(each.measure, f"Mijlpaal {each.organisation.name}")
        prepare_analysis(each)
        prepare_map(each)
        prepare_conversations(each)
        prepare_competencies(each)
        prepare_appraisals(each)
        prepare_feedback(each)
        prepare_development(each)
        prepare_rewards(each)
        OutgoingMail.objects.create(
            kind="invitation", organisation=each.organisation, user=each.employee.user, to=[each.employee.email],
            subject=f"Uitnodiging {each.organisation.name}", message_id=each.organisation.slug, state="failed",
        )  # fmt: skip
        with in_organisation(each.organisation):
            index_words("unit", [(unit.pk, unit.name) for unit in Unit.objects.all()])
            index_words("person", [(person.pk, person.name) for person in Person.objects.all()])
            personal = Objective.objects.filter(level="personal")
            index_words("personal", list(personal.values_list("pk", "title")))
            index_words("objective", list(Objective.objects.exclude(level="personal").values_list("pk", "title")))


def prepare_conversations(cast):
    """A cycle that runs, with a conversation that is being written and one of which the report was sent."""
    name = cast.organisation.name
    make_step(make_cycle(cast.period, f"Concept {name}", state="draft"), title=f"Later {name}")
    step = make_step(make_cycle(cast.period, f"Ronde {name}"), title=f"Gesprek {name}")
    manager, now = cast.line_manager.person, timezone.now()
    writing = make_conversation(step, cast.employee.person, manager, cast.team, state="writing")
    make_agreement(make_report(writing, manager, discussed=f"Concept {name}"), f"Afspraak {name}")
    make_meeting(writing, place=f"Kamer {name}"[:200])
    make_statement(cast.employee.person, f"Vind {name}")
    make_correction(cast.employee.person, f"Klopt niet {name}")
    make_hold(cast.employee.person, f"Geschil {name}")
    sent = make_conversation(step, cast.colleague.person, manager, cast.team, state="sent")
    make_report(sent, manager, discussed=f"Besproken {name}", sent_at=now, respond_by=timezone.localdate(now))
    make_moment(cast.employee.person, cast.employee.person, f"Moment {name}")


def prepare_appraisals(cast):
    """A closed cycle with a draft, and appraisals that wait for approval, are final, and were objected to."""
    name, now = cast.organisation.name, timezone.now()
    cycle = make_cycle(cast.period, f"Beoordeeld {name}", state="closed")
    make_scheme(cycle, tuple(f"{place} {name}"[:80] for place in ("Onder", "Op", "Boven")), negative=1)
    step = make_step(cycle, "appraisal", title=f"Oordeel {name}")
    for member, manager, talk, state in (
        (cast.employee, cast.line_manager, "writing", "draft"),
        (cast.colleague, cast.line_manager, "answered", "answered"),
        (cast.project_leader, cast.line_manager, "final", "final"),
        (cast.works_council, cast.other_manager, "final", "objected"),
    ):
        today = timezone.localdate(now)
        final_on = today if talk == "final" else None
        held = make_conversation(step, member.person, manager.person, cast.team, state=talk, final_on=final_on)
        sent_at = None if talk == "writing" else now
        report = make_report(held, manager.person, discussed=f"Oordeel {name}", sent_at=sent_at)
        appraisal = make_appraisal(report, state=state, label=2, reason=f"Reden {name}", object_until=final_on)
        make_passage(appraisal, "send", manager.person, words=f"Woorden {name}", after=2)


def prepare_competencies(cast):
    """A competency that the position asks, an assessment that was shared, and a draft of the manager."""
    name = cast.organisation.name
    make_framework(cast.organisation, f"Raamwerk {name}")
    competency = make_competency(cast.organisation, f"Luisteren {name}", seen=f"Luistert {name}", group=f"Groep {name}")
    make_profile(cast.position, {competency: 3})
    employee, manager = cast.employee.person, cast.line_manager.person
    make_assessment(employee, {competency: 2}, by=manager, example=f"Voorbeeld {name}", shared_on=timezone.localdate())
    make_assessment(employee, {competency: 4}, by=manager, example=f"Concept {name}")


def prepare_feedback(cast):
    """Rounds in each state: being prepared, proposed, open with an answer, and closed with a result."""
    name = cast.organisation.name
    with in_organisation(cast.organisation):
        competency = Competency.objects.get()
    draft = make_feedback_round(cast.colleague.person, [competency])
    make_feedback_request(draft, cast.employee.person)
    make_feedback_round(cast.project_leader.person, [competency], state="proposed")
    running = make_feedback_round(cast.employee.person, [competency], state="running")
    make_feedback_request(running, cast.employee.person, "self")
    make_feedback_request(running, cast.colleague.person, answer=3, keep=f"Antwoord {name}")
    closed = make_feedback_round(cast.employee.person, [competency], state="closed")
    make_feedback_mean(closed, competency, "colleagues", "3.3", 3)
    make_feedback_words(closed, f"Gezegd {name}")


def prepare_development(cast):
    """A plan of which one goal is private, one shared and one agreed; study costs drawn up and offered."""
    name, employee, manager = cast.organisation.name, cast.employee.person, cast.line_manager.person
    plan = make_development_plan(employee, strengths=f"Sterk {name}")
    make_activity_to_learn(make_learning_goal(plan, f"Stil {name}"), f"Stille stap {name}")
    shared = make_learning_goal(plan, f"Gedeeld {name}", shared=True)
    make_activity_to_learn(shared, f"Stap van {name}")
    make_remark(shared, manager, f"Opmerking {name}")
    make_agreed_goal(make_learning_goal(plan, f"Afgesproken {name}", shared=True), manager, support=f"Steun {name}")
    make_plan_review(plan)
    make_study_agreement(employee, manager, f"Opleiding {name}", state="offered")
    make_study_agreement(employee, manager, f"Concept {name}")


def prepare_rewards(cast):
    """Three versions of the reward system, salaries, a round of each state, a computed and a final proposal."""
    name, today = cast.organisation.name, timezone.localdate()
    system = make_reward_system(cast.organisation, f"Beloning {name}"[:200], principles=f"Regels {name}")
    make_reward_system(
        cast.organisation, f"Concept {name}"[:200], state="draft", from_on=date(today.year + 1, 1, 1), consent=""
    )
    make_reward_system(
        cast.organisation, f"Voorstel {name}"[:200], state="proposed", from_on=date(today.year + 2, 1, 1),
        proposed_by=cast.hr.user, consent="",
    )  # fmt: skip
    make_salary(cast.employee.person, "2718.28")
    with in_organisation(cast.organisation):
        cycle = Cycle.objects.get(state="closed")
    make_reward_round(cast.period, cycle, system, f"Later {name}"[:200], state="draft", effective_on=date(2101, 1, 1))
    running = make_reward_round(cast.period, cycle, system, f"Nu {name}"[:200])
    closed = make_reward_round(
        cast.period, cycle, system, f"Toen {name}"[:200], state="closed", closed_on=today,
        effective_on=date(2020, 1, 1), figures={"people": None, "pay": [], "raise": []},
    )  # fmt: skip
    manager, paid = cast.line_manager.person, {"scale": "7", "part_time": 1, "level": 2, "structural": 1, "one_off": 0}
    make_proposal(running, cast.employee.person, manager, cast.team, old="2718.28", computed="2772.65", new="2772.65",
                  **paid)  # fmt: skip
    make_proposal(closed, cast.colleague.person, manager, cast.team, state="final", final_on=today, old="2500.00",
                  computed="2575.43", new="2575.43", reason=f"Reden {name}", object_until=today, **paid)  # fmt: skip
    objected = make_proposal(running, cast.colleague.person, manager, cast.team, state="final", final_on=today,
                             old="2500.00", computed="2575.43", new="2575.43", **paid)  # fmt: skip
    make_objection(objected, f"Bezwaar {name}")
    make_promotion(cast.employee.person, system, reason=f"Promotie {name}")


def prepare_analysis(cast):
    """Two analyses, with somebody's words and a factor."""
    name = cast.organisation.name
    analysis = make_analysis(cast.organisation)
    make_analysis(cast.organisation, unit=cast.team)
    make_contribution(analysis, f"Bijdrage {name}", by=cast.employee, evidence=name)
    factor = make_factor(analysis, f"Factor {name}", evidence=name)
    threat = make_factor(analysis, f"Dreiging {name}", kind="threat")
    make_attention_point(analysis, f"Vraag {name}", row=factor, column=threat)
    make_driver(analysis, f"Drijver {name}", score=4, evidence=name)
    make_activity(analysis, f"Loket {name}", score=5, evidence=name)


def prepare_map(cast):
    """An arrow of the strategy map, with somebody's words."""
    name = cast.organisation.name
    with in_organisation(cast.organisation):
        effect = make_objective(cast.organisation, f"Gevolg {name}", perspective="customers")
        Arrow.objects.create(organisation=cast.organisation, cause=cast.strategic, effect=effect, note=f"Pijl {name}")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The cast, once for all tests here: each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        prepare(cast)
        sign_all_in(cast)
        connection.check_constraints()  # else PostgreSQL looks at these rows again after each test
        yield cast
        transaction.set_rollback(True)


def address(page, cast) -> str:
    with in_organisation(cast.organisation):
        return reverse(page.name, kwargs=page.kwargs(cast)) + page.query


def visitor(member=None, **options):
    """A browser, signed in as this member."""
    forget_rates()  # the tables ask faster than people type
    if not options and (kept := vars(member).get("browser") if member else None):
        return kept
    browser = Client(raise_request_exception=False, **options)
    return sign_in(browser, member) if member else browser


def sign_all_in(cast):
    """Once for all tests that have this cast: a request of `send` leaves nothing behind in a browser either."""
    for part in ROLES.values():
        member = getattr(cast, part)
        vars(member)["browser"] = visitor(member)


def send(browser, method, url, data=None, *, htmx=False, boosted=False):
    """The answer to one request, of which nothing stays behind: not in the database and not in the browser."""
    headers = ({"HX-Request": "true"} if htmx else {}) | ({"HX-Boosted": "true"} if boosted else {})
    cookies = SimpleCookie()
    cookies.update({name: morsel.copy() for name, morsel in browser.cookies.items()})
    tables_written = set()

    def watch(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            tables_written.add(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        if method == "POST":
            answer = browser.post(url, data or {}, headers=headers)
        else:
            headers |= {"X-Organisation": browser.organisation_slug or ""}
            answer = browser.generic(method, url, headers=headers)
        answer.said = everything_in(answer)
        if "audit_auditevent" in tables_written:
            with scopes_disabled():
                answer.looked_at = set(
                    AuditEvent.objects.order_by("-pk")[:50].values_list("about_person_id", flat=True)
                )
        else:
            answer.looked_at = set()
        transaction.set_rollback(True)
    browser.cookies = cookies
    answer.tables_written = tables_written
    return answer


def verdict(answer) -> str:
    """The sign of an answer."""
    status = answer.status_code
    if status in {301, 302, 303} and answer["Location"].startswith("/accounts/login/?next="):
        return "?"
    if status < 400 or status in {409, 422} or (status == 400 and answer.request["REQUEST_METHOD"] == "POST"):
        return "+"
    return {401: "?", 403: "-", 404: ".", 405: "x"}.get(status, str(status))


def expected(page, method, letter) -> str:
    """The sign in the table; a page may leave HEAD out."""
    signs = getattr(page, "GET" if method == "HEAD" else method, None)
    if signs is None:
        return "x"
    sign = signs[list(ROLES).index(letter)].replace("_", ".")
    return sign + "x" if method == "HEAD" else sign


def everything_in(answer) -> str:
    """All that an answer says: headers, page or file, with a zipped file unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return str(answer.headers) + body.decode("utf-8", "replace")


def check_headers(answer, url):
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, url
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "report-uri"):
        assert part in policy, (url, part)
    assert "unsafe" not in policy, url
    assert headers["X-Content-Type-Options"] == "nosniff", url
    assert headers["Referrer-Policy"] == "same-origin", url
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", url
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", url
    assert "camera=()" in headers["Permissions-Policy"], url
    assert "fullscreen=(self)" in headers["Permissions-Policy"], url
    assert "=*" not in headers["Permissions-Policy"], url
    assert headers["Cache-Control"] == "no-store", url


def test_W19_every_address_stands_in_the_table():
    names = list(every_address())
    assert None not in names, "an address without a name cannot stand in the table"
    assert set(names) - {page.name for page in TABLE} == set(), "add a line to tests/house/rights.py"
    assert {page.name for page in TABLE} - set(names) == set(), "the table has lines for addresses that are gone"


def of_each_role(page):
    """What is tried as which role: what the address knows, as everybody."""
    for method in ("GET", "POST"):
        if getattr(page, method) is not None:
            for letter in ROLES:
                yield letter, method, {}


def in_other_ways(page):
    """Every other method as administrator; and with the header that asks for a fragment (W20) as one role of each sign,
    with the one of a link as one of them."""
    for method in METHODS:
        if method not in {"GET", "POST"} or getattr(page, method) is None:
            yield "A", method, {}
    for method in ("GET", "POST"):
        signs = getattr(page, method)
        if signs is None:
            continue
        firsts = [list(ROLES)[signs.index(sign)] for sign in sorted(set(signs))]
        for letter in firsts:
            yield letter, method, {"htmx": True}
        yield firsts[0], method, {"htmx": True, "boosted": True}


@EVERY_PAGE
def test_W19_each_role_gets_what_the_table_says(page, world):
    """A GET writes nothing (W22); all headers stand."""
    check(page, world, of_each_role(page))


def test_W36_the_secrets_are_really_on_the_pages(world):
    """Else the sweep above would prove nothing of them."""
    assert STANDS.keys() | {"2772.65"} == SECRETS.keys() | OF_SOMEBODY.keys()
    pages = {page.id: page for page in TABLE}
    for words, (page_id, letter) in STANDS.items():
        answer = send(visitor(getattr(world, ROLES[letter])), "GET", address(pages[page_id], world))
        assert words.format(world.organisation.name) in answer.said, (words, page_id)


@pytest.mark.once
@EVERY_PAGE
def test_W19_W20_other_methods_and_fragments_get_what_the_table_says(page, world):
    check(page, world, in_other_ways(page))


def check(page, world, attempts):
    """Fails with everything that answers otherwise than the table says."""
    url, wrong, browsers = address(page, world), [], {}
    for letter, method, fragment in attempts:
        if letter not in browsers:
            browsers[letter] = visitor(getattr(world, ROLES[letter]))
        answer = send(browsers[letter], method, url, page.data, **fragment)
        tried = f"{method} {url} as {ROLES[letter]} {fragment or ''}"
        if verdict(answer) not in expected(page, method, letter):
            wrong.append(f"{tried}: {answer.status_code}")
        assert CANARY not in answer.said, f"W32: {tried} shows the other organisation"
        for secret, knowing in SECRETS.items():
            assert letter in knowing or secret not in answer.said, f"W36: {tried} shows “{secret}”"
        for words, part in OF_SOMEBODY.items():
            theirs = words.format(world.organisation.name) in answer.said and ROLES[letter] != part
            if theirs and method == "GET":
                assert getattr(world, part).person.pk in answer.looked_at, f"{tried} shows “{words}” and notes no look"
        check_headers(answer, url)
        if method in {"GET", "HEAD"}:
            assert answer.tables_written <= WRITTEN_BY_LOOKING, f"W22: {tried} writes {answer.tables_written}"
    assert wrong == []


#: Pages with something in the address that another organisation has one of too.
OF_AN_OBJECT = [page for page in TABLE if not all("=!" in part for part in page.on.split())]


@pytest.mark.parametrize("page", OF_AN_OBJECT, ids=lambda page: page.id)
def test_W01_W26_what_is_of_another_organisation_does_not_exist(page, world):
    url = address(page, world.twin)
    for letter in "EHDXA":
        browser = visitor(getattr(world, ROLES[letter]))
        for method in ("GET", "POST"):
            if getattr(page, method) is None:
                continue
            for htmx in (False, True) if letter == "A" else (False,):
                answer = send(browser, method, url, page.data, htmx=htmx)
                assert verdict(answer) == ".", f"{method} {url} as {ROLES[letter]}: {answer.status_code}"
                assert CANARY not in answer.said


@pytest.mark.once
@EVERY_PAGE
def test_W21_without_a_sign_in_there_is_only_the_way_to_it(page, world):
    url = address(page, world)
    for method in METHODS:
        answer = send(visitor(), method, url, page.data)
        check_headers(answer, url)
        if page.public:
            assert verdict(answer) in {"+", "x"}, f"{method} {url}: {answer.status_code}"
            continue
        assert verdict(answer) == "?", f"{method} {url}: {answer.status_code}"
        assert not answer.content
        if method in {"GET", "POST"}:
            assert send(visitor(), method, url, page.data, htmx=True).status_code == 401


@pytest.mark.once
@EVERY_PAGE
def test_W23_a_form_without_its_token_is_refused(page, world):
    if page.POST is None or page.name == "access:csp_report":
        return
    for member in (None, world.administrator):
        browser = visitor(member, enforce_csrf_checks=True)
        for htmx in (False, True):
            assert send(browser, "POST", address(page, world), page.data, htmx=htmx).status_code == 403


@pytest.mark.parametrize(
    ("url", "finds"),
    [
        ("/search/?q={}", {"Pers leren", "Nog denken", "Cas Claes"}),
        ("/pick/person/?q={}", {"Cas Claes"}),
        ("/objectives/pick/?q={}", {"Pers leren", "Nog denken"}),
    ],
)
def test_W11_W36_nobody_finds_by_searching_what_they_may_not_know(world, url, finds):
    """Not a personal objective by its title, not a person by the personnel number (their own name is in the menu)."""

    def finding(asked, secret):
        """Who find it: letters of roles."""
        every = ROLES.items()
        return {
            key for key, part in every if secret in send(visitor(getattr(world, part)), "GET", url.format(asked)).said
        }

    for asked, secret, knowing in (
        ("pers leren", "Pers leren", "EMHD"),
        ("leren", "Pers leren", "EMHD"),
        ("nog", "Nog denken", "ED"),
        ("cas", "Cas Claes", ROLES),
    ):
        assert finding(asked, secret) == (set(knowing) if secret in finds else set()), asked
    for asked in ("p-colleague", "p-coll"):
        assert finding(asked, "Cas Claes") <= {"C"}, asked
