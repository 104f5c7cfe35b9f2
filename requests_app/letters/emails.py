"""The e-mails: short, nothing personal beyond the number of the request; the rest is read after signing in. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from cpsti_portal.kernel.mails.writing import Email, write


class MailKind(StrEnum):
    RECEIPT = "receipt"
    PAPERS_ASKED = "papers_asked"
    PAPERS_REMINDER = "papers_reminder"
    PAPERS_RECEIVED = "papers_received"
    ADJOURNED = "adjourned"
    DECISION = "decision"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ANNULLED = "annulled"


_SUBJECTS: dict[MailKind, str] = {
    MailKind.RECEIPT: "Nous avons reçu votre demande {reference}",
    MailKind.PAPERS_ASKED: "Des pièces vous sont demandées pour votre demande {reference}",
    MailKind.PAPERS_REMINDER: "Rappel : nous attendons des pièces pour votre demande {reference}",
    MailKind.PAPERS_RECEIVED: "Nous avons reçu vos pièces pour votre demande {reference}",
    MailKind.ADJOURNED: "La décision sur votre demande {reference} est reportée",
    MailKind.DECISION: "Une décision a été prise sur votre demande {reference}",
    MailKind.WITHDRAWN: "Votre demande {reference} est retirée",
    MailKind.ANNULLED: "Votre demande {reference} est examinée de nouveau",
    MailKind.LAPSED: "Votre demande {reference} est classée sans suite",
}


@dataclass(frozen=True, kw_only=True)
class MailFacts:
    """The closed list of what an e-mail may say. Dates are already written in French; "" when there is none."""

    reference: str
    service: str
    service_email: str
    phone: str
    link: str
    filed_on: str = ""
    refused_on: str = ""
    due_on: str = ""


def compose(kind: MailKind, facts: MailFacts) -> Email:
    """The subject and both bodies. The text body is not HTML and is not escaped."""
    return write(template=str(kind), subject=_SUBJECTS[kind].format(reference=facts.reference), facts=facts)
