from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "zichtlijn.members"
