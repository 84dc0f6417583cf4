from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "zichtlijn.analysis"
