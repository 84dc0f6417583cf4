"""Signing in, and everything that ends it."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from tests.factories import PASSWORD, Client, make_user, sign_in
from zichtlijn.access import actions, tasks
from zichtlijn.access.models import Membership, RoleAssignment, User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.organisation.models import Person

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
NEW = "een heel andere zin"


@pytest.fixture(autouse=True)
def tasks_run_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def give_password(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_in(client):
    return client.get("/account").status_code == 200


def link_in(message):
    return re.search(r"http://127\.0\.0\.1:\d+(/accounts/password/reset/key/\S+)", message.body)[1]


def set_password(client, link, password=NEW):
    """Follow the link from a mail and choose a password; the answer to the last step."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_the_right_password_opens_the_door(client, cast):
    answer = give_password(client, cast.employee.email)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize("email", ["Employee@proef.example", " employee@proef.example "])
def test_capitals_and_spaces_in_the_address_do_not_matter(client, cast, email):
    assert give_password(client, email).status_code == 302


def test_a_wrong_password_does_not(client, cast):
    assert give_password(client, cast.employee.email, "iets anders dan dat").status_code == 422
    assert not is_in(client)


def test_signing_out_is_a_post_and_drops_what_the_browser_kept(client, cast):
    sign_in(client, cast.employee)
    assert client.get("/accounts/logout/").status_code == 405
    assert is_in(client)
    answer = client.post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/", "/accounts/2fa/webauthn/"])
def test_pages_that_are_not_used_do_not_exist(client, cast, path):
    sign_in(client, cast.employee)
    assert client.get(path).status_code == 404


# where one goes next

