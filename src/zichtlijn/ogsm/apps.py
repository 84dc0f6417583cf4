from importlib import import_module

from django.apps import AppConfig


class OgsmConfig(AppConfig):
    name = "zichtlijn.ogsm"

    def ready(self):
        import_module("zichtlijn.ogsm.mentions")  # the page of an objective leads to its OGSM
