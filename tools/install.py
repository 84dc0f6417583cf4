"""Make .venv ready from the lock files: `python3 tools/install.py runtime|test`.

Runs on the Python of the system, before anything is installed, and must therefore also be readable by a Python that
is too old (nothing newer than Python 3.6 here): it says in one sentence what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
#: What a distribution ships is built with the compiler's profile of its own use, whatever sysconfig says of it.
OF_THE_SYSTEM = "/usr/bin/python3"
LOCKS = {"runtime": "requirements.lock", "test": "requirements-test.lock"}


def refuse(sentence):
    """Stop with one sentence that says what to install or do."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def run_on_a_newer_python():
    """Hand over to a newer Python on the PATH when the one called python3 is too old."""
    for minor in (14, 13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    refuse(f"Zichtlijn needs Python 3.11 or newer and found {version()}: install a newer python3 with its venv module.")


def version():
    return "{}.{}".format(*sys.version_info)


def wanted(kind):
    """The state of .venv that `kind` asks for, as one line of text: it changes with the lock and the place."""
    with open(os.path.join(ROOT, LOCKS[kind]), "rb") as file:
        digest = hashlib.sha256(file.read())
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        digest.update(file.read().split(b"[tool.pytest")[0])  # the rest steers tests and linters only
    return f"{digest.hexdigest()} {ROOT}"


def stamp_path(kind):
    return os.path.join(VENV, "installed-" + kind)


def is_installed(kind):
    """True when .venv holds exactly what the lock of `kind` says, and its Python still starts."""
    try:
        with open(stamp_path(kind)) as file:
            if file.read() != wanted(kind):
                return False
    except OSError:
        return False
    return starts([PYTHON, "-c", ""])


def starts(command):
    """True when the command can be run and ends well."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv():
    """A fresh .venv, unless a usable one is there."""
    if starts([PYTHON, "-m", "pip", "--version"]) and not moved():
        return
    python = sys.executable
    if is_built_plainly() and system_is_new_enough():
        python = OF_THE_SYSTEM
        print(f"{sys.executable} was built without its optimisations: {python} is faster")
    if not starts([python, "-c", "import venv, ensurepip"]):
        refuse(f"Python's venv module is missing: install it, on Debian with `apt install python{version()}-venv`.")
    print(f"Making .venv with {python}", flush=True)
    if subprocess.call([python, "-m", "venv", "--clear", VENV]) != 0:
        refuse("Python could not make the folder .venv here: see the message above.")


def is_built_plainly():
    """True when this Python was compiled by hand without its optimisations: the tests take a sixth longer.

    A Python that was asked for by name (`make run PYTHON=…`) is not questioned.
    """
    asked = sysconfig.get_config_var("CONFIG_ARGS")
    return (
        "PYTHON" not in os.environ
        and asked is not None
        and "--enable-optimizations" not in asked
        and sys.base_prefix != "/usr"
    )


def system_is_new_enough():
    """True when the Python of the system can make the .venv too."""
    return starts([OF_THE_SYSTEM, "-c", f"import sys, venv, ensurepip; sys.exit(sys.version_info < {OLDEST})"])


def moved():
    """True when .venv was made in another place: its commands would still point there."""
    for kind in LOCKS:
        try:
            with open(stamp_path(kind)) as file:
                if not file.read().endswith(" " + ROOT):
                    return True
        except OSError:
            pass
    return False


def install(kind):
    """Install what the lock names, checked by hash, and then this project itself."""
    for other in LOCKS:  # from here on .venv holds what neither of them says, until all of it is done
        if os.path.exists(stamp_path(other)):
            os.remove(stamp_path(other))
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    print(f"Installing the packages of {LOCKS[kind]} (a minute or two, once)", flush=True)
    if subprocess.call([*pip, "--require-hashes", "-r", os.path.join(ROOT, LOCKS[kind])]) != 0:
        refuse(
            "The packages could not be installed: this first start needs a connection to a Python package index,"
            " see pip's message above."
        )
    if subprocess.call([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT]) != 0:
        refuse("Zichtlijn itself could not be installed in .venv: see pip's message above.")
    with open(stamp_path(kind), "w") as file:
        file.write(wanted(kind))


def main():
    if sys.version_info < OLDEST:
        run_on_a_newer_python()
    kind = sys.argv[1] if len(sys.argv) == 2 else ""
    if kind not in LOCKS:
        refuse("Usage: python3 tools/install.py runtime|test")
    # The lock of the tests holds everything of the lock of the program, in the same versions.
    if is_installed(kind) or (kind == "runtime" and is_installed("test")):
        return
    make_venv()
    install(kind)


if __name__ == "__main__":
    main()