ELSEWHERE = [
    "https://elders.example/",
    "//elders.example",
    "///elders.example",
    "/\\elders.example",
    "\\\\elders.example",
    "http:elders.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://elders.example",
    "\thttps://elders.example",
    "http://localhost/elders",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_W65_after_signing_in_nobody_is_sent_elsewhere(client, cast, target):
    assert give_password(client, cast.employee.email, next=target)["Location"] == "/"
    assert client.get(LOGIN, {"next": target})["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_W65_after_choosing_a_language_nobody_is_sent_elsewhere(client, db, target):
    assert client.post("/language", {"language": "nl", "next": target})["Location"] == "/"
    assert client.post(f"/language?next={target}", {"language": "nl"})["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_W65_after_signing_out_nobody_is_sent_elsewhere(client, cast, target):
    sign_in(client, cast.employee)
    assert client.post("/accounts/logout/", {"next": target})["Location"] == LOGIN


def test_who_is_sent_here_from_a_page_is_told_why(client, db):
    assert "your session has ended" in client.get("/units/", follow=True).content.decode()
    assert "your session has ended" not in client.get("/accounts/login/").content.decode()


def test_W65_an_address_here_is_followed(client, cast):
    assert give_password(client, cast.employee.email, next="/account?x=1")["Location"] == "/account?x=1"


# sessions


def test_W66_visitors_leave_no_sessions(client, db):
    for number in range(50):
        client.get(LOGIN, {"next": f"/objectives/{number}/"})
    assert not Session.objects.exists()


def test_W67_the_cookie_from_before_signing_in_is_dead(client, cast):
    session = client.session
    session["anything"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    give_password(client, cast.employee.email)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_W67_the_cookie_from_before_the_second_step_is_dead(client, cast):
    secret = turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    before = client.cookies["sessionid"].value
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert is_in(client)
    assert client.cookies["sessionid"].value != before
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)


def test_W67_the_cookie_from_before_another_organisation_is_dead(client, cast):
    cast.twin  # noqa: B018 - the consultant is a member of both
    sign_in(client, cast.consultant)
    before = client.cookies["sessionid"].value
    client.post("/switch", {"organisation": "elders"})
    assert client.session["organisation"] == "elders"
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)


def test_one_only_goes_to_an_organisation_one_belongs_to(client, cast):
    cast.twin  # noqa: B018
    sign_in(client, cast.employee)
    assert client.post("/switch", {"organisation": "elders"}).status_code == 404
    assert client.session["organisation"] == "proef"


def test_W68_an_account_out_of_use_is_out_at_the_next_request(client, cast):
    sign_in(client, cast.hr)
    assert is_in(client)
    User.objects.filter(pk=cast.hr.user.pk).update(is_active=False)
    assert not is_in(client)
    assert give_password(client, cast.hr.email)["Location"] == "/accounts/inactive/"
    assert not is_in(client)


def test_W68_a_member_out_of_use_is_out_of_the_organisation_at_the_next_request(client, cast):
    sign_in(client, cast.administrator)
    assert client.get("/members/").status_code == 200
    Membership.objects.filter(pk=cast.administrator.membership.pk).update(is_active=False)
    assert client.get("/members/")["Location"] == "/no-organisation"
    assert client.get("/no-organisation").status_code == 200


def test_W68_somebody_who_left_is_out_the_day_after(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+01:00", tick=False)
    with in_organisation(cast.organisation):
        Person.objects.filter(pk=cast.employee.person.pk).update(ends_on="2026-03-02")
    sign_in(client, cast.employee)
    assert client.get("/members/roles").status_code == 200
    time_machine.move_to("2026-03-02 23:59:00+01:00", tick=False)
    sign_in(client, cast.employee)
    assert client.get("/members/roles").status_code == 200
    time_machine.move_to("2026-03-03 00:01:00+01:00", tick=False)
    assert client.get("/members/roles")["Location"] == "/no-organisation"


def test_W68_an_organisation_out_of_use_is_closed_at_the_next_request(client, cast):
    sign_in(client, cast.administrator)
    cast.organisation.is_active = False
    cast.organisation.save()
    assert client.get("/members/")["Location"] == "/no-organisation"


def test_W68_a_role_that_is_taken_is_gone_at_the_next_request(client, cast):
    sign_in(client, cast.administrator)
    RoleAssignment.objects.filter(membership=cast.administrator.membership).delete()
    assert client.get("/members/").status_code == 403


def test_W68_another_password_ends_every_other_session(client, cast):
    elsewhere = sign_in(Client(), cast.employee)
    give_password(client, cast.employee.email)
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", words).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert mail.outbox[-1].to == [cast.employee.email]


def test_W68_a_password_set_by_mail_ends_every_session(client, cast):
    elsewhere = sign_in(Client(), cast.employee)
    client.post(RESET, {"email": cast.employee.email})
    set_password(client, link_in(mail.outbox[0]))
    assert not is_in(elsewhere)
    assert give_password(client, cast.employee.email, NEW).status_code == 302


def test_W69_asking_often_does_not_prolong_a_session(client, cast):
    give_password(client, cast.employee.email)
    before = Session.objects.get().expire_date
    for _again in range(3):
        client.get("/account", htmx=True)
    assert Session.objects.get().expire_date == before


# the second step


def turn_on_second_step(member):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(member.user, secret)
    return secret


def code_for(secret, steps=0):
    """The code that the app shows; one that is about to change is not typed, as nobody does."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    if (left := 30 - time.time() % 30) < 6:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_the_second_step_is_turned_on_with_a_code_and_its_secret_is_kept_encrypted(client, cast):
    from allauth.mfa.models import Authenticator

    give_password(client, cast.employee.email)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert '<svg class="qr"' in page
    shown = re.search(r"<code>([\w ]+)</code>", page)[1]
    assert {len(group) for group in shown.split()[:-1]} == {4}, "in groups that one can read aloud"
    secret = shown.replace(" ", "")
    assert "<details open" not in page.replace(' class="space-above"', "")
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "<details open" in wrong.content.decode().replace(' class="space-above"', ""), "the key stays in view"
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    assert len(re.findall(r"<li><code>\d+</code>", done.content.decode())) == 10
    assert "new set of recovery codes" not in done.content.decode(), "the page itself shows that there are codes"
    for row in Authenticator.objects.all():
        assert secret not in str(row.data)
    codes = re.findall(r"<li><code>(\d+)</code>", done.content.decode())
    assert "/accounts/2fa/recovery-codes/file/" in done.content.decode()
    file = client.get("/accounts/2fa/recovery-codes/file/")
    assert file["Content-Disposition"].startswith("attachment")
    assert [line for line in file.content.decode().split() if line.isdigit()] == codes


def test_W70_the_password_alone_is_not_enough(client, cast):
    turn_on_second_step(cast.employee)
    assert give_password(client, cast.employee.email)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    assert client.get("/members/roles").status_code == 302


@pytest.mark.parametrize("steps", [-2, 2])
def test_W70_a_code_of_another_moment_is_refused(client, cast, steps):
    secret = turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, steps)})
    assert not is_in(client)


OTHER_KEY = "another-key-of-the-installation-0123456789-abcdefghijklmnopqrstuvwxyz"


def enters_the_code(member, secret, time_machine, moment):
    time_machine.move_to(moment, tick=False)
    browser = Client()
    give_password(browser, member.email)
    return browser, browser.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}, follow=True)


def test_a_second_step_lives_on_under_another_key_of_the_installation(cast, settings, time_machine):
    secret, before = turn_on_second_step(cast.employee), settings.SECRET_KEY
    settings.SECRET_KEY, settings.FORMER_SECRET_KEYS = OTHER_KEY, [before]
    assert is_in(enters_the_code(cast.employee, secret, time_machine, "2026-03-02 10:00:05+00:00")[0])
    actions.encrypt_second_steps_anew()  # by the next start
    settings.FORMER_SECRET_KEYS = []
    assert is_in(enters_the_code(cast.employee, secret, time_machine, "2026-03-02 10:05:05+00:00")[0])


def test_a_second_step_that_no_key_reads_is_refused_with_a_sentence(cast, settings, time_machine, caplog):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    secret = turn_on_second_step(cast.employee)
    RecoveryCodes.activate(cast.employee.user)
    settings.SECRET_KEY = OTHER_KEY
    actions.encrypt_second_steps_anew()  # leaves alone what it cannot read
    browser, page = enters_the_code(cast.employee, secret, time_machine, "2026-03-02 10:00:05+00:00")
    assert page.status_code == 200
    assert "Ask your administrator, or whoever runs" in page.content.decode()
    assert not is_in(browser)
    assert "ZICHTLIJN_FORMER_SECRET_KEYS" in caplog.text


@pytest.mark.parametrize("code", ["", " ", "abcdef"])
def test_W70_an_empty_code_is_refused(client, cast, code):
    turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(client)


def test_W70_a_code_works_once(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:05+00:00", tick=False)
    code = code_for(turn_on_second_step(cast.employee))
    give_password(client, cast.employee.email)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client)
    other = Client()
    give_password(other, cast.employee.email)
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(other)


def test_W70_after_five_wrong_codes_the_right_one_is_refused_too(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:05+00:00", tick=False)
    secret = turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    for number in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert not is_in(client)


@pytest.mark.parametrize(
    "warned",
    [lambda user: actions.set_password(user, NEW), actions.end_sessions],
    ids=["new password", "sessions ended"],
)
def test_W70_who_waits_at_the_second_step_is_stopped_as_a_session_is(client, cast, warned):
    secret = turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    warned(User.objects.get(pk=cast.employee.user.pk))
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}, follow=True)
    assert "changed while you were signing in" in answer.content.decode()
    assert answer.request["PATH_INFO"] == LOGIN
    assert not is_in(client)
    assert client.get("/accounts/2fa/authenticate/")["Location"] == LOGIN, "and the password is asked from the start"


# passwords by mail


@pytest.mark.parametrize("headers", [{"host": "elders.example"}, {"host": "elders.example:8000"}])
def test_W71_an_unknown_host_is_refused(client, db, headers):
    assert client.get(LOGIN, headers=headers).status_code == 400


def test_W71_the_link_begins_with_the_configured_address(client, cast, settings):
    settings.BASE_URL = "https://zichtlijn.proef.example"
    headers = {"x-forwarded-host": "elders.example", "host": "localhost", "origin": "http://elders.example"}
    client.post(RESET, {"email": cast.employee.email}, headers=headers)
    body = mail.outbox[0].body
    assert "https://zichtlijn.proef.example/accounts/password/reset/key/" in body
    assert "elders" not in body
    assert "localhost" not in body


def test_W72_a_link_works_once(client, cast):
    client.post(RESET, {"email": cast.employee.email})
    link = link_in(mail.outbox[0])
    assert set_password(client, link).status_code == 302
    again = Client().get(link, follow=True)
    assert "no longer works" in again.content.decode()
    assert User.objects.get(pk=cast.employee.user.pk).check_password(NEW)


def spoil_by_password(user):
    user.set_password("weer iets anders dan dit")
    user.save()


def spoil_by_address(user):
    user.email = "emma@elders.example"
    user.save()


def spoil_by_sign_in(user):
    give_password(Client(), user.email)


def spoil_by_removal(user):
    user.delete()


def spoil_by_taking_out_of_use(user):
    user.is_active = False
    user.save()


@pytest.mark.parametrize(
    "spoil",
    [spoil_by_password, spoil_by_address, spoil_by_sign_in, spoil_by_removal, spoil_by_taking_out_of_use],
    ids=lambda function: function.__name__,
)
def test_W72_a_link_dies_with_what_it_was_made_for(client, cast, spoil):
    client.post(RESET, {"email": cast.employee.email})
    spoil(User.objects.get(pk=cast.employee.user.pk))
    answer = client.get(link_in(mail.outbox[0]), follow=True)
    assert "no longer works" in answer.content.decode()
    assert "you have signed in or changed your password since" in answer.content.decode(), "a reason that may be true"


def test_W72_a_link_dies_of_age(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    client.post(RESET, {"email": cast.employee.email})
    time_machine.move_to("2026-03-05 10:00:02+00:00", tick=False)
    assert "no longer works" in client.get(link_in(mail.outbox[0]), follow=True).content.decode()


@pytest.mark.parametrize(
    "password",
    ["kort", "employee@proef.example", "123456789012", "qwertyuiop123", "zichtlijn123456", "Zichtlijn-2026!"],
)
def test_a_weak_password_is_refused_with_a_reason(client, cast, password):
    client.post(RESET, {"email": cast.employee.email})
    answer = set_password(client, link_in(mail.outbox[0]), password)
    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()


# who has an account is nobody's business


def without_what_always_differs(answer, email):
    text = answer.content.decode().replace(email, "ADDRESS")
    return answer.status_code, answer.headers.get("Location"), re.sub(r'csrf\S+" (value|content)="[^"]+"', "", text)


class BrokenTransport:
    def __init__(self, *args, **kwargs):
        raise ConnectionRefusedError


@pytest.mark.parametrize("mail_works", [True, False])
def test_W73_asking_for_a_link_says_the_same_for_every_address(client, cast, settings, mail_works):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    if not mail_works:
        settings.OUTBOX_TRANSPORT = f"{__name__}.BrokenTransport"

    def ask(email):
        return without_what_always_differs(client.post(RESET, {"email": email}), email)

    assert ask(cast.employee.email) == ask("nobody@proef.example")


def test_W73_asking_for_a_link_does_the_same_work_for_every_address(client, cast, settings):
    """Time follows from work: the same queries, and no password is computed. The rest is done by the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def work(email):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": email})
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries.captured_queries]

    work("warm@proef.example")
    assert work(cast.employee.email) == work("nobody@proef.example")


def test_W73_a_wrong_password_says_the_same_for_every_address(client, cast):
    def answer(email):
        return without_what_always_differs(give_password(client, email, "een verkeerde zin"), email)

    User.objects.filter(pk=cast.colleague.user.pk).update(is_active=False)
    unknown = answer("nobody@proef.example")
    assert answer(cast.employee.email) == unknown
    assert answer(cast.colleague.email) == unknown


def test_W73_a_wrong_password_costs_the_same_work_for_every_address(client, cast, monkeypatch):
    """One password is computed, whether the address is known or not."""
    computed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: computed.append(1) or encode(*a, **k))

    def work(email):
        computed.clear()
        give_password(client, email, "een verkeerde zin")
        return len(computed)

    assert work(cast.employee.email) == work("nobody@proef.example") == 1


# guessing


def test_W75_the_sixth_wrong_password_is_not_looked_at(client, cast):
    for _again in range(5):
        assert give_password(client, cast.employee.email, "een verkeerde zin").status_code == 422
    refused = give_password(client, cast.employee.email)
    assert refused.status_code == 429
    assert "Too many attempts" in refused.content.decode()
    assert 'href="/accounts/password/reset/"' in refused.content.decode(), "what helps who forgot it"
    assert not is_in(client)


def test_W75_the_sixth_wrong_password_for_an_unknown_address_gets_the_same(client, db):
    said = [give_password(client, "nobody@proef.example", "een verkeerde zin").status_code for _again in range(6)]
    assert said == [422] * 5 + [429]


def test_W75_the_owner_elsewhere_is_not_locked_out(client, cast):
    for _again in range(6):
        give_password(client, cast.employee.email, "een verkeerde zin")
    owner = Client(REMOTE_ADDR="192.0.2.7")
    assert give_password(owner, cast.employee.email).status_code == 302


def test_W75_the_owner_gets_in_again_after_five_minutes(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    for _again in range(6):
        give_password(client, cast.employee.email, "een verkeerde zin")
    time_machine.move_to("2026-03-02 10:05:01+00:00", tick=False)
    assert give_password(client, cast.employee.email).status_code == 302


def test_W75_guessing_from_everywhere_is_slowed_and_a_new_password_by_mail_opens_the_door(client, cast):
    for number in range(50):
        give_password(Client(REMOTE_ADDR=f"198.51.100.{number}"), cast.employee.email, "een verkeerde zin")
    owner = Client(REMOTE_ADDR="192.0.2.7")
    assert give_password(owner, cast.employee.email).status_code == 429
    owner.post(RESET, {"email": cast.employee.email})
    set_password(owner, link_in(mail.outbox[0]))
    assert give_password(owner, cast.employee.email, NEW).status_code == 302


def test_W75_one_address_gets_five_links_an_hour(client, cast):
    said = [client.post(RESET, {"email": cast.employee.email}).status_code for _again in range(20)]
    assert said == [302] * 5 + [429] * 15
    assert len(mail.outbox) == 5
    assert client.post(RESET, {"email": cast.colleague.email}).status_code == 302


def test_right_passwords_are_not_counted_as_wrong(client, cast):
    for _again in range(8):
        assert give_password(Client(), cast.employee.email).status_code == 302


# what is written down


def test_W74_no_token_reaches_the_log(client, cast, caplog):
    caplog.set_level("DEBUG")
    client.post(RESET, {"email": cast.employee.email})
    link = link_in(mail.outbox[0])
    token = link.rstrip("/").rsplit("-", 1)[1]
    client.get(link, follow=True)
    client.get(link.replace(token, token + "/more"), follow=True)
    from zichtlijn.access.logs import OneLine

    lines = [OneLine("{levelname} {name} {message}", style="{").format(record) for record in caplog.records]
    assert lines
    assert token not in "\n".join(lines)


def test_the_worker_sends_no_link_to_an_address_without_an_account(db):
    tasks.send_password_link.call("nobody@proef.example", "nl")
    make_user("weg@proef.example", is_active=False)
    tasks.send_password_link.call("weg@proef.example", "nl")
    assert mail.outbox == []


def test_a_link_is_mailed_in_the_language_of_the_account(cast):
    cast.employee.user.language = "nl"
    cast.employee.user.save()
    tasks.send_password_link.call(cast.employee.email, "en")
    assert "Hallo Emma Eik" in mail.outbox[0].body


def test_what_is_over_is_forgotten_and_the_rest_stays(client, cast, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    give_password(Client(), cast.employee.email)
    cache.set("short", 1, 60)
    time_machine.move_to("2026-03-02 23:00:00+00:00", tick=False)
    give_password(client, cast.colleague.email)
    cache.set("long", 1, 60)
    actions.forget_what_is_over()
    assert Session.objects.count() == 1
    assert is_in(client)
    assert cache.get("long") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_cache WHERE cache_key LIKE '%short%'")
        assert cursor.fetchone()[0] == 0


def test_W75_guessing_at_many_addresses_does_not_make_the_program_forget(client, cast):
    for _again in range(5):
        give_password(client, cast.employee.email, "een verkeerde zin")
    for number in range(400):
        cache.set(f"another-{number}", 1, 600)
    assert give_password(client, cast.employee.email).status_code == 429


def test_R04_a_locked_database_is_no_guessing(cast, monkeypatch):
    """Nobody is told to have tried too often because the counters could not be written."""
    execute = CursorWrapper._execute

    def locked(self, sql, params, *more):
        if "access_cache" in sql and sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("database is locked")
        return execute(self, sql, params, *more)

    browser = Client(raise_request_exception=False)
    given = {"login": cast.employee.email, "password": "verkeerd"}
    with monkeypatch.context() as patched:
        patched.setattr(CursorWrapper, "_execute", locked)
        answer = browser.post(LOGIN, given)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert browser.post(LOGIN, given).status_code == 422


def test_two_that_count_at_once_are_no_fault(db):
    cache.add("same", 1)
    assert cache.add("same", 2) is False
    assert cache.get("same") == 1


def security_lines(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "zichtlijn.security"]


def test_W75_guessing_is_in_the_security_log_without_what_was_typed(cast, caplog):
    there, pk = Client(REMOTE_ADDR="198.51.100.7"), cast.employee.user.pk
    for _again in range(6):
        give_password(there, " Employee@proef.example", "een verkeerde zin")
    give_password(there, "mijn geheime zin@proef.example", "een verkeerde zin")
    give_password(there, "nobody@proef.example", "een verkeerde zin")
    assert security_lines(caplog) == [
        *[f"wrong password: user={pk} from=198.51.100.7"] * 5,
        f"too many wrong passwords: user={pk} from=198.51.100.7",
        "429: POST /accounts/login/ user=None",
        "wrong password: user=None from=198.51.100.7",
    ]
    assert "een verkeerde zin" not in caplog.text
    assert "nobody@" not in caplog.text


def test_W70_guessing_a_code_is_in_the_security_log_also_when_it_is_not_looked_at(client, cast, caplog, time_machine):
    time_machine.move_to("2026-03-02 10:00:05+00:00", tick=False)
    turn_on_second_step(cast.employee)
    give_password(client, cast.employee.email)
    for number in range(6):
        client.post("/accounts/2fa/authenticate/", {"code": f"99999{number}"})
    pk = cast.employee.user.pk
    assert security_lines(caplog) == [
        *[f"second factor refused (incorrect_code): user={pk} from=127.0.0.1"] * 5,
        f"second factor refused (too_many_login_attempts): user={pk} from=127.0.0.1",
    ]
    assert "99999" not in caplog.text


def test_every_change_of_how_one_signs_in_is_in_the_security_log(
    client, cast, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("INFO", "zichtlijn.security")
    pk = cast.employee.user.pk
    client.post(RESET, {"email": cast.employee.email})
    set_password(client, link_in(mail.outbox[0]))
    give_password(client, cast.employee.email, NEW)
    client.post("/accounts/reauthenticate/", {"password": "een verkeerde zin"})
    client.post("/accounts/reauthenticate/", {"password": NEW})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([\w ]+)</code>", page)[1].replace(" ", "")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    client.post(
        "/accounts/password/change/", {"oldpassword": NEW, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    )
    assert security_lines(caplog) == [
        "a link to set a password was asked: user=None from=127.0.0.1",
        *(
            f"{said}: user={pk} from=127.0.0.1"
            for said in (
                "the password was set with a link",
                "signed in",
                "wrong password",
                "the second factor was turned on",
                "new recovery codes were made",
                "the second factor was turned off",
                "the password was changed",
            )
        ),
    ]
