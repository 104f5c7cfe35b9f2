"""Every outbox handler of the identity side, registered by being imported."""

from requests_app.services import letters, mails, notices  # noqa: F401
