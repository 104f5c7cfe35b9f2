"""What the applicant reads of the life of a request: what happened, what comes next. Pure."""

from dataclasses import dataclass

from requests_app.workflow import State


@dataclass(frozen=True)
class Told:
    """One line of the timeline."""

    title: str
    text: str = ""
    tone: str = "done"


# By name of transition.
HAPPENED: dict[str, Told] = {
    "submit": Told("Vous avez envoyé votre demande"),
    "take": Told("Un gestionnaire étudie votre demande"),
    "ask_papers": Told("Des pièces vous ont été demandées", tone="warning"),
    "answer_papers": Told("Vous avez envoyé des pièces"),
    "resume": Told("L’étude de votre demande a repris"),
    "lapse": Told(
        "Votre demande a été classée sans suite",
        "Les pièces demandées ne sont pas arrivées à temps.",
        "danger",
    ),
    "reopen": Told("Votre demande a été rouverte"),
    "send_to_board": Told(
        "Votre demande est prête pour la commission", "La commission la lira sans connaître votre nom."
    ),
    "schedule": Told("Votre demande est inscrite à une séance de la commission"),
    "unschedule": Told("Votre demande attend une autre séance de la commission"),
    "adjourn": Told("La commission a reporté sa décision", "Elle a besoin d’un complément. L’étude reprend."),
    "decide": Told("La commission a rendu sa décision"),
    "notify": Told("La décision vous a été envoyée", tone="success"),
    "annul": Told(
        "Le service de contrôle de l’État a annulé la décision",
        "L’étude de votre demande reprend. La commission l’examinera de nouveau.",
        "warning",
    ),
    "pay": Told("L’aide a été versée", tone="success"),
    "withdraw": Told("Vous avez retiré votre demande", tone="info"),
}

# Inside the office: the person waits as before.
UNTOLD = frozenset({"freeze", "give_back", "correct"})

# What the person can expect, in order. The dates and names are added by the page.
NEXT: dict[State, tuple[str, ...]] = {
    State.SUBMITTED: (
        "Un gestionnaire lit votre demande et vos pièces.",
        "S’il manque une pièce, vous recevez un e-mail avec la liste.",
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.IN_REVIEW: (
        "Le gestionnaire termine l’étude de votre demande.",
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.INCOMPLETE: (
        "Envoyez les pièces demandées : l’étude reprend aussitôt.",
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.TO_SIGN: (
        "Un second agent vérifie que rien ne permet de vous reconnaître.",
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.SENT_TO_BOARD: (
        "Votre demande est inscrite à une séance de la commission.",
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.SCHEDULED: (
        "La commission décide, sans connaître votre nom.",
        "Vous recevez la décision par e-mail et sur cette page.",
    ),
    State.DECIDED: (
        "Le courrier qui explique la décision se prépare. Vous le recevez par e-mail et sur cette page.",
    ),
    State.NOTIFIED: ("Lisez le courrier de décision : il dit ce que vous devez faire et comment contester.",),
    State.PAID: (),
    State.WITHDRAWN: ("Vous pouvez faire une nouvelle demande à tout moment.",),
    State.LAPSED: ("Lisez le courrier : il dit comment faire rouvrir votre demande.",),
}

# Between the sitting and the signature of its minutes.
EXAMINED: tuple[str, ...] = (
    "La commission a examiné votre demande.",
    "Sa décision vous est envoyée après la signature du procès-verbal de la séance.",
)

# By kind of decision: what the person reads first. Amounts are added by the page.
DECIDED: dict[str, Told] = {
    "granted": Told("Votre aide est accordée", tone="success"),
    "partial": Told("Votre aide est accordée en partie", tone="success"),
    "refused": Told("Votre demande est refusée", tone="warning"),
    "out_of_competence": Told("Votre demande relève d’un autre organisme", tone="warning"),
}

# The one thing to do now, as a button of the list.
ACTIONS: dict[State, str] = {
    State.DRAFT: "Continuer",
    State.INCOMPLETE: "Envoyer les pièces",
    State.NOTIFIED: "Lire la décision",
}


@dataclass(frozen=True)
class Situation:
    """One case of the question asked before the aids. ``advice`` empty: this action sociale is the right door."""

    label: str
    advice: str = ""


SITUATIONS: dict[str, Situation] = {
    "independant": Situation(
        "Je travaille à mon compte : artisan, commerçant, micro-entrepreneur, profession libérale"
    ),
    "conjoint": Situation("Je suis conjoint collaborateur ou conjoint associé"),
    "praticien": Situation(
        "Je suis praticien ou auxiliaire médical conventionné",
        "Ces aides ne concernent pas les praticiens et auxiliaires médicaux conventionnés. "
        "Votre caisse d’assurance maladie (3646) et votre caisse de retraite ont leurs propres aides.",
    ),
    "retraite": Situation(
        "Je suis à la retraite et je travaille encore",
        "Les retraités qui travaillent encore relèvent de l’action sociale de l’Assurance retraite, au 3960.",
    ),
    "salarie": Situation(
        "Je dirige une SAS ou une SASU, ou je suis gérant minoritaire d’une SARL",
        "Vous dépendez du régime général des salariés. "
        "Votre caisse d’allocations familiales (3230) et votre caisse d’assurance maladie (3646) peuvent vous aider.",
    ),
    "autre": Situation("Je ne sais pas, ou je suis dans un autre cas"),
}
