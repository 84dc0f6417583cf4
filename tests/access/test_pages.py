"""The account page, the pages that say no, and what is written in the log."""

import logging
import re
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories import sign_in
from zichtlijn.access import actions
from zichtlijn.access.logs import OneLine
from zichtlijn.access.models import RoleAssignment, User


def test_somebody_changes_name_and_language(cast, client):
    sign_in(client, cast.employee)
    assert client.post("/account", {"name": "Emma  de Eik", "language": "nl"}).status_code == 302
    user = User.objects.get(pk=cast.employee.user.pk)
    assert (user.name, user.language) == ("Emma de Eik", "nl")
    assert 'lang="nl"' in client.get("/account").content.decode()


def test_the_search_key_is_turned_off_and_on_again(cast, client):
    """A shortcut of one character can be turned off (WCAG 2.2, 2.1.4); the field itself stays."""
    sign_in(client, cast.employee)
    before = client.get("/account").content.decode()
    assert 'aria-keyshortcuts="/" data-search-key' in before
    assert re.search(r'name="search_key"[^>]* checked', before)

    client.post("/account", {"name": "Emma", "language": "en"})
    off = client.get("/account").content.decode()
    assert not re.search("keyshortcuts|data-search-key|<kbd", off)
    assert 'data-search hx-get="/search/"' in off
    assert not re.search(r'name="search_key"[^>]* checked', off)

    client.post("/account", {"name": "Emma", "language": "en", "search_key": "on"})
    assert "data-search-key" in client.get("/account").content.decode()


def test_W30_nothing_else_of_an_account_is_changed_by_sending_it(cast, client):
    sign_in(client, cast.employee)
    before = User.objects.filter(pk=cast.employee.user.pk).values().get()
    sent = {"name": before["name"], "language": "en", "search_key": "on"}
    sent |= {"email": "ander@elders.example", "password": "x", "is_active": ""}
    sent |= {"organisation": "elders", "roles": ["administrator"], "id": cast.hr.user.pk, "person": cast.hr.person.pk}
    client.post("/account", sent)
    assert User.objects.filter(pk=cast.employee.user.pk).values().get() == before
    assert not RoleAssignment.objects.filter(membership=cast.employee.membership, role="administrator").exists()


def test_W03_an_account_is_changed_by_its_owner_only(cast, client):
    sign_in(client, cast.employee)
    client.post(
        "/account", {"name": "Gekaapt", "language": "en", "id": cast.colleague.user.pk, "pk": cast.colleague.user.pk}
    )
    assert User.objects.get(pk=cast.colleague.user.pk).name == "Cas Claes"


def test_another_language_holds_for_what_is_said_about_it_and_for_the_pages_before_the_sign_in(cast, client):
    sign_in(client, cast.employee)
    for language, saved, sign_in_page in (("nl", "Bewaard", "Inloggen"), ("en", "Saved", "Sign in")):
        page = client.post("/account", {"name": "Emma", "language": language}, follow=True).content.decode()
        assert re.search(rf'class="notice [^>]*>(?:(?!</div>).)*{saved}', page, re.DOTALL), page
        assert f'<html lang="{language}"' in page
        elsewhere = Client()
        elsewhere.cookies["language"] = client.cookies["language"].value
        assert f"<h1>{sign_in_page}" in elsewhere.get("/accounts/login/").content.decode()


def test_an_unknown_language_is_refused(cast, client):
    sign_in(client, cast.employee)
    assert client.post("/account", {"name": "x", "language": "xx"}).status_code == 422


def test_a_visitor_chooses_a_language_and_an_unknown_one_changes_nothing(client, db):
    client.post("/language", {"language": "en"})
    assert client.cookies["language"].value == "en"
    assert client.cookies["language"]["httponly"]
    assert "Sign in" in client.get("/accounts/login/").content.decode()
    client.post("/language", {"language": "../../etc"})
    assert client.cookies["language"].value == "en"


def test_a_refusal_says_why_and_is_written_down(cast, client, caplog):
    sign_in(client, cast.employee)
    answer = client.get("/members/")
    assert answer.status_code == 403
    assert "Only the administrator manages" in answer.content.decode()
    assert 'href="/members/roles"' in answer.content.decode(), "where to go from here"
    assert f"403: GET /members/ user={cast.employee.user.pk}" in caplog.text


@pytest.mark.parametrize(
    "report",
    [b"", b"[]", b'{"csp-report": 1}', b'{"csp-report": {"blocked-uri": "x\\n2026 forged"}}', b"[" * 9_000],
)
def test_a_report_of_a_browser_is_one_line_at_most(client, caplog, report, db):
    answer = client.generic("POST", "/csp-report", report, content_type="application/csp-report")
    assert answer.status_code in {204, 400}
    told = [record for record in caplog.records if record.name == "zichtlijn.security"]
    assert len(told) == (answer.status_code == 204)
    for record in told:
        assert "\n" not in OneLine("{message}", style="{").format(record)


