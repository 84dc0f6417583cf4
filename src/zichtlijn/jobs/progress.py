"""How far a running job is: a small file beside the uploads.

Not in the database: while a job writes its one transaction, on SQLite nobody else can write, and what is written inside
that transaction is seen by nobody. The file also is the sign of life of the worker: its time moves while it works.
"""

import errno
import json
import logging
import os
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

logger = logging.getLogger("zichtlijn.jobs")

#: Written at most twice a second, however often it is reported.
LEAST_SECONDS = 0.5
HEARTBEAT_SECONDS = 5.0


@dataclass(frozen=True)
class Standing:
    """How far: `done` of `total`, in which step. A total of 0: no end known."""

    done: int = 0
    total: int = 0
    step: str = ""


def _path(job_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "jobs" / "progress" / f"{int(job_id)}.json"


def standing_of(job_id: int) -> Standing:
    """What was last written; nothing yet is an empty standing."""
    try:
        found = json.loads(_path(job_id).read_text(encoding="utf-8"))
        return Standing(int(found["done"]), int(found["total"]), str(found["step"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Standing()


def seconds_since_life(job_id: int) -> float | None:
    """How long ago the worker of this job last gave a sign of life; None without any."""
    try:
        return max(0.0, time.time() - _path(job_id).stat().st_mtime)
    except OSError:
        return None


def forget(job_id: int) -> None:
    """Remove the file of a job that has ended, and what a killed attempt was writing; what cannot go stays."""
    file = _path(job_id)
    with suppress(OSError):
        file.unlink()
    with suppress(OSError):
        for left in file.parent.glob(f"{file.stem}.*new"):
            left.unlink()


def _worker_path(worker: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "jobs" / "workers" / Path(worker).name


def seconds_since_worker(worker: str) -> float | None:
    """How long ago this worker last gave a sign of life; None when it ended, or never did."""
    try:
        return max(0.0, time.time() - _worker_path(worker).stat().st_mtime)
    except OSError:
        return None


def forget_workers(before: float) -> None:
    """Remove what workers left behind that were killed before this moment (seconds since 1970)."""
    for file in _worker_path("any").parent.glob("*"):
        with suppress(FileNotFoundError):  # gone in the meantime
            if file.stat().st_mtime < before:
                file.unlink()


class SignsOfLife:
    """As a context: a file whose time moves until the context ends, or the process.

    A disk that is full or hiccups is told of in the log, once, and ends neither the signs of life nor the work.
    """

    def __init__(self, file: Path):
        self._file = file
        self._ended = threading.Event()
        self._told = False

    def _write(self) -> None:
        self._file.touch()

    def _sign(self) -> None:
        """Write; or at least move the time of the file, for which a full disk has room."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._write()
        except OSError:
            if not self._told:
                self._told = True
                logger.exception("the sign of life %s cannot be written; the work goes on", self._file)
            with suppress(OSError):
                self._file.touch()

    def _require_a_place(self) -> None:
        """Refuse to begin where nobody may write: without a sign of life others would begin the same work again."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError as problem:
            if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
                raise

    def _beat(self) -> None:
        while not self._ended.wait(HEARTBEAT_SECONDS):
            self._sign()

    def __enter__(self):
        self._require_a_place()
        self._sign()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="sign of life")
        self._thread.start()
        return self

    def __exit__(self, *ignored):
        self._ended.set()
        self._thread.join()


class WorkerLives(SignsOfLife):
    """The signs of life of one worker; when it ends in order its file goes."""

    def __init__(self, worker: str):
        super().__init__(_worker_path(worker))

    def __exit__(self, *ignored):
        super().__exit__(*ignored)
        with suppress(OSError):
            self._file.unlink()


class Progress(SignsOfLife):
    """Reports progress: `progress(done, total, step)`. As a context: keeps giving signs of life until it ends."""

    def __init__(self, job_id: int):
        super().__init__(_path(job_id))
        # of this attempt alone: the one before it, thought dead, may be writing still
        self._fresh = self._file.with_suffix(f".{secrets.token_hex(4)}.new")
        self._written_at = 0.0
        self._standing = Standing()
        self._lock = threading.Lock()

    def __call__(self, done: int, total: int = 0, step: str = "") -> None:
        step = step or self._standing.step
        now = time.monotonic()
        new_step = step != self._standing.step
        self._standing = Standing(done, total, step)
        if new_step or now - self._written_at >= LEAST_SECONDS:
            self._written_at = now
            self._sign()

    def _write(self) -> None:
        with self._lock:
            standing = self._standing
            text = json.dumps({"done": standing.done, "total": standing.total, "step": standing.step})
            try:
                self._fresh.write_text(text, encoding="utf-8")
                os.replace(self._fresh, self._file)  # a reader sees the old or the new, never half
            except OSError:
                with suppress(OSError):
                    self._fresh.unlink()
                raise
