from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "zichtlijn.members"

    def ready(self):
        from allauth.mfa.signals import authenticator_removed  # models are there only now

        from zichtlijn.members.own_account import second_factor_removed

        authenticator_removed.connect(second_factor_removed, dispatch_uid="own second step")
