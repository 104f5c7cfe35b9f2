"""The rules common to several aids (R1 to R10 of the scheme), each a small function. Pure.

A rule answers met, not met or unknown, with the fact it looked at and a sentence for the caseworker.
"""

from datetime import date

from cpsti_portal.kernel.money import euros
from requests_app.eligibility import Criterion, Judgement, Limit, met, not_met, rule, unknown
from requests_app.enums import (
    AidCode,
    Category,
    CollectiveProcedure,
    LegalForm,
    OtherActivity,
)
from requests_app.facts import CaseFacts, EarlierAid
from requests_app.legal_clock import add_months
from requests_app.letters.wording import long_date
from requests_app.parameters import Parameters

NOT_INDEPENDENT = (LegalForm.SAS, LegalForm.SARL_MINORITY)


@rule(
    code="open_here",
    label="Aide ouverte sur le territoire",
    source="CSS L612-4",
    reason_code="not_open",
)
def open_here(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if parameters["open"]:
        return met("Territoire du lieu d’activité", "L’aide est ouverte sur ce territoire.")
    return not_met("Territoire du lieu d’activité", "L’aide n’est pas ouverte sur ce territoire.")


@rule(code="r9_place", label="Lieu d’activité connu", source="Règle R9")
def r9_place(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Competence follows the place of activity, not the home."""
    if facts.department is None:
        return unknown(
            "Lieu d’activité inconnu", "Le lieu d’activité désigne l’organisme compétent : à préciser."
        )
    return met(
        f"Activité exercée dans le département {facts.department}",
        "Le lieu d’activité désigne l’organisme compétent.",
    )


@rule(
    code="independent",
    label="Travailleur indépendant au sens de la sécurité sociale",
    source="CSS L611-1",
    reason_code="other_body",
)
def independent(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.legal_form is None:
        return unknown("Forme de l’entreprise inconnue", "La forme de l’entreprise est à préciser.")
    fact = f"Forme déclarée : {facts.legal_form.label}"
    if facts.legal_form in NOT_INDEPENDENT:
        return not_met(fact, "Le dirigeant assimilé salarié relève du régime général.")
    if facts.legal_form is LegalForm.OTHER:
        return unknown(fact, "L’affiliation comme travailleur indépendant est à vérifier.")
    return met(fact, "Cette forme relève des travailleurs indépendants.")


@rule(
    code="medical_agreement",
    label="Ni praticien ni auxiliaire médical conventionné",
    source="Règles de l’action sociale du CPSTI",
    reason_code="medical_agreement",
)
def medical_agreement(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.category in (Category.ARTISAN, Category.COMMERCANT):
        return met(f"Catégorie déclarée : {facts.category.label}", "La catégorie n’est pas médicale.")
    if facts.category is None or facts.medical_agreement is None:
        return unknown("Convention non précisée", "Le conventionnement est à vérifier.")
    if facts.medical_agreement:
        return not_met(
            "Praticien ou auxiliaire médical conventionné",
            "Les praticiens et auxiliaires médicaux conventionnés relèvent d’une autre action sociale.",
        )
    return met("Profession libérale non conventionnée", "La profession n’est pas exclue.")


@rule(
    code="r1_main_activity",
    label="Activité indépendante principale",
    source="Règle R1",
    reason_code="main_activity",
)
def r1_main_activity(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.main_activity is None:
        return unknown("Activité principale non précisée", "L’activité principale est à vérifier.")
    if facts.main_activity:
        return met(
            "Activité principale, d’après la déclaration",
            "L’activité indépendante est l’activité principale.",
        )
    return not_met(
        "Activité secondaire, d’après la déclaration", "L’activité indépendante n’est pas la principale."
    )


@rule(
    code="r2_seniority",
    label="Durée d’affiliation suffisante",
    source="Règle R2",
    reason_code="seniority",
)
def r2_seniority(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """More than the period: on the anniversary itself the condition is not met."""
    months = parameters["seniority_months"]
    if not months:
        return met("Aucune durée d’affiliation exigée", "Cette aide n’exige pas de durée d’affiliation.")
    if facts.affiliated_on is None:
        return unknown("Date d’affiliation inconnue", "La date d’affiliation est à vérifier.")
    fact = f"Affiliation le {long_date(facts.affiliated_on)}"
    if add_months(facts.affiliated_on, months) < facts.filed_on:
        return met(fact, f"L’affiliation dépasse {months} mois à la date de la demande.")
    return not_met(fact, f"L’affiliation ne dépasse pas {months} mois à la date de la demande.")


@rule(
    code="r3_has_paid",
    label="Cotisations personnelles déjà versées",
    source="Règle R3",
    reason_code="contributions_paid",
)
def r3_has_paid(facts: CaseFacts, parameters: Parameters) -> Judgement:
    paid = facts.contributions_paid_cents
    if paid is not None:
        fact = f"Total versé, vérifié au compte : {euros(paid)}"
        if paid > 0:
            return met(fact, "Des cotisations personnelles ont été versées.")
        return not_met(fact, "Aucune cotisation personnelle n’a été versée.")
    if facts.ever_paid is None:
        return unknown("Versements inconnus", "Les versements sont à vérifier au compte de cotisations.")
    if facts.ever_paid:
        return met("Versements déclarés", "La personne déclare avoir versé des cotisations personnelles.")
    return not_met("Aucun versement déclaré", "La personne déclare n’avoir jamais versé de cotisations.")


@rule(
    code="r4_minimum_paid",
    label="Montant minimal de cotisations versées",
    source="Règle R4",
    reason_code="contributions_paid",
)
def r4_minimum_paid(facts: CaseFacts, parameters: Parameters) -> Judgement:
    minimum, paid = parameters["min_contributions_cents"], facts.contributions_paid_cents
    if not minimum:
        return met("Aucun montant exigé", "Cette aide n’exige pas de montant minimal de cotisations.")
    if paid is not None:
        fact = f"Total versé, vérifié au compte : {euros(paid)}"
        if paid >= minimum:
            return met(fact, f"Le total atteint le minimum de {euros(minimum)}.")
        return not_met(fact, f"Le total n’atteint pas le minimum de {euros(minimum)}.")
    if facts.ever_paid is False:
        return not_met("Aucun versement déclaré", f"Le minimum de {euros(minimum)} n’est pas atteint.")
    return unknown("Total versé non vérifié", f"Le minimum de {euros(minimum)} est à vérifier au compte.")


@rule(
    code="r5_below_paid",
    label="Montant inférieur aux cotisations déjà versées",
    source="Règle R5",
    blocking=False,
)
def r5_below_paid(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """A warning here: the amount itself is held by the ceiling."""
    asked, paid = facts.amount_asked_cents, facts.contributions_paid_cents
    if asked is None or paid is None:
        return unknown(
            "Montant demandé ou total versé inconnu", "Le total versé est à comparer à la demande."
        )
    fact = f"{euros(asked)} demandés, {euros(paid)} versés depuis l’affiliation"
    if asked < paid:
        return met(fact, "La demande est inférieure aux cotisations déjà versées.")
    return not_met(fact, "L’aide devra rester inférieure aux cotisations déjà versées.")


@rule(
    code="r6_other_levers",
    label="Autres solutions déjà utilisées",
    source="Règle R6",
    reason_code="other_levers",
    blocking=False,
)
def r6_other_levers(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.has_schedule or facts.recalculation_asked:
        used = "délai de paiement" if facts.has_schedule else "nouveau calcul des cotisations"
        return met(f"Déclaré : {used}", "Une autre solution a déjà été utilisée.")
    if facts.has_schedule is None:
        return unknown(
            "Autres solutions non précisées", "Délai de paiement et nouveau calcul sont à examiner."
        )
    return not_met(
        "Ni délai de paiement ni nouveau calcul déclarés",
        "Un délai de paiement ou un nouveau calcul est à proposer avant l’aide.",
    )


@rule(
    code="r7_one_off",
    label="Difficulté passagère, activité viable",
    source="Règle R7",
    reason_code="structural",
    blocking=False,
)
def r7_one_off(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Left to people on purpose: no fact of the form answers it."""
    fact = f"Cause déclarée : {facts.cause.label}" if facts.cause else "Cause non précisée"
    return unknown(
        fact, "Le caractère passager de la difficulté et la viabilité de l’activité sont à apprécier."
    )


@rule(code="r8_in_person", label="Demande faite par la personne elle-même", source="Règle R8")
def r8_in_person(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.personal_request is None:
        return unknown("Engagement non donné", "La personne doit confirmer qu’elle demande pour elle-même.")
    if facts.personal_request:
        return met("Engagement donné", "La personne demande l’aide pour elle-même.")
    return not_met("Engagement refusé", "L’aide ne peut être demandée qu’en son propre nom.")


@rule(
    code="own_account",
    label="Compte bancaire au nom de la personne",
    source="Règle R8",
    blocking=False,
)
def own_account(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.holder_is_applicant is None:
        return unknown("Titulaire du compte non précisé", "Le titulaire du compte est à vérifier sur le RIB.")
    if facts.holder_is_applicant:
        return met("Compte déclaré à son nom", "Le versement peut se faire sur ce compte.")
    return not_met("Compte au nom d’un tiers", "Un RIB personnel est à demander avant tout versement.")


@rule(
    code="r10_combination",
    label="Autres aides déjà accordées",
    source="Règle R10",
    blocking=False,
)
def r10_combination(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Aids of several kinds add up: this rule informs and never stops anything."""
    if not facts.earlier:
        return met("Aucune aide connue", "Aucune aide n’a encore été accordée à cette personne.")
    listed = " ; ".join(
        f"{earlier.aid_code.label}, {euros(earlier.amount_cents)} le {long_date(earlier.granted_on)}"
        for earlier in sorted(facts.earlier, key=lambda aid: aid.granted_on)
    )
    return met(listed, "Des aides de nature différente peuvent se compléter.")


@rule(
    code="active",
    label="Activité en cours",
    source="Règles de l’action sociale du CPSTI",
    reason_code="struck_off",
)
def active(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.still_active is None:
        return unknown("État du compte inconnu", "L’activité est à vérifier au compte de cotisations.")
    if facts.still_active:
        return met("Activité en cours", "La personne est en activité à la date de la demande.")
    return not_met(ceased(facts), "La personne n’est plus en activité à la date de la demande.")


@rule(
    code="liquidation",
    label="Pas de liquidation judiciaire",
    source="Règle du RSI de 2017, reprise par défaut",
    reason_code="liquidation",
)
def liquidation(facts: CaseFacts, parameters: Parameters) -> Judgement:
    procedure = facts.collective_procedure
    if procedure is None:
        return unknown("Procédure non précisée", "L’absence de liquidation judiciaire est à vérifier.")
    fact = f"Procédure : {procedure.label}"
    if procedure is CollectiveProcedure.LIQUIDATION:
        return not_met(fact, "L’entreprise est en liquidation judiciaire.")
    return met(fact, "L’entreprise n’est pas en liquidation judiciaire.")


@rule(
    code="other_procedure",
    label="Ni sauvegarde ni redressement",
    source="Valeur par défaut",
    blocking=False,
)
def other_procedure(facts: CaseFacts, parameters: Parameters) -> Judgement:
    procedure = facts.collective_procedure
    if procedure is None:
        return unknown("Procédure non précisée", "L’absence de procédure collective est à vérifier.")
    fact = f"Procédure : {procedure.label}"
    if procedure in (CollectiveProcedure.SAFEGUARD, CollectiveProcedure.RECEIVERSHIP):
        return not_met(fact, "La procédure n’interdit pas l’aide. Le plan et le mandataire sont à consulter.")
    return met(fact, "Aucune sauvegarde ni aucun redressement n’est déclaré.")


@rule(
    code="acre",
    label="Pas d’exonération de début d’activité (Acre)",
    source="Règle du RSI de 2017, reprise en alerte",
    blocking=False,
)
def acre(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.acre is None:
        return unknown("Acre non précisée", "L’exonération de début d’activité est à vérifier.")
    if facts.acre:
        return not_met(
            "Acre en cours", "La personne bénéficie déjà d’une réduction de cotisations : à apprécier."
        )
    return met("Pas d’Acre en cours", "La personne ne bénéficie pas de l’Acre.")


@rule(
    code="retired_and_working",
    label="Pas de cumul emploi-retraite",
    source="Règles de l’aide d’urgence",
    reason_code="retired_and_working",
)
def retired_and_working(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.other_activity is None:
        return unknown("Autres revenus non précisés", "L’absence de retraite personnelle est à vérifier.")
    if facts.other_activity is OtherActivity.RETIRED:
        return not_met("Retraite personnelle déjà versée", "La personne relève de l’Assurance retraite.")
    return met("Pas de retraite personnelle déclarée", "La personne n’est pas en cumul emploi-retraite.")


def not_too_soon(aid_code: AidCode) -> Criterion:
    """The warning of an aid granted again within the interval."""

    @rule(
        code="interval",
        label="Pas d’aide de même nature récente",
        source="Valeur par défaut",
        blocking=False,
    )
    def interval(facts: CaseFacts, parameters: Parameters) -> Judgement:
        recent = granted_within(facts, aid_code, parameters["interval_months"])
        if not recent:
            return met("Aucune aide récente de même nature", "Le délai entre deux aides est respecté.")
        last = max(recent, key=lambda aid: aid.granted_on)
        return not_met(
            f"{euros(last.amount_cents)} le {long_date(last.granted_on)}",
            f"La même aide a été accordée il y a moins de {parameters['interval_months']} mois.",
        )

    return interval


def granted_within(facts: CaseFacts, aid_code: AidCode, months: int) -> tuple[EarlierAid, ...]:
    """Aids of this kind granted less than so many months before the request."""
    return tuple(
        earlier
        for earlier in facts.earlier
        if earlier.aid_code == aid_code and facts.filed_on < add_months(earlier.granted_on, months)
    )


def below_contributions_paid(facts: CaseFacts, parameters: Parameters) -> Limit:
    """R5: strictly below all the contributions the person has ever paid."""
    paid = facts.contributions_paid_cents
    if paid is None:
        return Limit(
            None, "Le total des cotisations versées reste à vérifier : l’aide doit lui être inférieure."
        )
    return Limit(paid - 1, f"L’aide reste inférieure aux cotisations déjà versées : {euros(paid)}.")


def ceased(facts: CaseFacts) -> str:
    day: date | None = facts.ceased_on
    return f"Fin d’activité le {long_date(day)}" if day else "Fin d’activité déclarée"
