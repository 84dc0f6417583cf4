"""Who is signed in: the account with its memberships, in one question."""

from allauth.account.auth_backends import AuthenticationBackend

from zichtlijn.access.queries import memberships_of


class AccountBackend(AuthenticationBackend):
    """The sign-in of allauth; the account of a session comes with the organisations that are open to it now."""

    def get_user(self, user_id):
        memberships = memberships_of(user_id)
        if not memberships:
            return super().get_user(user_id)
        user = memberships[0].user
        for membership in memberships:
            membership.user = user
        user.open_memberships = memberships
        return user if self.user_can_authenticate(user) else None
