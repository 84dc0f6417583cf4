from django.apps import AppConfig


class GrowthPlanConfig(AppConfig):
    name = "zichtlijn.growth_plan"
