"""The frozen versions of a request, and who may sign the one that waits."""

from requests_app.models import AidRequest, BoardVersion
from requests_app.sign_off import SignOff


def open_version(aid_request: AidRequest) -> BoardVersion | None:
    """Frozen, neither signed nor given back."""
    waiting = BoardVersion.objects.filter(
        aid_request=aid_request, signed_at__isnull=True, returned_at__isnull=True
    )
    return waiting.select_related("prepared_by", "aid_request__organisation").first()


def last_returned(aid_request: AidRequest) -> BoardVersion | None:
    """The last version, when a reader gave it back with something to correct."""
    last = (
        BoardVersion.objects.filter(aid_request=aid_request)
        .select_related("returned_by")
        .order_by("-number")
        .first()
    )
    return last if last and last.return_reason else None


def sign_off_of(version: BoardVersion) -> SignOff:
    """``version`` comes with its author and its organisation joined."""
    return SignOff(
        prepared_by_id=version.prepared_by.user_id,
        prepared_at=version.prepared_at,
        alone_after_hours=version.aid_request.organisation.self_sign_after_hours,
    )
