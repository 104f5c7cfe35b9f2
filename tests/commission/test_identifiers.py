"""What names a person by itself is found without knowing any file, and nothing else is."""

import pytest

from commission.identifiers import identifiers_in

MAIL, IBAN, NIR, SIRET = "adresse e-mail", "IBAN", "numéro de sécurité sociale", "numéro SIRET"
PHONE, SIREN = "numéro de téléphone", "numéro SIREN"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Écrire à jeanne.le-goff+cass@exemple.fr demain.", [MAIL]),
        ("Écrire à jeanne @ exemple.fr", [MAIL]),
        ("Rappeler le 06 12 34 56 78.", [PHONE]),
        ("Rappeler le 06.12.34.56.78 ou le +33 (0)6 12 34 56 78.", [PHONE, PHONE]),
        ("Rappeler le 0692\u202f12\u202f34\u202f56.", [PHONE]),
        ("Rappeler le 06\u200b12345678.", [PHONE]),
        ("Rappeler le ０６１２３４５６７８.", [PHONE]),
        ("Le 2 55 08 14 168 025 38 a été lu.", [NIR]),
        ("Le 255081416802538 a été lu.", [NIR]),
        ("Le 2 55 08 2A 168 025 a été lu.", [NIR]),
        ("Le SIRET 732 829 320 00074 a été lu.", [SIRET]),
        ("Le SIREN 732829320 a été lu.", [SIREN]),
        ("Virer sur FR76 3000 6000 0112 3456 7890 189 dès demain", [IBAN]),
        ("Virer sur fr7630006000011234567890188", [IBAN]),
        ("Virer sur BE68 5390 0754 7034 dès demain", [IBAN]),
        ("Écrire à a@exemple.fr, appeler le 06 12 34 56 78.", [MAIL, PHONE]),
    ],
)
def test_numbers_and_addresses_are_found(text, kinds):
    assert [one.kind for one in identifiers_in(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "La séance du 03/06/2026 a duré 2 h 05 ; la prochaine est fixée au 1er juillet 2026.",
        "Le dossier AKU3\u00a0NXE6 revient pour 1\u202f500,00\u202f€ (art. R. 221-5, L. 151-1).",
        "123 456 789 € en dix ans, 12 345 678 901 234 en tout.",
        "Le quorum est de 4 sur 6 ; 06 dossiers restent, 12 sont décidés.",
        "Dotation 2026 : 1 200 000 €. Dotation 2027 : 1 350 000 €.",
        "DE 12 membres présents au total, onze ont voté lundi matin.",
    ],
)
def test_what_minutes_say_every_day_is_left_alone(text):
    assert identifiers_in(text) == []


def test_each_is_told_with_its_kind_and_as_it_was_written():
    assert [str(one) for one in identifiers_in("Appeler le 06 12\u00a034\n56 78.")] == [
        "numéro de téléphone «\u00a006 12 34 56 78\u00a0»"
    ]
