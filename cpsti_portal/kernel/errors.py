"""Refusals that a person reads."""


class DomainError(Exception):
    """A business rule said no. ``code`` is for programs and tests, ``message`` is French and shown as it is.

    ``args`` stay those of the class that was raised, so that a refusal crosses from one process to another.
    """

    def __init__(self, code: str, message: str):
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Conflict(DomainError):
    """Somebody else was faster, or the page was stale."""


class NotAllowed(DomainError):
    """The actor may see the object but not do this to it."""
