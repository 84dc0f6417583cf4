"""R17: what stands beside the program is away. Pages work or say so; a right that cannot be looked up opens nothing."""

import itertools

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import Client, make_reward_system, sign_in
from zichtlijn.access import mail
from zichtlijn.access.models import RoleAssignment
from zichtlijn.notices import actions, tasks
from zichtlijn.notices.models import OutgoingMail

BUSY = "The database is busy, or is being maintained"


class Away(BaseEmailBackend):
    """A mail server that is not there: whoever asks it for anything fails."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def open(self):
        raise ConnectionRefusedError("no mail server")

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def test_R17_without_a_mail_server_everything_goes_on_and_mail_waits(scoped, client, settings):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = f"{__name__}.Away"
    visitor = Client()
    assert visitor.get(reverse("account_login")).status_code == 200
    asked = visitor.post(reverse("account_reset_password"), {"email": scoped.employee.email})
    assert asked.status_code == 302
    admin = sign_in(client, scoped.administrator)
    mail.send("notice", scoped.colleague.user, sentence="Iets")
    waiting = OutgoingMail.objects.filter(state="waiting").count()
    assert waiting >= 1
    actions.send_due()
    tasks.look_in_the_outbox()
    assert OutgoingMail.objects.filter(state="waiting").count() == waiting
    for url in ("/", "/members/", reverse("members:mail"), "/people/"):
        assert admin.get(url).status_code == 200


def failing_at(number: int, *, once: bool = False):
    """The database answers so many questions of a request; then no more, or the next one only not.

    What was begun is taken back all the same: outside of a test that needs no statement, in one it is a savepoint.
    """
    asked = 0

    def execute(execute, sql, params, many, context):
        nonlocal asked
        if sql.startswith(("ROLLBACK TO", "RELEASE")):
            return execute(sql, params, many, context)
        asked += 1
        if asked == number + 1 or (asked > number and not once):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    return execute


def closed_to(cast, system):
    """Whom an address is closed to, with what none of them may read there; of a post the rows tell."""
    personal = reverse("objectives:objective", args=[cast.personal.pk])
    member = reverse("members:member", args=[cast.employee.membership.pk])
    adopt = reverse("rewards:adopt_system", args=[system.pk])
    return [
        (cast.works_council, "get", personal, {}, cast.personal.title),
        (cast.employee, "get", reverse("members:members"), {}, cast.hr.email),
        (cast.employee, "post", member, {"roles": ["administrator"]}, None),
        (cast.works_council, "post", adopt, {"version": system.version}, None),
    ]


def test_R17_a_question_about_rights_that_the_database_does_not_answer_opens_nothing(scoped, signed_in):
    """The database goes away, or is away once, after each number of questions: the refusal, or 503 with a sentence."""
    roles = set(RoleAssignment.objects.values_list("membership", "role"))
    system = make_reward_system(scoped.organisation, state="proposed", proposed_by=scoped.hr.user)
    for member, method, url, data, secret in closed_to(scoped, system):
        browser = signed_in(member)
        browser.raise_request_exception = False
        refused = getattr(browser, method)(url, data).status_code
        assert refused in {403, 404}, url
        for number, once in itertools.product(range(9), (True, False)):
            with connection.execute_wrapper(failing_at(number, once=once)):
                answer = getattr(browser, method)(url, data)
            said, tried = answer.content.decode(), f"{url} after {number} questions"
            assert answer.status_code in {refused, 503}, f"{tried}: {answer.status_code}"
            assert secret is None or secret not in said, tried
            if answer.status_code == 503:
                assert BUSY in said
                assert answer["Retry-After"] == "30"
        assert answer.status_code == refused, "the last number is more than it asks"
    assert set(RoleAssignment.objects.values_list("membership", "role")) == roles
    system.refresh_from_db()
    assert system.state == "proposed"


@pytest.mark.parametrize("url", ["/health", "/", "/accounts/login/"])
def test_R17_pages_and_the_health_of_the_program_say_that_the_database_is_away(scoped, signed_in, url):
    browser = signed_in(scoped.employee) if url == "/" else Client()
    browser.raise_request_exception = False
    with connection.execute_wrapper(failing_at(0)):
        answer = browser.get(url)
    if url == "/accounts/login/" and answer.status_code == 200:
        return  # nothing of it has to be asked of the database
    assert answer.status_code == 503
    assert BUSY in answer.content.decode()
    assert browser.get(url).status_code == 200, "and it comes back by itself"


@pytest.mark.parametrize(("host", "https"), [("127.0.0.1:8000", False), ("10.1.2.3", True), ("[::1]:8000", True)])
def test_the_health_is_told_to_who_asks_a_machine_by_its_address(db, settings, host, https):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["goals.example.org"], https
    asks, named = {"headers": {"host": host}}, {"headers": {"host": "goals.example.org"}, "secure": https}
    browser = Client(raise_request_exception=False)
    assert browser.get("/health", **asks).content == b"ok\n"
    with connection.execute_wrapper(failing_at(0)):
        assert browser.get("/health", **asks).status_code == 503
    assert browser.get("/accounts/login/", **named).status_code == 200
    assert browser.get("/accounts/login/", **asks).status_code == 400, "a page is not for any name"
