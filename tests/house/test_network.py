"""The tests themselves cannot reach another machine; the program calls nobody but a mail server (W63)."""

import ast
import contextlib
import re
import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

import zichtlijn
from tests.factories import sign_in
from tests.house.test_locks import LOCKS
from zichtlijn.objectives.models import Objective
from zichtlijn.strategy.models import Direction

SOURCE = Path(zichtlijn.__file__).parent
#: Modules that can call another machine, or start a program that does.
CALLING = {
    "urllib", "http", "socket", "ssl", "asyncio", "smtplib", "ftplib", "imaplib", "poplib", "telnetlib", "nntplib",
    "xmlrpc", "webbrowser", "subprocess", "socketserver", "requests", "httpx", "urllib3", "aiohttp", "pycurl", "boto3",
}  # fmt: skip
#: Where they may be used, and what for; parts of addresses are not called.
ALLOWED = {
    "serving.py": {"http.client", "socket", "subprocess"},  # whether our own web server is well
    "copying.py": {"subprocess"},  # pg_dump and psql, on the database of the settings
    "notices/actions.py": {"smtplib"},  # the words of a mail server
}
HARMLESS = {"urllib.parse", "http.HTTPStatus"}
#: Ways around an import: a module of another by its name as text, and a program that the system starts.
AROUND = re.compile(
    r"__import__|import_string\(|import_module\((?!f?\"(?:zichtlijn|\{config\.name\})\.)"
    r"|\bos\.(?:system|popen|exec|spawn|posix_spawn|startfile)|\bfrom os import"
)


def imported(path: Path) -> set[str]:
    """What a file imports, anywhere in it, of the modules that can call."""
    found, text = set(), path.read_text(encoding="utf-8")
    if not any(name in text for name in CALLING):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} if node.module != "http" else {f"http.{name.name}" for name in node.names}
    return {name for name in found if name.split(".")[0] in CALLING} - HARMLESS


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
@pytest.mark.parametrize(
    "reach",
    [
        lambda attempt, address: attempt.connect(address),
        lambda attempt, address: attempt.connect_ex(address),
        lambda attempt, address: attempt.sendto(b"", address),
        lambda attempt, address: attempt.sendto(b"", 0, address),
    ],
)
def test_a_connection_to_another_machine_is_refused(reach, address):
    with socket.socket(type=socket.SOCK_DGRAM) as attempt, pytest.raises(Exception, match="A test tried to reach"):
        reach(attempt, address)


@pytest.mark.parametrize(
    "ask",
    [
        lambda name: socket.getaddrinfo(name, 80),
        lambda name: socket.gethostbyname(name),
        lambda name: socket.gethostbyname_ex(name),
        lambda name: socket.create_connection((name, 80), timeout=1),
    ],
)
def test_nobody_is_asked_where_another_machine_is(ask):
    with pytest.raises(Exception, match="A test tried to reach"):
        ask("example.org")


def test_where_this_machine_is_and_what_an_address_is_may_be_asked():
    assert socket.getaddrinfo("localhost", 80)
    assert socket.getaddrinfo("192.0.2.1", 80)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_W63_what_can_call_another_machine_is_used_in_named_places_only():
    used = {str(path.relative_to(SOURCE)): imported(path) for path in SOURCE.rglob("*.py")}
    assert {name: modules for name, modules in used.items() if modules} == ALLOWED
    assert [name for name in used if AROUND.search((SOURCE / name).read_text(encoding="utf-8"))] == []
    calling = {"requests", "httpx", "urllib3", "aiohttp", "pycurl", "boto3", "sentry-sdk"}
    assert not [name for name in calling if f"\n{name}==" in f"\n{LOCKS['requirements.lock']}"]


@pytest.mark.parametrize(
    ("said", "around"),
    [
        ('import_module("socket")', True),
        ("importlib.import_module(name)", True),
        ('import_module("zichtlijn.home.sections")', False),
        ('import_module(f"{config.name}.tasks")', False),
        ('os.system("curl")', True),
        ("os.popen(command)", True),
        ("os.execvp(*command)", True),
        ("os.path.exists(name)", False),
    ],
)
def test_W63_ways_around_an_import_are_known(said, around):
    assert bool(AROUND.search(said)) == around


def test_W63_addresses_in_texts_pages_papers_and_files_are_never_called(scoped, client, monkeypatch, tmp_path):
    """This machine, its neighbours, and what looks like a name: nothing is looked up and nothing is opened."""
    asked = []
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, lambda self, where: asked.append(where))
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, lambda *where, **_: asked.append(where))
    words = (
        "http://127.0.0.1:9/a http://169.254.169.254/latest/meta-data/ http://[::ffff:10.0.0.1]/ https://example.org/x "
        "![](http://192.0.2.1/p.png) <img src='http://192.0.2.1/q.png'>"
    )
    Objective.objects.filter(pk=scoped.strategic.pk).update(title=words[:200], description=words)
    Direction.objects.update(mission=words, vision=words)
    browser = sign_in(client, scoped.administrator)
    for url in ("/", "/strategy/", "/objectives/", f"/objectives/{scoped.strategic.pk}/", "/csp-report"):
        assert browser.get(url).status_code in {200, 405}, url
    paper = sign_in(client, scoped.director).post(reverse("scorecards:take"), {"form": "pdf"})
    assert paper.status_code in {200, 302}
    people = tmp_path / "people.csv"
    people.write_text(
        f'personnel number,given name,family name,email\n7,http://192.0.2.1/,"{words[:60]}",a@192.0.2.1\n'
    )
    with contextlib.suppress(CommandError, SystemExit):  # what comes of the rows is of no matter here
        call_command("import_file", "people", str(people), organisation=scoped.organisation.slug, dry_run=True)
    assert asked == []
