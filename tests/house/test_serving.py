"""`zichtlijn serve` as an operator meets it: real processes, real signals."""

import contextlib
import fcntl
import http.client
import http.server
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import management
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from zichtlijn import preparing
from zichtlijn import serving as serving_module
from zichtlijn.access.migrated import not_migrated_yet, of_a_newer_version
from zichtlijn.jobs.management.commands import run_worker

READY = "Zichtlijn is ready"


def surroundings(home) -> dict[str, str]:
    """The environment of an operator who has set nothing, with this home."""
    own = ("ZICHTLIJN_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "ZICHTLIJN_HOME": str(home), "ZICHTLIJN_DEMO": "0"}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A home in which everything that happens at the first start has happened; other tests look at that.

    Made by the first process of the run that needs it; another one waits and takes the same.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared"
    with open(home.with_suffix(".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.with_suffix(".done").exists():
            home.mkdir()
            migrated = os.environ.get("ZICHTLIJN_TEST_MIGRATED", "")
            if migrated.endswith(".sqlite3"):  # an empty one was migrated in this run: it takes twenty seconds
                shutil.copyfile(migrated, home / "zichtlijn.sqlite3")
            subprocess.run([sys.executable, "-m", "zichtlijn", "prepare"], env=surroundings(home), check=True)
            home.with_suffix(".done").touch()
    return home


@pytest.fixture
def serving(tmp_path, prepared):
    """A running `zichtlijn serve` with a home and a port of its own."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "zichtlijn", "serve", "--port", str(port)],
        env={**surroundings(tmp_path), "ZICHTLIJN_WEB_WORKERS": "1", "PYTHONWARNINGS": "default"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    process.port, process.home = port, tmp_path
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait(timeout=30)


def wait_until_ready(process):
    said = []
    for line in process.stdout:
        said.append(line)
        if READY in line:
            return "".join(said)
    raise AssertionError("".join(said))


def children(process):
    """The web server and the worker: process id → command line."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                with open(f"/proc/{entry}/stat") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
                if parent == process.pid:
                    with open(f"/proc/{entry}/cmdline") as file:
                        found[int(entry)] = file.read().replace("\0", " ")
    return found


@contextlib.contextmanager
def a_request_that_is_under_way(port):
    """A form of which the program has the first half: it is being worked on, and the program waits for the rest."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.putrequest("POST", "/accounts/login/")
        line.putheader("Cookie", f"{settings.CSRF_COOKIE_NAME}={32 * 'a'}")  # without it the form is refused unread
        line.putheader("Content-Type", "application/x-www-form-urlencoded")
        line.putheader("Content-Length", "40")
        line.putheader("Expect", "100-continue")  # answered when the form is being read
        line.endheaders(b"login=emma@proef.exa")
        assert line.sock.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        yield line


def answered(line) -> int:
    """The status of the answer, after the second half was sent."""
    line.send(b"mple&password=wwwwww")
    answer = line.getresponse()
    answer.read()
    return answer.status


def is_running(pid):
    """Whether this process still does something: where nobody collects the dead, one stays there as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.1)


def test_R18_it_serves_and_on_sigterm_answers_what_runs_and_stops_both_processes(serving):
    said = wait_until_ready(serving)
    assert f"http://127.0.0.1:{serving.port}" in said
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()
    both = children(serving)
    assert len(both) == 2
    gives_way = {"zichtlijn worker" in command: os.getpriority(os.PRIO_PROCESS, pid) for pid, command in both.items()}
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert gives_way == {False: own, True: min(19, own + serving_module.WORKER_NICENESS)}  # people wait for pages
    elsewhere = {**surroundings(serving.home), "DJANGO_SETTINGS_MODULE": "zichtlijn.settings"}
    elsewhere.pop("PORT", None)
    asks = [sys.executable, "-c", "from django.conf import settings; print(settings.BASE_URL)"]
    told = subprocess.run(asks, env=elsewhere, capture_output=True, text=True, check=True).stdout
    assert told.strip() == f"http://127.0.0.1:{serving.port}"  # the links that a second terminal prints lead here

    with contextlib.ExitStack() as stack:
        begun = [stack.enter_context(a_request_that_is_under_way(serving.port)) for _each in range(3)]
        started = time.monotonic()
        serving.terminate()
        assert [answered(each) for each in begun] == [403, 403, 403]  # as always without the token, and not cut off
    assert serving.wait(timeout=30) == 0
    assert time.monotonic() - started < 30
    assert is_free(serving.port)
    assert not [pid for pid in both if is_running(pid)]


@pytest.mark.parametrize(("who", "name"), [("granian", "web server"), ("zichtlijn worker", "worker")])
def test_when_one_process_dies_the_other_is_stopped_and_the_status_tells(serving, who, name):
    wait_until_ready(serving)
    victim = next(pid for pid, command in children(serving).items() if who in command)
    os.kill(victim, signal.SIGKILL)
    assert f"The {name} stopped by itself" in serving.stdout.read()
    assert serving.wait(timeout=30) == 1
    wait_until(lambda: is_free(serving.port))


def test_when_it_is_killed_outright_nothing_keeps_running(serving):
    wait_until_ready(serving)
    both = children(serving)
    serving.kill()
    serving.wait(timeout=10)
    wait_until(lambda: is_free(serving.port) and not [pid for pid in both if is_running(pid)])


def test_a_port_in_use_is_said_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "zichtlijn", "serve", "--port", str(port)]
        result = subprocess.run(
            command, env={**os.environ, "ZICHTLIJN_HOME": str(tmp_path)}, capture_output=True, text=True
        )
    assert result.returncode == 1
    assert result.stderr == f"Port {port} is in use: choose another, such as `make run PORT={port + 1}`.\n"


def test_a_port_in_use_is_said_before_anything_is_installed():
    root = Path(__file__).resolve().parents[2]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "tools/port.py"]
        result = subprocess.run(
            command, cwd=root, env={**os.environ, "PORT": str(port)}, capture_output=True, text=True
        )
    assert (result.returncode, result.stderr) == (
        1,
        f"Port {port} is in use: choose another, such as `make run PORT={port + 1}`.\n",
    )
    free = subprocess.run(command, cwd=root, env={**os.environ, "PORT": str(port)}, capture_output=True, text=True)
    assert (free.returncode, free.stderr) == (0, "")
    assert "\nrun: free-port install\n" in (root / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"PORT": "70000"}, "number from 1 to 65535, such as 8000"),
        ({"PORT": "0"}, "number from 1 to 65535, such as 8000"),
        ({"PORT": "\N{SUPERSCRIPT TWO}"}, "number from 1 to 65535, such as 8000"),
        (
            {"ZICHTLIJN_HOST": "203.0.113.9"},
            "Zichtlijn cannot listen on 203.0.113.9, port 8000: Cannot assign requested",
        ),
    ],
)
def test_where_nobody_can_listen_the_port_is_not_called_in_use(monkeypatch, capsys, given, says):
    root = Path(__file__).resolve().parents[2]
    kept = {name: value for name, value in os.environ.items() if name not in {"PORT", "ZICHTLIJN_HOST"}}
    monkeypatch.setattr(os, "environ", {**kept, **given})
    first = subprocess.run([sys.executable, "tools/port.py"], cwd=root, env=os.environ, capture_output=True, text=True)
    assert first.returncode == 1
    assert says in first.stderr
    assert first.stderr.count("\n") == 1
    monkeypatch.setattr(serving_module, "_start", lambda *_, **__: pytest.fail("it began"))
    with contextlib.suppress(SystemExit):  # of what reads the arguments
        assert serving_module.serve([]) == 1
    assert says in capsys.readouterr().err


