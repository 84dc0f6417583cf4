from importlib import import_module

from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "zichtlijn.objectives"

    def ready(self):
        import_module("zichtlijn.objectives.sections")  # hands in what other rooms show of this one
