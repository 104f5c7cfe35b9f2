"""The one exception of the launcher."""


class EmbeddedError(Exception):
    """What prevents the start; its text is one French line, ready for the person at the keyboard."""
