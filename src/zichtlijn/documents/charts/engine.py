"""The engine that draws: ECharts in a V8 of this process, made when first needed, in a thread of its own."""

import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any


class ChartNotDrawn(Exception):
    """The drawing engine refused or took too long; the numbers are still there."""


_STATIC = Path(__file__).resolve().parents[2] / "ui" / "static"
ECHARTS = _STATIC / "vendor" / "echarts-6.1.0.line-bar.min.js"
WORDS = _STATIC / "ui" / "js" / "chart-words.js"
_DRAW = """
function draw(text, width, height, locale) {
  const chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: width, height: height, locale: locale});
  const option = JSON.parse(text);
  delete option.tooltip; // nobody points at a drawing, and it takes nearly half of the time
  delete option.aria;
  try {
    chart.setOption(zichtlijnChart.dress(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
"ready";
"""
#: V8 would guard its machine code with memory keys of the processor where there are any. Only threads that descend
#: from the one that woke V8 hold that key: another one that makes or closes an engine, and every child, would end the
#: process with a segmentation fault. The scripts it runs are only ours.
FLAGS = ("--no-memory-protection-keys",)
#: A drawing takes some 10 ms; one that takes this long is stuck.
SECONDS = 5
MEMORY = 400 * 1024 * 1024

_engine: Any = None
_engine_of = 0
#: How often there was begun anew: what was made for an earlier time is not put in the place of what is used now.
_times = 0
#: The one thread of this process in which the engine lives, and that takes drawings one by one.
_thread: ThreadPoolExecutor | None = None
_starting = threading.Lock()
#: Engines that are no longer used, each with the process that made it: a child may not even close that of its parent.
_aside: list[tuple[int, Any]] = []


def _drawing_engine():
    """The V8 of this process, made when the first chart is drawn or the web server makes ready.

    It costs some 0.3 s and 100 MB, which a process that draws nothing does not pay.
    """
    global _engine, _engine_of
    if _engine is None:
        from py_mini_racer import DEFAULT_V8_FLAGS, MiniRacer, init_mini_racer

        times = _times
        init_mini_racer(flags=(*DEFAULT_V8_FLAGS, *FLAGS), ignore_duplicate_init=True)
        engine = MiniRacer()
        # ECharts asks for timers to animate; here nothing moves, and a pending timer would keep V8 busy
        engine.eval("setTimeout = () => 0; clearTimeout = () => undefined; 0;")
        engine.eval(ECHARTS.read_text() + ";0;")
        engine.eval(WORDS.read_text() + ";0;")
        engine.eval(_DRAW)
        with _starting:
            if times != _times:
                _aside.append((os.getpid(), engine))
                return engine
            _engine, _engine_of = engine, os.getpid()
    return _engine


def _in_drawing_thread(task: Callable[..., Any], *arguments: Any) -> Future:
    """Have this done in the thread of the engine.

    The engine would borrow an event loop that happens to run in the thread that makes it, and wait for it in vain when
    that loop stands still; in a thread of its own there is none.
    """
    return _asked(task, *arguments)[1]


def _asked(task: Callable[..., Any], *arguments: Any) -> tuple[ThreadPoolExecutor, Future]:
    """Which thread was asked to do this, and what will come of it."""
    global _thread
    with _starting:
        if _thread is None:
            _thread = ThreadPoolExecutor(1, thread_name_prefix="charts")
        return _thread, _thread.submit(task, *arguments)


def make_ready() -> None:
    """Begin to make the engine, without waiting for it: the first page with a chart need not wait so long."""
    _in_drawing_thread(_drawing_engine)


def _close_engine(used: Any = None) -> None:
    """Close V8 in time: left open, the end of the process now and then waits for it without end.

    Who drew says with which engine: another one, that took its place meanwhile, stays open.
    """
    global _engine
    with _starting:
        closing = used or _engine
        if _engine is closing:
            _engine = None
        _aside[:] = [(process, engine) for process, engine in _aside if engine is not closing]
    if closing is not None:
        closing.close()


def _set_aside() -> None:
    """Begin anew with the next chart, without touching the engine and the thread there were."""
    global _engine, _thread, _times
    if _engine is not None:
        _aside.append((_engine_of, _engine))
        _engine = None
    _thread = None
    _times += 1


def _in_child() -> None:
    global _starting
    _starting = threading.Lock()  # another thread of the parent may have held it
    _set_aside()


def _give_up(thread: ThreadPoolExecutor) -> None:
    """Begin anew instead of this thread, unless somebody else who waited for it did; what it has not begun is left."""
    with _starting:
        if _thread is not thread:
            return
        _set_aside()
    thread.shutdown(wait=False, cancel_futures=True)


# After a fork: the parent's V8 hangs in a child, and the thread it lived in is not here.
os.register_at_fork(after_in_child=_in_child)


def _close_all() -> None:
    """At the end of the process, see `_close_engine`."""
    _close_engine()
    for process, engine in _aside:
        if process == os.getpid():
            engine.close()


atexit.register(_close_all)


def draw(text: str, width: int, height: int, locale: str) -> str:
    """Return what ECharts makes of an option; several threads may ask at once, they take turns."""
    thread, drawing = _asked(_draw, text, width, height, locale)
    try:
        return drawing.result(timeout=2 * SECONDS)
    except (TimeoutError, CancelledError) as error:
        _give_up(thread)
        raise ChartNotDrawn("the engine does not answer") from error


def _draw(text: str, width: int, height: int, locale: str) -> str:
    from py_mini_racer import JSEvalException, JSTimeoutException

    engine = None
    try:
        engine = _drawing_engine()
        return engine.call("draw", text, width, height, locale, timeout_sec=SECONDS, max_memory=MEMORY)
    except (JSEvalException, JSTimeoutException) as error:
        if engine is not None:
            _close_engine(engine)  # it may be out of memory or stuck: the next chart gets a new one
        raise ChartNotDrawn(str(error).splitlines()[0]) from error
