"""The mail that invites somebody to sit: who asks, as what, until when, and a link that serves once. Pure."""

from dataclasses import dataclass

from cpsti_portal.kernel.mails.writing import Email, write


@dataclass(frozen=True, kw_only=True)
class InvitationFacts:
    """``expires``: the last hour of the link, written in French."""

    board: str
    name: str
    link: str
    expires: str


def compose(facts: InvitationFacts) -> Email:
    subject = "Votre accès de membre de la commission"
    return write(template="board/invitation", subject=subject, facts=facts)
