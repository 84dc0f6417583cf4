"""A busy machine is no failure, and in the build the same examples are drawn on every run."""

import os

from hypothesis import settings

settings.register_profile("core", deadline=None)
settings.register_profile("build", deadline=None, derandomize=True)
settings.load_profile("build" if os.environ.get("CI") else "core")
