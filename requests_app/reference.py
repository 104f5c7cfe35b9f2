"""Reference data of the aids that an administrator edits afterwards."""


def load() -> None:
    """Idempotent: creates what is missing, touches nothing that exists."""
