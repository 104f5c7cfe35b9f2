"""A signature is asked with the password: the session alone does not sign."""

from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from cpsti_portal.kernel.errors import DomainError

_TRIES = 5
_FAILED = "signing_failed"


def confirm_identity(request: HttpRequest, password: str) -> None:
    """The account was read before the wall: its digest is at hand. Raises ``DomainError`` ``signing.password``.

    Wrong passwords are counted in the session itself: whoever found it open gets five tries, and a new one needs the
    password.
    """
    failed = request.session.get(_FAILED, 0)
    if failed >= _TRIES:
        raise DomainError(
            "signing.password",
            "Trop d’essais\u00a0: déconnectez-vous, connectez-vous de nouveau, puis recommencez.",
        )
    if not check_password(password, request.user.password):
        request.session[_FAILED] = failed + 1
        raise DomainError("signing.password", "Ce mot de passe n’est pas le vôtre\u00a0: rien n’a été signé.")
    request.session.pop(_FAILED, None)
