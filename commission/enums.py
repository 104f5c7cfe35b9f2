"""The closed lists of the board, with the words a reader sees. Pure."""

from enum import StrEnum


class SittingKind(StrEnum):
    """Around a table, file after file; at a distance, all the files at once, over some hours; or between two members
    to whom the rules of the board delegate one urgent file.
    """

    LIVE = "live"
    CONSULTATION = "consultation"
    DELEGATION = "delegation"


class SittingState(StrEnum):
    PLANNED = "planned"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"  # the quorum was not there: a second call may follow
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    PENDING = "pending"
    OPEN = "open"
    CLOSED = "closed"
    DEFERRED = "deferred"
    DROPPED = "dropped"


class FileState(StrEnum):
    READY = "ready"
    SCHEDULED = "scheduled"
    DECIDED = "decided"
    ADJOURNED = "adjourned"
    RETRACTED = "retracted"


class Choice(StrEnum):
    FOR = "for"
    PARTIAL = "partial"
    AGAINST = "against"
    ADJOURN = "adjourn"
    OUT_OF_COMPETENCE = "out_of_competence"
    ABSTAIN = "abstain"
    DISCUSS = "discuss"


class ProxyEnd(StrEnum):
    HOLDER_LEFT = "holder_left"
    GIVER_CAME = "giver_came"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    ADJOURNED = "adjourned"
    OUT_OF_COMPETENCE = "out_of_competence"
    TO_SITTING = "to_sitting"  # a consultation decides nothing: the file waits for a live sitting


class MinutesState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"
    REFUSED = "refused"


class ControlKind(StrEnum):
    """What the State control service did about one ruling."""

    UNLAWFUL = "unlawful"
    FINANCIAL = "financial"
    LIFTED = "lifted"
    ANNULLED = "annulled"


class SendingMeans(StrEnum):
    MAIL = "mail"
    PLATFORM = "platform"
    POST = "post"


