from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PrivacyConfig(AppConfig):
    name = "zichtlijn.privacy"

    def ready(self):
        """Let every app of the house say what of it goes with somebody who left, and what statements can go with.

        The log tells of a term in the words of the policy, which stands above it.
        """
        for config in apps.get_app_configs():
            for part in ("forgetting", "statements"):
                if config.name.startswith("zichtlijn.") and find_spec(f"{config.name}.{part}"):
                    import_module(f"{config.name}.{part}")
        import_module("zichtlijn.privacy.sections")
        policy = import_module("zichtlijn.privacy.policy")
        import_module("zichtlijn.audit.wording").words_of("data_class", policy.label_of)
