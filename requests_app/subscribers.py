"""Every outbox handler of the identity side, registered by being imported."""

from requests_app.services import gateway, letters, mails, notices  # noqa: F401