def formatted(message, *args, **more):
    return OneLine("{levelname} {message}", style="{").format(
        logging.LogRecord("x", logging.WARNING, "", 0, message, args, more.get("exc_info"))
    )


@pytest.mark.parametrize("nasty", ["a\nINFO forged", "a\r\nb", "\x1b[31mred", "a\u2028b", "\x00", "a\x85b"])
def test_W53_what_a_visitor_sends_stays_on_its_line(nasty):
    line = formatted("path %s", nasty)
    assert line.isprintable()


def test_W53_a_forged_trace_stays_on_its_line_too():
    try:
        raise ValueError("real")
    except ValueError:
        text = formatted("path %s", "x\nTraceback (most recent call last):\nverzonnen", exc_info=sys.exc_info())
    first, *rest = text.split("\n")
    assert "verzonnen" in first
    assert "verzonnen" not in "\n".join(rest)
    assert "ValueError: real" in rest[-1]


@pytest.mark.parametrize("path", ["/x%0Aforged", "/x%1b[31m", "/x%E2%80%A8forged"])
def test_W53_a_newline_in_an_address_makes_no_line_in_the_log(client, db, caplog, path):
    client.get(path, headers={"user-agent": "x\tforged"})
    assert caplog.records
    for record in caplog.records:
        assert OneLine("{message}", style="{").format(record).isprintable()


SETTINGS = "import zichtlijn.settings as s; print(s.DEBUG, s.SESSION_COOKIE_NAME, s.ALLOWED_HOSTS)"
PRAGMAS = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("synchronous", "journal_mode", "foreign_keys"):
        cursor.execute(f"PRAGMA {name}")
        print(name, cursor.fetchone()[0])
"""


def start(program=SETTINGS, **environment):
    """The program's own settings (not those of the tests), read by a new process."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


GOOD = "v9Kq2-Zt7_pLx4wN8sRb3mHc6yJd1fGa5eUoTiQz0XkVnBhMrWlS"


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"ZICHTLIJN_DEBUG": "1"}, "ZICHTLIJN_DEBUG"),
        ({"ZICHTLIJN_SECRET_KEY": "short"}, "ZICHTLIJN_SECRET_KEY"),
        ({"ZICHTLIJN_SECRET_KEY": "a" * 60}, "ZICHTLIJN_SECRET_KEY"),
        ({"ZICHTLIJN_BASE_URL": "http://zichtlijn.example"}, "https"),
    ],
)
def test_W76_what_is_not_safe_does_not_start(tmp_path, environment, word):
    base = {"ZICHTLIJN_HOME": str(tmp_path), "ZICHTLIJN_BASE_URL": "https://zichtlijn.example"}
    started = start(**base | {"ZICHTLIJN_SECRET_KEY": GOOD} | environment)
    assert started.returncode != 0
    assert word in started.stderr.strip().splitlines()[-1]


def test_W76_what_is_safe_starts_with_cookies_bound_to_this_host(tmp_path):
    started = start(ZICHTLIJN_HOME=str(tmp_path), ZICHTLIJN_BASE_URL="https://zichtlijn.example")
    assert started.stdout.strip() == "False __Host-sessionid ['zichtlijn.example']"
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    assert len(key.read_text()) > 60


