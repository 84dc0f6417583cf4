from importlib import import_module

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "zichtlijn.feedback"

    def ready(self):
        import_module("zichtlijn.feedback.sections")  # hands in what other rooms show of this one
