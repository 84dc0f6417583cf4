from importlib import import_module

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    name = "zichtlijn.appraisals"

    def ready(self):
        import_module("zichtlijn.appraisals.sections")  # hands in what the pages of conversations show of this room
        import_module("zichtlijn.appraisals.following")  # goes along with what happens to a conversation
