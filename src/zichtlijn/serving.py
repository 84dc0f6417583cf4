"""`zichtlijn serve`: prepare, then keep one web server and one worker running until told to stop.

This process loads no Django: it only starts the three others and watches them.
"""

import argparse
import contextlib
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from zichtlijn.preparing import demo_asked

#: How long the web server and the worker get to finish what they are doing, in seconds.
GRACE = 25
#: How much the worker gives way to the web server: people wait for pages, not for what is done behind them.
WORKER_NICENESS = 10
#: How long the web server may take to answer for the first time, in seconds.
STARTUP = 60

ZICHTLIJN = [sys.executable, "-m", "zichtlijn"]


class Stopped(Exception):
    """Somebody asked this process to stop."""


def serve(arguments: list[str]) -> int:
    """Serve until a signal comes (exit status 0) or until one of the two processes dies (exit status 1)."""
    options = _options(arguments)
    refusal = _why_not_listen(options.host, options.port)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    os.environ |= {"PORT": str(options.port), "ZICHTLIJN_HOST": options.host}

    stop = _stop_on_signals()
    children: dict[str, subprocess.Popen] = {}
    try:
        preparation = _start([*ZICHTLIJN, "prepare"])
        children["preparation"] = preparation
        if preparation.wait() != 0:
            return 1
        del children["preparation"]
        children["web server"] = _start(_web_command(options))
        children["worker"] = _start([*ZICHTLIJN, "worker"], niceness=WORKER_NICENESS)
        logins = _demo_logins()  # while the web server comes up
        if _answers(options, children):
            ready = f"Zichtlijn is ready: http://{_shown(options.host)}:{options.port}   (Ctrl-C stops it)"
            print("", *logins, ready, sep="\n", flush=True)  # at the end, where people look
        dead = _wait_for_death(children)
        print(
            f"The {dead} stopped by itself, so Zichtlijn stops: the reason stands above.", file=sys.stderr, flush=True
        )
        return 1
    except Stopped:
        return 0
    finally:
        stop.ignore()
        _stop_all(children)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="zichtlijn serve", description="Start Zichtlijn: web server and worker.")
    parser.add_argument("--host", default=os.environ.get("ZICHTLIJN_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000", help="port to listen on")
    return parser.parse_args(arguments)


def _port(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535, such as 8000")
    return int(given)


def _web_command(options: argparse.Namespace) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "zichtlijn.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", os.environ.get("ZICHTLIJN_WEB_WORKERS", "2")),
        *("--blocking-threads", os.environ.get("ZICHTLIJN_WEB_THREADS", "4")),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(GRACE - 5), "--log-level", "warning"),
    ]


def _demo_logins() -> list[str]:
    """How to sign in to the demo organisation, when it is there, and an empty line after it."""
    if demo_asked() is False:
        return []
    said = subprocess.run([*ZICHTLIJN, "demo_logins"], stdout=subprocess.PIPE, text=True, check=False)
    return [*said.stdout.splitlines(), ""] if said.returncode == 0 and said.stdout.strip() else []


class _stop_on_signals:
    """Turn SIGTERM, SIGINT and SIGHUP into Stopped, until told to ignore them."""

    SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def __init__(self) -> None:
        for number in self.SIGNALS:
            signal.signal(number, self._raise)

    def ignore(self) -> None:
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    @staticmethod
    def _raise(number: int, frame: object) -> None:
        raise Stopped


def _start(command: list[str], *, niceness: int = 0) -> subprocess.Popen:
    """Start a child in a session of its own, so that Ctrl-C reaches this process only and both stop in order."""
    tied = _die_with_parent()

    def before() -> None:
        os.nice(niceness)
        tied()

    return subprocess.Popen(command, start_new_session=True, preexec_fn=before)


def _die_with_parent() -> Callable[[], None]:
    """On Linux: what makes a child stop when this process is killed outright; elsewhere nothing."""
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, signal.SIGTERM) and None


def _why_not_listen(host: str, port: int) -> str:
    """Why nobody can listen there, in one sentence; empty when one can. `tools/port.py` says the same."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use: choose another, such as `make run PORT={port + 1}`."
            return f"Zichtlijn cannot listen on {host}, port {port}: {error.strerror}."
    return ""


def _answers(options: argparse.Namespace, children: dict[str, subprocess.Popen]) -> bool:
    """Wait until the web server is well; False when a child died meanwhile."""
    deadline = time.monotonic() + STARTUP
    while all(child.poll() is None for child in children.values()):
        connection = http.client.HTTPConnection(_shown(options.host), options.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return True
        connection.close()
        if time.monotonic() > deadline:
            print(f"The web server is not well after {STARTUP} seconds, see above.", file=sys.stderr, flush=True)
            deadline = float("inf")  # said once; it may still recover
        time.sleep(0.1)
    return False


def _shown(host: str) -> str:
    """The address to type in a browser on this machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _wait_for_death(children: dict[str, subprocess.Popen]) -> str:
    """Wait until one child ends; the result is its name."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.5)


def _stop_all(children: dict[str, subprocess.Popen]) -> None:
    """Ask every child to finish; what has not finished in time is ended."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        _kill_session(child)  # also when the child itself is gone: what it started may not be
        child.wait()


def _kill_session(child: subprocess.Popen) -> None:
    """End a child and everything that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
