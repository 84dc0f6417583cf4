"""Write the two lock files anew, with the newest versions that pyproject.toml allows: `make lock`.

uv resolves; it lives in a folder of its own for the time of this command. Its own uv.lock records the address of a
package index and stays out of the repository; the exported files hold versions and hashes only.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXPORTS = {
    "requirements.lock": ["--no-dev", "--extra", "postgres", "--group", "build"],
    "requirements-test.lock": ["--all-groups", "--all-extras"],
}
HEADER = "# Made by `make lock`: every package of Zichtlijn with its version and hashes. Do not edit.\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder) / "tools"
        venv.create(tools, with_pip=True)
        subprocess.run([tools / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
        project = Path(folder) / "project"
        project.mkdir()
        shutil.copy(ROOT / "pyproject.toml", project)
        for lock, options in EXPORTS.items():
            command = [tools / "bin/uv", "export", "--quiet", "--format", "requirements.txt", "--no-emit-project"]
            text = subprocess.run(
                [*command, "--no-header", *options], cwd=project, check=True, capture_output=True, text=True
            ).stdout
            (ROOT / lock).write_text(HEADER + text)
    print("Wrote", " and ".join(EXPORTS))


if __name__ == "__main__":
    sys.exit(main())
