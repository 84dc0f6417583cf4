from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "zichtlijn.scorecards"

    def ready(self):
        from zichtlijn.scorecards import mentions  # noqa: F401 - tells the weights in the history of an objective
