from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zichtlijn.access"
