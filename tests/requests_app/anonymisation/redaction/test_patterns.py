"""Layer P: numbers, addresses, days and ages go whoever they belong to; money and durations stay."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import Label, Layer

from .samples import shown

LABELS = {
    "NIR": ("mon n° 1 84 12 76 451 089 46 merci", Label.NIR, "1 84 12 76 451 089 46"),
    "NIR of Corsica": ("n° 166082B09611237", Label.NIR, "166082B09611237"),
    "SIRET": ("siret 732 829 320 00074", Label.SIRET, "732 829 320 00074"),
    "SIRET over two lines": ("siret 732 829\n320 00074", Label.SIRET, "732 829\n320 00074"),
    "SIREN": ("immatriculé 732829320 ici", Label.SIRET, "732829320"),
    "TVA": ("tva FR 44 732 829 320", Label.SIRET, "FR 44 732 829 320"),
    "IBAN": ("sur FR76 3000 6000 0112 3456 7890 189", Label.IBAN, "FR76 3000 6000 0112 3456 7890 189"),
    "telephone": ("au 06.11.22.33.44", Label.PHONE, "06.11.22.33.44"),
    "telephone from abroad": ("au +33 (0)6 11 22 33 44", Label.PHONE, "+33 (0)6 11 22 33 44"),
    "telephone in words": (
        "au zéro six onze vingt-deux trente-trois quarante-quatre",
        Label.PHONE,
        "zéro six onze",
    ),
    "mail": ("écrire à jean.x@exemple.org", Label.EMAIL, "jean.x@exemple.org"),
    "mail in words": (
        "jean point x arobase exemple point org",
        Label.EMAIL,
        "jean point x arobase exemple point org",
    ),
    "mail in brackets": (
        "jean(point)x(at)exemple(point)org",
        Label.EMAIL,
        "jean(point)x(at)exemple(point)org",
    ),
    "mail with at": ("jean.x chez gmail point com", Label.EMAIL, "jean.x chez gmail point com"),
    "site": ("ma page www.exemple.fr/moi", Label.LINK, "www.exemple.fr/moi"),
    "handle": ("@exemple.moi sur insta", Label.LINK, "@exemple.moi"),
    "handle without its sign": ("sur snap moi_12", Label.LINK, "moi_12"),
    "plate": ("ma voiture AB-123-CD", Label.PLATE, "AB-123-CD"),
    "old plate": ("ma voiture 1234 AB 29", Label.PLATE, "1234 AB 29"),
    "file number": ("dossier n° 24-0087-PP", Label.REFERENCE, "24-0087-PP"),
    "claimant number": ("n° allocataire CAF : 5469780", Label.REFERENCE, "5469780"),
    "street": ("au 14 ter, avenue de la gare", Label.STREET, "14 ter, avenue de la gare"),
    "street by its name": ("les travaux rue Victor Hugo", Label.STREET, "rue Victor Hugo"),
    "hamlet": ("au lieu-dit Kerzo", Label.STREET, "lieu-dit Kerzo"),
    "flat": ("bâtiment B, apt 42", Label.STREET, "42"),
    "postcode": ("à 29200 Brest", Label.POSTCODE, "29200"),
    "département by number": ("je vis dans le 29 depuis", Label.POSTCODE, "29"),
    "day": ("le 14 novembre dernier", Label.DATE, "14"),
    "day in words": ("le quatorze novembre", Label.DATE, "quatorze"),
    "day alone": ("rendez-vous le 22 à midi", Label.DATE, "22"),
    "whole date": ("le 12/06/2025", Label.DATE, "12/06/2025"),
    "birth": ("née le 3 mai 1970", Label.DATE, "3 mai 1970"),
    "age": ("j'ai 43 ans et", Label.AGE, "43"),
    "age in words": ("âgée de soixante-huit ans", Label.AGE, "soixante-huit"),
    "initials": ("avec J.-P. hier", Label.PERSON, "J.-P."),
}
STAYS = [
    "Je dois 18 400 € et 1 250,50 euros.",
    "Il reste 12500€ à payer, soit 3 840 EUR.",
    "Un chiffre d'affaires de 31250 euros, un loyer de 650 par mois.",
    "Depuis 12 ans, après 20 ans de métier, pendant 30 ans.",
    "En novembre 2024, puis au premier trimestre 2025.",
    "De 2022 à 2024, une baisse de 35 %.",
    "Je travaille 60 heures par semaine et je roule 45000 km.",
    "La maison principale est au bout de la rue, je suis à la rue.",
    "Le cours de la vie, la mise en place, la route est longue.",
    "Vu l'article L311-3 du code.",
]


@pytest.mark.parametrize(("text", "label", "span"), LABELS.values(), ids=LABELS)
def test_a_pattern_is_found_and_named(text, label, span):
    proposal = propose(text, NOTHING_KNOWN, layers=frozenset({Layer.PATTERN}))
    found = {(one.label, proposal.text[one.start : one.end]) for one in proposal.findings}
    assert any(its == label and (span in words or words in span) for its, words in found), found
    assert span not in shown(text, NOTHING_KNOWN)


@pytest.mark.parametrize("text", STAYS)
def test_money_durations_and_ordinary_words_stay(text):
    assert shown(text, NOTHING_KNOWN) == text


def test_the_month_and_the_year_of_a_day_stay():
    assert (
        shown("Le 14 novembre 2024, tout a brûlé.", NOTHING_KNOWN) == "Le [jour] novembre 2024, tout a brûlé."
    )
