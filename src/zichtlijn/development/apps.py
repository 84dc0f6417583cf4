from importlib import import_module

from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "zichtlijn.development"

    def ready(self):
        import_module("zichtlijn.development.sections")  # hands in what other rooms show of this one
        import_module("zichtlijn.development.levels")  # a scale on which goals stand keeps its number of levels
