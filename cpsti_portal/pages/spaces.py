"""Which places of the portal an actor may enter, and where each lands after signing in."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Space:
    label: str
    view_name: str
    icon: str

    def __repr__(self) -> str:
        """Short: it is part of the name of every fragment of the frame."""
        return self.view_name


CASEWORK = Space("Instruction des demandes", "casework:queue", "inbox")
COMMISSION = Space("Séances de la commission", "commission:home", "scale")
ENVELOPES = Space("Enveloppes des commissions", "commission:envelopes_now", "scale")
ADMINISTRATION = Space("Administration", "admin:index", "settings")
APPLICANT = Space("Mes demandes", "applicant:list", "file")


def spaces_of(actor) -> tuple[Space, ...]:
    """In the order of daily work; the first is where the actor lands. Who works for the scheme files no request."""
    if not actor or not actor.is_authenticated:
        return ()
    held = (
        (CASEWORK, actor.is_caseworker),
        (COMMISSION, bool(actor.board_codes)),
        (ADMINISTRATION, actor.is_administrator),
        (ENVELOPES, actor.is_administrator),
    )
    return tuple(space for space, holds in held if holds) or (APPLICANT,)
