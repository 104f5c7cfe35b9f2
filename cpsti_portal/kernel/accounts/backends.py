"""The account of a session comes with its rights: who works for the scheme is known by one question, on every page."""

from allauth.account.auth_backends import AuthenticationBackend

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import rights_near
from cpsti_portal.kernel.accounts.models import User


class Accounts(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        rights = rights_near(user_id, clock.now())
        user = rights[0].user if rights else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.rights_near = rights
        return user
