"""The settings of the tests: those of the program itself, with a home of their own and what makes tests fast."""

import atexit
import os
import shutil
import tempfile

if "ZICHTLIJN_TEST_HOME" not in os.environ:  # the first process of a run makes it; the others inherit the name
    os.environ["ZICHTLIJN_TEST_HOME"] = tempfile.mkdtemp(prefix="zichtlijn-tests-")
    atexit.register(shutil.rmtree, os.environ["ZICHTLIJN_TEST_HOME"], ignore_errors=True)
os.environ["ZICHTLIJN_HOME"] = os.environ["ZICHTLIJN_TEST_HOME"]
for name in [name for name in os.environ if name.startswith("ZICHTLIJN_")]:
    if name != "ZICHTLIJN_HOME" and not name.startswith("ZICHTLIJN_TEST_"):
        del os.environ[name]  # what an operator has set must not change what the tests find
for name in ("PORT", "EMAIL_URL", "TASK_BACKEND"):
    os.environ.pop(name, None)
os.environ["ZICHTLIJN_SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"

from zichtlijn.settings import *  # noqa: E402, F403 - after the environment is set
from zichtlijn.settings import DATABASES, HOME, LOGGING, STORAGES  # noqa: E402

# Real passwords are slow on purpose; what the program itself chooses has its own test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The names with a hash in them are made when the program is installed.
(HOME / "static").mkdir(exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real use: threads and processes then meet each other's locks.
    _database["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    _database["TEST"] = {"NAME": "test_zichtlijn"}
    # A thread of the live server lives as long as the browser holds its connection: it may not hold the database too.
    _database["CONN_MAX_AGE"] = 0
if "ZICHTLIJN_TEST_MIGRATED" in os.environ:
    # tools/test.py has migrated once, into the database of this name: each process copies that one.
    _database["TEST"] |= {"TEMPLATE": os.environ["ZICHTLIJN_TEST_MIGRATED"], "MIGRATE": False}
# Tests read the log through pytest. A handler of the program would keep the stderr of the moment at which it was made,
# which pytest closes: each line would then end in a traceback of how that failed, ten times as slow as the line.
LOGGING = {
    **LOGGING,
    "handlers": {name: {**handler, "class": "logging.NullHandler"} for name, handler in LOGGING["handlers"].items()},
}