def test_the_address_to_open_is_one_that_a_browser_takes():
    shown = {"127.0.0.1": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "127.0.0.1", "::1": "[::1]"}
    assert {host: serving_module._shown(host) for host in shown} == shown


def test_an_ordinary_visit_and_a_wrong_form_stay_out_of_the_log(client, db, caplog):
    from zichtlijn.access.logs import NotAWrongForm

    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Unprocessable Entity: /x", (), None)
    record.status_code = 422
    assert not NotAWrongForm().filter(record)
    record.status_code = 404
    assert NotAWrongForm().filter(record)
    client.get("/")
    assert "not signed in" not in caplog.text
    client.post("/members/add")
    assert "not signed in: POST" in caplog.text


def test_the_address_and_the_logins_are_the_last_that_is_said(tmp_path, monkeypatch, capsys):
    said = ["Sign in with …", "  daan@…"]
    monkeypatch.setattr(serving_module, "_demo_logins", lambda: [*said, ""])
    monkeypatch.setattr(
        serving_module, "_start", lambda command, **_: SimpleNamespace(wait=lambda **_: 0, poll=lambda: 1, pid=0)
    )
    monkeypatch.setattr(serving_module, "_why_not_listen", lambda host, port: "")
    monkeypatch.setattr(serving_module, "_answers", lambda options, children: True)
    monkeypatch.setattr(serving_module, "_stop_all", lambda children: None)
    monkeypatch.setattr(serving_module, "_stop_on_signals", lambda: SimpleNamespace(ignore=lambda: None))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    serving_module.serve(["--port", "8123"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("Zichtlijn is ready: http://127.0.0.1:8123")
    assert lines[-4:-2] == said


def test_it_is_ready_when_it_says_that_it_is_well_and_not_before():
    said = [400, 503, 200]

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(said.pop(0))
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        options = SimpleNamespace(host="127.0.0.1", port=server.server_address[1])
        assert serving_module._answers(options, {})
        server.shutdown()
    assert said == [], "a refusal, or a database that is away, is not well"


def test_tasks_that_went_well_stay_out_of_the_log():
    program = (
        "import django, logging; django.setup();"
        "from django_tasks_db.management.commands.db_worker import Command;"
        "Command().configure_logging(1);"
        "[logging.getLogger(n).log(l, w + n) for n in ('django_tasks', 'django_tasks_db')"
        " for l, w in ((20, 'well '), (40, 'wrong '))]"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zichtlijn.settings"}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True).stderr
    assert "well" not in said
    assert "wrong django_tasks" in said
    assert "wrong django_tasks_db" in said


@pytest.mark.parametrize(
    ("row", "version"),
    [
        (None, "earlier"),
        (("access", "9999_of_next_year"), "newer"),
        (("elsewhere", "9999_of_an_app_that_went"), "same"),
    ],
)
def test_R18_a_database_of_another_version_is_brought_up_to_date_or_refused(db, capsys, monkeypatch, row, version):
    recorder = MigrationRecorder(connection)
    if row:
        recorder.record_applied(*row)
    else:
        recorder.record_unapplied("notices", "0004_silence")
    assert (not_migrated_yet(), of_a_newer_version()) == (version == "earlier", version == "newer")
    done = []
    monkeypatch.setattr(management, "call_command", lambda name, **_: done.append(name))
    monkeypatch.setenv("ZICHTLIJN_DEMO", "0")
    monkeypatch.setattr(preparing, "_leave_port", lambda: None)
    assert preparing.prepare() == (1 if version == "newer" else 0)
    assert done == ([] if version == "newer" else ["migrate", "collectstatic"])
    if version == "newer":
        assert "A newer version of Zichtlijn has worked on this database" in capsys.readouterr().err
    monkeypatch.setattr(run_worker, "call_command", lambda *_, **__: done.append("worked"))
    if version == "earlier":
        with pytest.raises(CommandError, match="of an earlier version"):
            run_worker.do_tasks(threading.Event())
    else:
        run_worker.do_tasks(threading.Event())
    assert ("worked" in done) is (version != "earlier")
