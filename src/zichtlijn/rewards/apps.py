from importlib import import_module

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "zichtlijn.rewards"

    def ready(self):
        import_module("zichtlijn.rewards.sections")  # hands in what other rooms show of this one
