"""Numbers and addresses as a person types them. Pure.

Each function returns the value as it is stored, or raises ``InvalidValue`` with a French sentence that says
what is wrong and where to find the right value.
"""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum import bic as stdnum_bic
from stdnum import iban as stdnum_iban
from stdnum.fr import nir as stdnum_nir
from stdnum.fr import siret as stdnum_siret

# Countries of the single euro payments area: a transfer in euros reaches them.
SEPA = frozenset([
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR",
    "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
    "RS", "SE", "SI", "SK", "SM", "VA",
])  # fmt: skip
# Spaces of every kind, dots, slashes, and dashes as word processors write them.
_SEPARATORS = re.compile(r"[\s./_\u00b7\u200b\u2060\-\u2010-\u2015]+")
# Country codes that dial French numbers, and the leading digits each may have.
_DIALLING = {
    "33": ("1", "2", "3", "4", "5", "6", "7", "9"),
    "262": ("262", "263", "269", "639", "692", "693"),
    "590": ("590", "690", "691"),
    "594": ("594", "694"),
    "596": ("596", "696", "697"),
    "508": ("508",),
}


class InvalidValue(ValueError):
    """``message`` is shown next to the field."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def compact(typed: str) -> str:
    """Without spaces, dots and dashes of any kind, in capitals."""
    return _SEPARATORS.sub("", typed).upper()


def siret(typed: str) -> str:
    """14 digits. The establishments of La Poste have a key of their own."""
    number = compact(typed)
    if not number.isascii() or not number.isdigit():
        raise InvalidValue("Un SIRET ne contient que des chiffres. Vérifiez-le sur votre attestation Urssaf.")
    if len(number) == 9:
        raise InvalidValue(
            "Ce numéro a 9 chiffres : c’est un SIREN. Le SIRET en a 14, dont les 5 derniers pour "
            "l’établissement."
        )
    if len(number) != 14:
        raise InvalidValue(
            f"Ce SIRET a {len(number)} chiffres au lieu de 14. Vérifiez-le sur votre attestation Urssaf."
        )
    if not stdnum_siret.is_valid(number) or int(number) == 0:
        raise InvalidValue(
            "Ce SIRET n’existe pas : un chiffre est sans doute inexact. Vérifiez-le sur votre "
            "attestation Urssaf."
        )
    return number


def nir(typed: str) -> str:
    """15 characters, the key included. 2A and 2B are accepted for people born in Corsica."""
    number = compact(typed)
    if not re.fullmatch(r"[0-9AB]+", number):
        raise InvalidValue(
            "Ce numéro ne contient que des chiffres, sauf 2A ou 2B pour la Corse. Recopiez-le de votre "
            "carte Vitale."
        )
    if len(number) == 13:
        raise InvalidValue(
            "Il manque la clé : les 2 derniers chiffres, à droite du numéro sur votre carte Vitale."
        )
    if len(number) != 15:
        raise InvalidValue(
            f"Ce numéro a {len(number)} caractères au lieu de 15. "
            "Recopiez-le de votre carte Vitale, clé comprise."
        )
    if not re.fullmatch(r"[1-478]\d{4}(\d{2}|2[AB])\d{8}", number):
        raise InvalidValue("Ce numéro n’a pas la bonne forme. Recopiez-le de votre carte Vitale.")
    if not stdnum_nir.is_valid(number):
        raise InvalidValue(
            "La clé ne correspond pas au numéro : un chiffre est sans doute inexact. "
            "Recopiez-le de votre carte Vitale."
        )
    return number


def iban(typed: str) -> str:
    """An account of the single euro payments area."""
    number = compact(typed)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", number):
        raise InvalidValue(
            "Un IBAN commence par deux lettres et deux chiffres, comme FR76. Recopiez-le de votre RIB."
        )
    if number[:2] not in SEPA:
        raise InvalidValue(
            "Ce compte est hors de la zone de paiement en euros. Donnez un compte en zone euro."
        )
    if number.startswith("FR") and len(number) != 27:
        raise InvalidValue(f"Cet IBAN a {len(number)} caractères au lieu de 27. Recopiez-le de votre RIB.")
    if not stdnum_iban.is_valid(number, check_country=True):
        raise InvalidValue(
            "Cet IBAN n’existe pas : un caractère est sans doute inexact. Recopiez-le de votre RIB."
        )
    return number


def bic(typed: str) -> str:
    number = compact(typed)
    if len(number) not in (8, 11):
        raise InvalidValue(f"Ce BIC a {len(number)} caractères au lieu de 8 ou 11. Recopiez-le de votre RIB.")
    if not stdnum_bic.is_valid(number):
        raise InvalidValue("Ce BIC n’a pas la bonne forme. Recopiez-le de votre RIB, ou laissez vide.")
    return number


def phone(typed: str) -> str:
    """A French number as ten digits ("0692123456"); a foreign one as "+" and digits."""
    number = compact(typed).replace("(0)", "").replace("(", "").replace(")", "")
    if number.startswith("00"):
        number = "+" + number[2:]
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise InvalidValue("Un numéro de téléphone ne contient que des chiffres. Exemple : 06 12 34 56 78")
    if number.startswith("+"):
        return _international(number)
    if len(number) != 10 or number[0] != "0":
        raise InvalidValue("Un numéro français a 10 chiffres et commence par 0. Exemple : 06 12 34 56 78")
    if number[1] in "08":
        raise InvalidValue("Donnez un numéro où vous joindre, fixe ou mobile. Exemple : 06 12 34 56 78")
    return number


def _international(number: str) -> str:
    for code, beginnings in _DIALLING.items():
        national = number[1 + len(code) :].removeprefix("0")
        if number.startswith("+" + code):
            if len(national) == 9 and national.startswith(beginnings):
                return "0" + national
            raise InvalidValue(f"Après +{code}, il faut 9 chiffres. Exemple : +33 6 12 34 56 78")
    if not 9 <= len(number) <= 16:
        raise InvalidValue("Ce numéro international n’a pas la bonne longueur. Vérifiez l’indicatif du pays.")
    return number


def postcode(typed: str) -> str:
    """Five digits of a French department or territory."""
    number = compact(typed)
    if not re.fullmatch(r"[0-9]{5}", number):
        raise InvalidValue("Un code postal français a 5 chiffres. Exemple : 35000")
    if number[:2] in ("00", "96", "99"):
        raise InvalidValue(f"Aucun département français n’a un code postal en {number[:2]}. Vérifiez-le.")
    return number


def ape(typed: str) -> str:
    """Four digits and a letter, without the dot: "4776Z"."""
    code = compact(typed)
    if not re.fullmatch(r"[0-9]{4}[A-Z]", code) or code[:2] == "00":
        raise InvalidValue(
            "Un code APE a 4 chiffres et 1 lettre, comme 4776Z. Vous le trouvez à côté de votre SIRET."
        )
    return code


def email(typed: str) -> str:
    address = typed.strip()
    if "@" not in address:
        raise InvalidValue("Il manque le signe @ dans cette adresse e-mail. Exemple : nom@exemple.fr")
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidValue("Cette adresse e-mail n’a pas la bonne forme. Exemple : nom@exemple.fr") from None
    return address
