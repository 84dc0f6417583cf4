from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PrivacyConfig(AppConfig):
    name = "zichtlijn.privacy"

    def ready(self):
        """Let every app of the house say what of it goes with somebody who left, and what statements can go with."""
        for config in apps.get_app_configs():
            for part in ("forgetting", "statements"):
                if config.name.startswith("zichtlijn.") and find_spec(f"{config.name}.{part}"):
                    import_module(f"{config.name}.{part}")
        import_module("zichtlijn.privacy.sections")
