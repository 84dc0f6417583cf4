"""What makes .venv: reads on an old Python, and says in one sentence what is missing."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import install  # noqa: E402 - the folder of tools is not a package


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with both locks, and nothing installed."""
    for name in (*install.LOCKS.values(), "pyproject.toml"):
        (tmp_path / name).write_text("[project]\n[tool.pytest]\n")
    venv = tmp_path / ".venv"
    venv.mkdir()
    monkeypatch.setattr(install, "ROOT", str(tmp_path))
    monkeypatch.setattr(install, "VENV", str(venv))
    monkeypatch.setattr(install, "PYTHON", sys.executable)
    return tmp_path


def mark_installed(kind):
    Path(install.stamp_path(kind)).write_text(install.wanted(kind))


def test_a_python_of_years_ago_can_read_it():
    ast.parse((ROOT / "tools" / "install.py").read_text(), feature_version=(3, 6))


def test_nothing_is_installed_before_it_is(project):
    assert not install.is_installed("runtime")
    mark_installed("runtime")
    assert install.is_installed("runtime")


@pytest.mark.parametrize(
    ("file", "text", "again"),
    [
        ("requirements.lock", "newer", True),
        ("pyproject.toml", "[project]\nname = 'other'\n[tool.pytest]\n", True),
        ("pyproject.toml", "[project]\n[tool.pytest]\n[tool.ruff]\n", False),
    ],
    ids=["the lock changed", "the project changed", "only a linter changed"],
)
def test_it_installs_again_when_what_it_installs_changed(project, file, text, again):
    mark_installed("runtime")
    (project / file).write_text(text)
    assert install.is_installed("runtime") is not again


def test_a_venv_that_was_moved_is_made_anew(project, monkeypatch):
    mark_installed("runtime")
    assert not install.moved()
    monkeypatch.setattr(install, "ROOT", str(project / "elsewhere"))
    assert install.moved()


def test_what_the_tests_need_is_also_enough_to_run(project, monkeypatch):
    mark_installed("test")
    monkeypatch.setattr(sys, "argv", ["install.py", "runtime"])
    monkeypatch.setattr(install, "install", lambda kind: pytest.fail("nothing needs to be installed"))
    install.main()


def test_back_to_an_earlier_version_means_its_packages_again(project, monkeypatch):
    """`make test` of one version, `make run` of the next, and back: .venv then holds the packages of the next."""
    installed = []
    monkeypatch.setattr(install.subprocess, "call", lambda command, **_: installed.append(command) or 0)
    for lock, version, kind in [("requirements-test.lock", "1", "test"), ("requirements.lock", "2", "runtime")]:
        (project / lock).write_text(version)
        install.install(kind)
    assert install.is_installed("runtime")
    assert not install.is_installed("test"), "what came later took its place"


def test_an_installation_that_breaks_off_is_begun_again(project, monkeypatch):
    mark_installed("test")
    (project / "requirements.lock").write_text("newer")
    monkeypatch.setattr(install.subprocess, "call", lambda command, **_: 1)
    with pytest.raises(SystemExit):
        install.install("runtime")
    assert not install.is_installed("test")


def test_without_the_venv_module_it_says_what_to_install(project, monkeypatch, capsys):
    monkeypatch.setattr(install, "starts", lambda command: False)
    with pytest.raises(SystemExit):
        install.make_venv()
    said = capsys.readouterr().err
    assert said.startswith("Python's venv module is missing: install it, on Debian with `apt install python3.")
    assert said.count("\n") == 1


def test_without_a_package_index_it_says_so(project, monkeypatch, capsys):
    monkeypatch.setattr(install.subprocess, "call", lambda command: 1)
    with pytest.raises(SystemExit):
        install.install("runtime")
    assert "needs a connection to a Python package index" in capsys.readouterr().err
    assert not install.is_installed("runtime")


@pytest.mark.parametrize(
    ("built_with", "prefix", "asked_for", "plainly"),
    [
        ("'--enable-shared'", "/opt/built", None, True),
        ("'--enable-optimizations' '--with-lto'", "/usr/local", None, False),
        ("'--enable-shared'", "/usr", None, False),
        (None, "C:\\Python", None, False),
        ("'--enable-shared'", "/opt/built", "python3.12", False),
    ],
    ids=["compiled by hand", "compiled with its profile", "of the system", "unknown", "asked for by name"],
)
def test_a_python_without_its_optimisations_is_known(monkeypatch, built_with, prefix, asked_for, plainly):
    monkeypatch.setattr(install.sysconfig, "get_config_var", {"CONFIG_ARGS": built_with}.get)
    monkeypatch.setattr(sys, "base_prefix", prefix)
    monkeypatch.delenv("PYTHON", raising=False)
    if asked_for:
        monkeypatch.setenv("PYTHON", asked_for)
    assert install.is_built_plainly() is plainly


@pytest.mark.parametrize(("is_there", "taken"), [(True, install.OF_THE_SYSTEM), (False, sys.executable)])
def test_the_python_of_the_system_takes_its_place_when_it_can(project, monkeypatch, is_there, taken):
    ran = []
    monkeypatch.setattr(install, "PYTHON", str(project / "no python yet"))
    monkeypatch.setattr(install, "is_built_plainly", lambda: True)
    monkeypatch.setattr(install, "system_is_new_enough", lambda: is_there)
    monkeypatch.setattr(
        install.subprocess, "call", lambda command, **_: ran.append(command) or int(command[0] != taken)
    )
    install.make_venv()
    assert ran[-1] == [taken, "-m", "venv", "--clear", str(project / ".venv")]


def test_a_python_that_is_not_there_is_not_taken(monkeypatch):
    monkeypatch.setattr(install, "OF_THE_SYSTEM", "/nowhere/python3")
    assert not install.system_is_new_enough()


def test_a_python_of_years_ago_is_not_taken(monkeypatch):
    monkeypatch.setattr(install, "OF_THE_SYSTEM", sys.executable)
    assert install.system_is_new_enough()
    monkeypatch.setattr(install, "OLDEST", (99, 0))
    assert not install.system_is_new_enough()
