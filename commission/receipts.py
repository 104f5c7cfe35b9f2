"""The receipt of a ballot: a code that nobody can guess, and the digest it makes with what was cast. Pure.

The digests of the ballots that were counted are published after the closing. Whoever holds a code finds theirs among
them, and can make it again with any tool that writes a SHA-256; without the code the digest tells nothing.
"""

import hashlib
import secrets

# Without the letters and digits that are mistaken for each other when copied by hand.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 20  # 100 bits


def draw_code() -> str:
    """Each of the 32 signs is as likely as another: 256 is a multiple of 32."""
    return "".join(_SIGNS[byte % len(_SIGNS)] for byte in secrets.token_bytes(_LENGTH))


def grouped(code: str) -> str:
    """As it is read out: « ABCD-EFGH-JKLM-NPQR-STUV »."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str) -> str:
    """A code as its holder copies it, with or without dashes, spaces and capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def sealed_text(
    *, token: str, choice: str, amount_cents: int, reason_code: str, question: str, code: str
) -> str:
    """The words of which the digest is made, in the order that the page of the receipt tells."""
    return "|".join([token, choice, str(amount_cents), reason_code, question, code])


def digest(*, token: str, choice: str, amount_cents: int, reason_code: str, question: str, code: str) -> str:
    text = sealed_text(
        token=token,
        choice=choice,
        amount_cents=amount_cents,
        reason_code=reason_code,
        question=question,
        code=code,
    )
    return hashlib.sha256(text.encode()).hexdigest()
