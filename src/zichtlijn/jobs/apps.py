from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class JobsConfig(AppConfig):
    name = "zichtlijn.jobs"

    def ready(self):
        """Let every app of the house name its background work."""
        for config in apps.get_app_configs():
            if config.name.startswith("zichtlijn.") and find_spec(f"{config.name}.tasks"):
                import_module(f"{config.name}.tasks")
        import_module("zichtlijn.jobs.clock")
