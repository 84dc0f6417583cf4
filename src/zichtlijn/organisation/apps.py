from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "zichtlijn.organisation"
