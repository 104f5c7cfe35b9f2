"""Every outbox handler of the board, registered by being imported."""

from commission.services import mails, minutes_files, packs  # noqa: F401
