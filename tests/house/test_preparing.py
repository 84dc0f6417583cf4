"""What happens before the first request: W76, no start with passwords that everybody knows."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from zichtlijn import preparing, serving
from zichtlijn.access.models import Organisation

pytestmark = pytest.mark.django_db
ELSEWHERE = "0.0.0.0"


@pytest.fixture
def demo_in_the_database():
    return Organisation.objects.create(slug="demo", name="Demo", is_demo=True)


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch, settings):
    monkeypatch.delenv("ZICHTLIJN_HOST", raising=False)
    monkeypatch.delenv("ZICHTLIJN_DEMO", raising=False)
    settings.LOOPBACK = True


def test_w76_the_demo_organisation_is_welcome_on_this_machine(demo_in_the_database):
    assert preparing.demo_refusal() == ""


def test_w76_the_demo_organisation_is_refused_when_others_can_reach_the_port(demo_in_the_database, monkeypatch):
    monkeypatch.setenv("ZICHTLIJN_HOST", ELSEWHERE)
    assert preparing.demo_refusal().startswith("This database holds the demo organisation")


def test_w76_the_demo_organisation_is_refused_under_a_public_address(demo_in_the_database, settings):
    settings.LOOPBACK = False
    assert preparing.demo_refusal().startswith("This database holds the demo organisation")


@pytest.mark.parametrize("said", ["1", "true", "True", "yes", "on"])
def test_w76_asking_for_the_demo_under_a_public_address_is_refused(monkeypatch, settings, said):
    settings.LOOPBACK = False
    monkeypatch.setenv("ZICHTLIJN_DEMO", said)
    assert preparing.demo_refusal().startswith("ZICHTLIJN_DEMO=1 is for this machine only")


@pytest.mark.parametrize(("said", "loads"), [("0", False), ("false", False), ("no", False), ("1", True), (None, True)])
def test_w76_no_demo_is_asked_for_as_any_other_no(monkeypatch, said, loads):
    if said:
        monkeypatch.setenv("ZICHTLIJN_DEMO", said)
    done, asked = [], []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: None)
    monkeypatch.setattr(preparing, "offer_demo", lambda: done.append("demo"))
    monkeypatch.setattr(preparing, "_leave_port", lambda: None)
    monkeypatch.setattr(serving.subprocess, "run", lambda *_, **__: asked.append(1) or SimpleNamespace(returncode=1))
    assert preparing.prepare() == 0
    serving._demo_logins()
    assert (bool(done), bool(asked)) == (loads, loads)


def test_a_database_without_the_demo_may_serve_everybody(settings):
    settings.LOOPBACK = False
    assert preparing.demo_refusal() == ""


@pytest.mark.parametrize(
    ("given", "refused_with"),
    [
        ({"ZICHTLIJN_SECRET_KEY": "secret"}, "ZICHTLIJN_SECRET_KEY is too short or too plain"),
        ({"ZICHTLIJN_BASE_URL": "http://goals.example.org"}, "must begin with https://"),
        (
            {"ZICHTLIJN_IMPORT_MAX_BYTES": "64MB"},
            "ZICHTLIJN_IMPORT_MAX_BYTES must be a whole number, such as 67108864.",
        ),
        ({"ZICHTLIJN_BASE_URL": "https://goals.example.org", "ZICHTLIJN_DEBUG": "1"}, "ZICHTLIJN_DEBUG is on"),
        ({"ZICHTLIJN_BASE_URL": "https://goals.example.org"}, "does not speak HTTPS itself: put a proxy in front"),
        ({"ZICHTLIJN_ALLOWED_HOSTS": "goals.example.org"}, "ZICHTLIJN_ALLOWED_HOSTS names another address"),
        ({"ZICHTLIJN_ALLOWED_HOSTS": "localhost, *"}, "ZICHTLIJN_ALLOWED_HOSTS names another address"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}, "The database of DATABASE_URL does not answer"),
    ],
)
def test_w76_settings_that_cannot_be_are_refused_at_the_start(given, refused_with, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTLIJN_", "DJANGO_"))}
    environment = {**kept, "ZICHTLIJN_HOME": str(tmp_path), **given}
    result = subprocess.run(
        [sys.executable, "-m", "zichtlijn", "prepare"], env=environment, capture_output=True, text=True
    )
    assert result.returncode != 0
    assert refused_with in result.stderr
    assert "Traceback" not in result.stderr


def test_behind_a_proxy_that_speaks_https_it_prepares(monkeypatch, settings):
    done = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr(preparing, "_leave_port", lambda: None)
    settings.LOOPBACK, settings.HTTPS = False, True
    assert (preparing.prepare(), done) == (1, [])
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert (preparing.prepare(), done) == (0, ["migrate", "collectstatic"])


def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "zichtlijn.sqlite3").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTLIJN_", "D"))}
    result = subprocess.run(
        [sys.executable, "-m", "zichtlijn", "prepare"],
        env={**kept, "ZICHTLIJN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert result.stderr == f"The database {tmp_path}/zichtlijn.sqlite3 does not answer: unable to open database file\n"


def test_any_command_says_in_one_sentence_which_setting_cannot_be(tmp_path):
    environment = {**os.environ, "ZICHTLIJN_HOME": str(tmp_path), "ZICHTLIJN_BASE_URL": "http://goals.example.org"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    result = subprocess.run(
        [sys.executable, "-m", "zichtlijn", "check"], env=environment, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr.strip() == "ZICHTLIJN_BASE_URL must begin with https:// for any address but this machine."


def test_the_start_after_a_change_of_the_key_encrypts_second_steps_anew(monkeypatch, settings):
    ran = []
    for name in ("loading.load", "access.sizes.learn_sizes", "preparing.offer_demo", "preparing._leave_port"):
        monkeypatch.setattr(f"zichtlijn.{name}", lambda: None)
    monkeypatch.setattr("django.core.management.call_command", lambda *_words, **_options: None)
    monkeypatch.setattr("zichtlijn.access.actions.encrypt_second_steps_anew", lambda: ran.append("anew"))
    assert preparing.prepare() == 0
    assert ran == []
    settings.FORMER_SECRET_KEYS = ["the-key-before"]
    assert preparing.prepare() == 0
    assert ran == ["anew"]
