"""What is accepted, how it is stored, and the sentence a person reads when it is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir as stdnum_nir

from requests_app import validators
from requests_app.validators import InvalidValue


def refusal(read, typed: str) -> str:
    with pytest.raises(InvalidValue) as refused:
        read(typed)
    return refused.value.message


ACCEPTED = [
    (validators.siret, "732 829 320 00074", "73282932000074"),
    (validators.siret, "732.829.320-00074", "73282932000074"),
    (validators.siret, "732\u00a0829\u202f320\u00a000074", "73282932000074"),
    (validators.siret, "35600000000048", "35600000000048"),  # La Poste, head office: ordinary key
    (
        validators.siret,
        "35600000049837",
        "35600000049837",
    ),  # La Poste, an office: sum of digits, multiple of 5
    (validators.nir, "2 95 10 99 126 111 93", "295109912611193"),
    (validators.nir, "253072a07300443", "253072A07300443"),  # born in Corse-du-Sud
    (validators.nir, "2 53 07 2B 073 004 70", "253072B07300470"),
    (validators.iban, "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
    (validators.iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    (validators.iban, "MC58 1122 2000 0101 2345 6789 030", "MC5811222000010123456789030"),
    (validators.bic, "agrifrpp", "AGRIFRPP"),
    (validators.bic, "BNPA FR PP XXX", "BNPAFRPPXXX"),
    (validators.phone, "06 12 34 56 78", "0612345678"),
    (validators.phone, "06.12.34.56.78", "0612345678"),
    (validators.phone, "06-12-34-56-78", "0612345678"),
    (validators.phone, "06\u201112\u201134\u201156\u201178", "0612345678"),  # no-break hyphens
    (validators.phone, "+33 6 12 34 56 78", "0612345678"),
    (validators.phone, "+33 (0)6 12 34 56 78", "0612345678"),
    (validators.phone, "0033 6 12 34 56 78", "0612345678"),
    (validators.phone, "0692 12 34 56", "0692123456"),  # La Réunion
    (validators.phone, "+262 692 12 34 56", "0692123456"),
    (validators.phone, "+262 639 12 34 56", "0639123456"),  # Mayotte
    (validators.phone, "+590 690 12 34 56", "0690123456"),
    (validators.phone, "+594 694 12 34 56", "0694123456"),
    (validators.phone, "+596 696 12 34 56", "0696123456"),
    (validators.phone, "+508 508 12 34 56", "0508123456"),
    (validators.phone, "+32 470 12 34 56", "+32470123456"),
    (validators.phone, "+37712345", "+37712345"),  # the shortest: 8 digits
    (validators.phone, "+491234567890123", "+491234567890123"),  # the longest: 15 digits
    (validators.postcode, "35 000", "35000"),
    (validators.postcode, "20167", "20167"),
    (validators.postcode, "97410", "97410"),
    (validators.postcode, "01000", "01000"),
    (validators.ape, "47.76z", "4776Z"),
    (validators.ape, "4776 Z", "4776Z"),
    (validators.email, "  Claire.Morel@exemple.fr ", "Claire.Morel@exemple.fr"),
]


@pytest.mark.parametrize(
    ("read", "typed", "stored"), ACCEPTED, ids=[f"{r.__name__}-{t}" for r, t, _ in ACCEPTED]
)
def test_a_right_value_is_stored_without_its_ornaments(read, typed, stored):
    assert read(typed) == stored


@pytest.mark.parametrize(
    ("read", "typed", "stored"), ACCEPTED, ids=[f"{r.__name__}-{t}" for r, t, _ in ACCEPTED]
)
def test_a_stored_value_is_accepted_again(read, typed, stored):
    assert read(stored) == stored


REFUSED = [
    (validators.siret, "7328293200007A", "Un SIRET ne contient que des chiffres"),
    (validators.siret, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Un SIRET ne contient que des chiffres"),
    (validators.siret, "", "Un SIRET ne contient que des chiffres"),
    (validators.siret, "732829320", "c’est un SIREN"),
    (validators.siret, "7328293200007", "Ce SIRET a 13 chiffres au lieu de 14"),
    (validators.siret, "73282932000075", "Ce SIRET n’existe pas"),
    (validators.siret, "00000000000000", "Ce SIRET n’existe pas"),
    (validators.siret, "35600000049838", "Ce SIRET n’existe pas"),
    (validators.nir, "2951099126111", "Il manque la clé"),
    (validators.nir, "29510991261119", "Ce numéro a 14 caractères au lieu de 15"),
    (validators.nir, "295109912611194", "La clé ne correspond pas"),
    (validators.nir, "253072A07300470", "La clé ne correspond pas"),  # the key of 2B
    (validators.nir, "253072C07300443", "sauf 2A ou 2B"),
    (validators.nir, "2A3072A07300443", "n’a pas la bonne forme"),
    (validators.nir, "995109912611193", "n’a pas la bonne forme"),
    (validators.nir, "", "ne contient que des chiffres"),
    (validators.iban, "3000 6000 0112", "commence par deux lettres"),
    (validators.iban, "", "commence par deux lettres"),
    (validators.iban, "FR76 3000 6000 0112 3456 7890 18", "a 26 caractères au lieu de 27"),
    (validators.iban, "FR76 3000 6000 0112 3456 7890 188", "un caractère est sans doute inexact"),
    (validators.iban, "DE89 3704 0044 0532 0130 0", "un caractère est sans doute inexact"),
    (validators.iban, "BR15 0000 0000 0000 1093 2840 814P 2", "hors de la zone de paiement en euros"),
    (validators.bic, "AGRIFRP", "a 7 caractères au lieu de 8 ou 11"),
    (validators.bic, "12345678", "n’a pas la bonne forme"),
    (validators.phone, "zéro six", "ne contient que des chiffres"),
    (validators.phone, "", "ne contient que des chiffres"),
    (validators.phone, "06 12 34 56 7", "a 10 chiffres"),
    (validators.phone, "6 12 34 56 78 9", "commence par 0"),
    (validators.phone, "0899 70 12 34", "fixe ou mobile"),
    (validators.phone, "+33 6 12 34 56", "Après +33, il faut 9 chiffres"),
    (validators.phone, "+33 8 99 70 12 34", "Après +33, il faut 9 chiffres"),
    (validators.phone, "+3771234", "n’a pas la bonne longueur"),
    (validators.phone, "+4912345678901234", "n’a pas la bonne longueur"),
    (validators.postcode, "3500", "a 5 chiffres"),
    (validators.postcode, "2A004", "a 5 chiffres"),
    (validators.postcode, "00123", "en 00"),
    (validators.postcode, "99000", "en 99"),
    (validators.ape, "4776", "4 chiffres et 1 lettre"),
    (validators.ape, "0076Z", "4 chiffres et 1 lettre"),
    (validators.email, "claire.exemple.fr", "Il manque le signe @"),
    (validators.email, "claire@exemple", "n’a pas la bonne forme"),
    (validators.email, "claire @exemple.fr", "n’a pas la bonne forme"),
]


@pytest.mark.parametrize(
    ("read", "typed", "words"), REFUSED, ids=[f"{r.__name__}-{t}" for r, t, _ in REFUSED]
)
def test_a_wrong_value_is_refused_with_what_is_wrong(read, typed, words):
    assert words in refusal(read, typed)


@pytest.mark.parametrize("message", sorted({refusal(read, typed) for read, typed, _ in REFUSED}))
def test_a_refusal_is_a_short_french_sentence_without_blame(message):
    assert re.match(r"[A-ZÀ]", message)
    assert not re.search(r"[\x20\w][:;!?](?=\x20|$)|\w'\w", message), "typography"
    assert not re.search(r"veuillez|erreur|invalide|incorrect", message, re.IGNORECASE)
    assert all(len(sentence.split()) <= 18 for sentence in re.split(r"(?<=[.?!]) ", message))


READERS = [
    validators.siret,
    validators.nir,
    validators.iban,
    validators.bic,
    validators.phone,
    validators.postcode,
    validators.ape,
    validators.email,
]


@given(st.sampled_from(READERS), st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(read, typed):
    try:
        stored = read(typed)
    except InvalidValue:
        return
    assert read(stored) == stored


@given(st.integers(0, 14), st.integers(1, 9), st.sampled_from(["295109912611193", "253072B07300470"]))
def test_one_wrong_digit_in_a_social_security_number_is_always_found(place, shift, number):
    """The key is a remainder by 97, a prime: no single digit can change unseen."""
    if not number[place].isdigit():
        return
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not stdnum_nir.is_valid(wrong)
    with pytest.raises(InvalidValue):
        validators.nir(wrong)
