"""The remedies texts the portal starts with. An administrator replaces them, after the legal service has read them.

Recours gracieux, then the social section of the judicial court, and the mediator (CSS R142-1-A, R612-9).
"""

from dataclasses import dataclass

from requests_app.letters.catalogue import Kind

MEDIATOR = (
    "Le médiateur de la protection sociale des travailleurs indépendants peut vous aider gratuitement. "
    "Contactez-le après une première démarche auprès de nos services, si aucun tribunal n’est saisi. "
    "Les délais de recours sont suspendus tant qu’il étudie votre situation, pendant trois mois au plus."
)

_BEFORE_THE_BOARD = (
    "Vous pouvez demander à la commission de revoir sa décision : c’est le recours gracieux. "
    "Écrivez-lui dans les deux mois qui suivent la réception de ce courrier, à l’adresse du service. "
    "Donnez les éléments nouveaux que la commission ne connaissait pas."
)
_BEFORE_THE_COURT = (
    "Vous pouvez aussi saisir le pôle social du tribunal judiciaire dont dépend votre domicile. "
    "Vous avez deux mois à partir de la réception de ce courrier. "
    "Si vous faites d’abord un recours gracieux, les deux mois partent de la réponse. "
    "Sans réponse pendant deux mois, ce recours est refusé et le délai part de cette date."
)
_AGAINST_SILENCE = (
    "Si votre demande est refusée parce que vous n’avez pas reçu de réponse, vous avez deux mois pour agir. "
    "Ces deux mois partent du jour du refus.\n\n"
    "Vous pouvez demander à la commission de revoir ce refus : c’est le recours gracieux. "
    "Écrivez-lui à l’adresse du service, avec ce courrier.\n\n"
    "Vous pouvez aussi saisir le pôle social du tribunal judiciaire dont dépend votre domicile."
)
_BEFORE_THE_SERVICE = (
    "Vous pouvez demander au service de revoir ce classement : c’est le recours gracieux. "
    "Écrivez-lui dans les deux mois qui suivent la réception de ce courrier."
)


@dataclass(frozen=True)
class RemediesDefault:
    """``kind`` empty: for every letter that has no text of its own."""

    kind: str
    text: str


DEFAULTS: tuple[RemediesDefault, ...] = (
    RemediesDefault("", f"{_BEFORE_THE_BOARD}\n\n{_BEFORE_THE_COURT}"),
    RemediesDefault(Kind.RECEIPT.value, _AGAINST_SILENCE),
    RemediesDefault(Kind.ADJOURNED.value, _AGAINST_SILENCE),
    RemediesDefault(Kind.LAPSED.value, f"{_BEFORE_THE_SERVICE}\n\n{_BEFORE_THE_COURT}"),
)
