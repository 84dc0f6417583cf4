from importlib import import_module

from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "zichtlijn.competencies"

    def ready(self):
        import_module("zichtlijn.competencies.sections")  # hands in what other rooms show of this one