def test_over_https_every_answer_says_so_and_cookies_are_kept_to_it(settings, client, cast):
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert client.get("/accounts/login/")["Location"].startswith("https://")
    assert client.get("/health").content == b"ok\n"
    answer = client.post(
        "/accounts/login/", {"login": cast.employee.email, "password": "een zin die niemand raadt"}, secure=True
    )
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.cookies["sessionid"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_R02_what_is_acknowledged_is_on_the_disk(tmp_path):
    """FULL (2): a commit waits for the disk, also in write-ahead mode. The tests themselves run without, for speed."""
    started = start(PRAGMAS, ZICHTLIJN_HOME=str(tmp_path), DJANGO_SETTINGS_MODULE="zichtlijn.settings")
    assert started.stdout.split("\n")[:3] == ["synchronous 2", "journal_mode wal", "foreign_keys 1"], started.stderr


@pytest.mark.parametrize(("language", "words"), [("nl", "Minstens 12 tekens"), ("en", "At least 12 characters")])
def test_the_rules_of_a_password_are_a_list_in_the_words_of_the_house(cast, client, language, words):
    cast.employee.user.language = language
    cast.employee.user.save()
    sign_in(client, cast.employee)
    page = client.get("/accounts/password/change/").content.decode()
    rules = re.search(r'_helptext"><ul>(<li>.+?</li>)</ul>', page)[1]
    assert rules.count("<li>") == 4
    assert words in rules
    assert "Uw " not in page


def test_the_browser_is_told_no_feature_that_it_does_not_know(client, db):
    assert "web-share" not in client.get("/accounts/login/")["Permissions-Policy"]


def test_asking_again_who_you_are_has_a_way_back(cast, client):
    sign_in(client, cast.employee)
    page = client.get("/accounts/reauthenticate/", follow=True).content.decode()
    assert '<a href="/account">' in page


def test_who_only_looked_is_not_told_that_nothing_was_changed(cast, signed_in):
    browser = signed_in(cast.employee)
    looked, sent = browser.get("/members/add"), browser.post("/members/add", {"email": "x@proef.example"})
    assert looked.status_code == sent.status_code == 403
    assert "Nothing was changed" not in looked.content.decode()
    assert "Nothing was changed" in sent.content.decode()


def test_the_works_council_reads_what_it_really_sees(cast, signed_in):
    browser = signed_in(cast.works_council)
    said = browser.get("/members/roles").content.decode()
    assert "with their owners" in said
    assert "Does not see anybody’s personal objectives by this role" in said
    assert cast.personal.title not in browser.get("/objectives/").content.decode()


# where one comes out after a refusal


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(cast, client):
    came = {"Referer": "http://testserver/periods/?x=1"}
    answer = client.post("/periods/1/remove/", headers=came)
    assert answer["Location"] == "/accounts/login/?next=/periods/%3Fx%3D1"
    assert client.get("/units/")["Location"] == "/accounts/login/?next=/units/"


@pytest.mark.parametrize("came", ["https://elders.example/units/", "//elders.example", "javascript:alert(1)"])
def test_W65_and_never_to_where_somebody_else_says_it_came_from(client, db, came):
    answer = client.post("/periods/1/remove/", headers={"Referer": came})
    assert answer["Location"] == "/accounts/login/?next=/periods/1/remove/"


def test_what_only_a_button_does_says_so_when_it_is_opened(cast, client):
    sign_in(client, cast.administrator)
    answer = client.get("/periods/1/remove/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "use the button there" in answer.content.decode()


def test_what_cannot_be_done_now_leads_back_to_the_page_with_the_button(cast, client):
    sign_in(client, cast.administrator)
    came = {"Referer": "http://testserver/periods/"}
    answer = client.post(f"/periods/{cast.period.pk}/remove/", headers=came)
    assert answer.status_code == 409
    assert '<a class="btn" href="/periods/">' in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("nl", "Dit is te veel voor één formulier"), ("en", "in parts")])
def test_a_form_with_too_much_in_it_says_how_much_fits(cast, client, settings, language, words):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    cast.employee.user.language = language
    cast.employee.user.save()
    sign_in(client, cast.employee)
    answer = client.post("/account", {"name": "x" * 1024 * 1024, "language": language})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert words in page
    assert "1 MB" in page


def test_a_database_that_does_not_answer_is_no_fault_of_the_reader(cast, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    browser = sign_in(Client(raise_request_exception=False), cast.employee)
    monkeypatch.setattr(actions, "change_account", locked)
    answer = browser.post("/account", {"name": "Emma", "language": "nl"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "What you typed was not saved" in answer.content.decode()

    monkeypatch.setattr("zichtlijn.access.views.asked_address", locked)
    answer = browser.get("/account?from=menu")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert '<a class="btn go" href="/account?from=menu">Try again</a>' in page
    assert "What you typed was not saved" not in page


def test_without_a_database_the_language_is_that_of_the_browser(db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no connection")

    with monkeypatch.context() as patched:
        patched.setattr("zichtlijn.access.views.connection.cursor", away)
        answer = Client(raise_request_exception=False).get("/health", headers={"Accept-Language": "nl"})
    assert answer.status_code == 503
    assert "Zichtlijn kan nu niet antwoorden" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/media/", "/media/x.pdf", "/files/", "/files/1.xlsx", "/static/../settings.py", "/static/%2e%2e/settings.py",
     "/static/..%2f..%2fdb.sqlite3", "/static/"],
)  # fmt: skip
def test_W14_no_file_leaves_by_a_guessed_address(cast, path):
    """Files leave through views that ask for permission; there is no folder to look into."""
    browser = sign_in(Client(raise_request_exception=False), cast.administrator)
    assert browser.get(path).status_code == 404
    assert Client().get(path).status_code in {302, 404}
