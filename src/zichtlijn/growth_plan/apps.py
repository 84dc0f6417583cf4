from importlib import import_module

from django.apps import AppConfig


class GrowthPlanConfig(AppConfig):
    name = "zichtlijn.growth_plan"

    def ready(self):
        import_module("zichtlijn.growth_plan.sections")  # hands in what other rooms show of this one