KIND_LABELS: dict[SittingKind, str] = {
    SittingKind.LIVE: "Séance",
    SittingKind.CONSULTATION: "Consultation électronique",
    SittingKind.DELEGATION: "Délégation",
}
SITTING_LABELS: dict[SittingState, str] = {
    SittingState.PLANNED: "Prévue",
    SittingState.PUBLISHED: "Ordre du jour publié",
    SittingState.OPEN: "En cours",
    SittingState.CLOSED: "Close",
    SittingState.MISSED: "Quorum non atteint",
    SittingState.CANCELLED: "Annulée",
}
ITEM_LABELS: dict[ItemState, str] = {
    ItemState.PENDING: "À examiner",
    ItemState.OPEN: "Vote ouvert",
    ItemState.CLOSED: "Vote clos",
    ItemState.DEFERRED: "À discuter en séance",
    ItemState.DROPPED: "Non examiné",
}
FILE_LABELS: dict[FileState, str] = {
    FileState.READY: "Prêt à inscrire",
    FileState.SCHEDULED: "Inscrit à une séance",
    FileState.DECIDED: "Décidé",
    FileState.ADJOURNED: "Ajourné",
    FileState.RETRACTED: "Retiré",
}
CHOICE_LABELS: dict[Choice, str] = {
    Choice.FOR: "Accorder",
    Choice.PARTIAL: "Accorder en partie",
    Choice.AGAINST: "Refuser",
    Choice.ADJOURN: "Ajourner",
    Choice.OUT_OF_COMPETENCE: "Hors compétence",
    Choice.ABSTAIN: "Abstention",
    Choice.DISCUSS: "À discuter en séance",
}
PROXY_ENDS: dict[ProxyEnd, str] = {
    ProxyEnd.HOLDER_LEFT: "le porteur est parti",
    ProxyEnd.GIVER_CAME: "le membre est arrivé",
    ProxyEnd.WITHDRAWN: "pouvoir repris",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.ADOPTED: "Aide accordée",
    Outcome.REJECTED: "Aide refusée",
    Outcome.ADJOURNED: "Dossier ajourné",
    Outcome.OUT_OF_COMPETENCE: "Hors compétence",
    Outcome.TO_SITTING: "Renvoyé à une séance",
}
OUTCOMES_LABELS: dict[Outcome, str] = {
    Outcome.ADOPTED: "Aides accordées",
    Outcome.REJECTED: "Aides refusées",
    Outcome.ADJOURNED: "Dossiers ajournés",
    Outcome.OUT_OF_COMPETENCE: "Hors compétence",
    Outcome.TO_SITTING: "Renvoyés à une séance",
}
# An item whose file is free to be put on another agenda.
GONE = (ItemState.DROPPED, ItemState.DEFERRED)
# Without a room: who takes part attends, and it ends by itself.
AT_DISTANCE = (SittingKind.CONSULTATION, SittingKind.DELEGATION)
# What a secretary plans for a day; a delegation begins at once.
PLANNED_KINDS = (SittingKind.LIVE, SittingKind.CONSULTATION)
# What a ruling may say.
RULED = (Outcome.ADOPTED, Outcome.REJECTED, Outcome.ADJOURNED, Outcome.OUT_OF_COMPETENCE)
# What a member may choose while the board sits; a consultation adds DISCUSS.
LIVE_CHOICES = tuple(choice for choice in Choice if choice is not Choice.DISCUSS)
MINUTES_LABELS: dict[MinutesState, str] = {
    MinutesState.DRAFT: "Projet à relire",
    MinutesState.PROPOSED: "En attente de la présidence",
    MinutesState.SIGNED: "Signé",
    MinutesState.REFUSED: "Non retenu",
}
MINUTES_TONES: dict[MinutesState, str] = {
    MinutesState.DRAFT: "warning",
    MinutesState.PROPOSED: "warning",
    MinutesState.SIGNED: "success",
    MinutesState.REFUSED: "neutral",
}
CONTROL_LABELS: dict[ControlKind, str] = {
    ControlKind.UNLAWFUL: "Suspension, décision jugée illégale",
    ControlKind.FINANCIAL: "Suspension, équilibre financier",
    ControlKind.LIFTED: "Levée de la suspension",
    ControlKind.ANNULLED: "Annulation",
}
SENDING_LABELS: dict[SendingMeans, str] = {
    SendingMeans.MAIL: "Messagerie sécurisée",
    SendingMeans.PLATFORM: "Plateforme du service de contrôle",
    SendingMeans.POST: "Courrier recommandé",
}
SUSPENSIONS = (ControlKind.UNLAWFUL, ControlKind.FINANCIAL)
# Before the opening: the day is fixed, nobody has voted yet.
COMING = (SittingState.PLANNED, SittingState.PUBLISHED)
# Planned, and not held: its day and its hour are free again.
NEVER_HELD = (SittingState.CANCELLED, SittingState.MISSED)
# The colour family of a badge; a badge always carries its word too.
SITTING_TONES: dict[SittingState, str] = {
    SittingState.PLANNED: "neutral",
    SittingState.PUBLISHED: "info",
    SittingState.OPEN: "warning",
    SittingState.CLOSED: "success",
    SittingState.MISSED: "warning",
    SittingState.CANCELLED: "neutral",
}
ITEM_TONES: dict[ItemState, str] = {
    ItemState.PENDING: "neutral",
    ItemState.OPEN: "warning",
    ItemState.CLOSED: "info",
    ItemState.DEFERRED: "info",
    ItemState.DROPPED: "neutral",
}
OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.ADOPTED: "success",
    Outcome.REJECTED: "danger",
    Outcome.ADJOURNED: "warning",
    Outcome.OUT_OF_COMPETENCE: "neutral",
    Outcome.TO_SITTING: "info",
}


def choices_of(labels: dict) -> list[tuple[str, str]]:
    """The (value, label) pairs of a closed list, as plain strings: migrations keep no trace of this module."""
    return [(member.value, label) for member, label in labels.items()]
