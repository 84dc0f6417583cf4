from django.apps import AppConfig


class OkrConfig(AppConfig):
    name = "zichtlijn.okr"

    def ready(self):
        from zichtlijn.okr import mentions  # noqa: F401 - says on the page of an objective that it is an OKR too
