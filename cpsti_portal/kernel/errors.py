"""Refusals that a person reads."""


class DomainError(Exception):
    """A business rule said no. ``code`` is for programs and tests, ``message`` is French and shown as it is."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Conflict(DomainError):
    """Somebody else was faster, or the page was stale."""


class NotAllowed(DomainError):
    """The actor may see the object but not do this to it."""
