"""Names that say nothing."""

import base64
import secrets

_BYTES = 16


def draw_token() -> str:
    """26 characters of A-Z and 2-7, drawn at random: computed from nothing, the same nowhere else."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode().rstrip("=")
