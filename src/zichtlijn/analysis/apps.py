from importlib import import_module

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "zichtlijn.analysis"

    def ready(self):
        import_module("zichtlijn.analysis.mentions")  # hands in what the page of an objective shows of this room
