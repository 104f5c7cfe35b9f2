"""Ordinary words that are names, by what stands around them; days and ages in every writing."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN

from .samples import shown

FIRST_NAMES = {
    "a word that acts": ("Perle ne mange plus.", "Perle"),
    "a word and its age": ("Blanche, six ans, est malade.", "Blanche"),
    "a word after an uncle": ("Tata félicité nous héberge.", "félicité"),
    "two words": ("Je compte sur loup et rose pour demain.", "loup"),
    "a word without article": ("Pour perle, c'est dur.", "perle"),
    "a pet name that comes first": ("Toto, dit-on de moi au comptoir.", "Toto"),
    "a pet name said behind": ("Tatou : voilà comme on m'appelle.", "Tatou"),
    "a pet name with its article": ("Entre nous on m'appelle le grand.", "grand"),
    "a first name the dictionary lacks": ("Je compte sur priya pour demain.", "priya"),
}


@pytest.mark.parametrize(("text", "word"), FIRST_NAMES.values(), ids=FIRST_NAMES)
def test_a_first_name_that_is_a_word_goes(text, word):
    assert word not in shown(text, NOTHING_KNOWN)


HOUSES = {
    "two words after a supplier": ("Les relances de nuance miel pleuvent.", "nuance"),
    "a name that begins with grammar": ("Le syndic Ma Petite Fabrique menace.", "Ma"),
    "a name that ends with grammar": ("Le contrat avec Cuisine Plus est rompu.", "Plus"),
    "a name at the beginning": ("Tapis Royal a repris le matériel.", "Tapis"),
    "two words in front of a building": ("Devant grand large, plus personne ne passe.", "large"),
    "an article French would join": ("La maison de les bruyères prend l'eau.", "bruyères"),
    "a town that is a word": ("Les clients viennent de grasse.", "grasse"),
}


@pytest.mark.parametrize(("text", "word"), HOUSES.values(), ids=HOUSES)
def test_a_name_of_ordinary_words_goes(text, word):
    assert word not in shown(text, NOTHING_KNOWN)


TIMES = {
    "a day up to which": ("Jusqu'au 7 inclus, je suis en arrêt.", "7"),
    "a date without zeros": ("Le bail finit 24/3.", "24/3"),
    "a date cut by another sign": ("Une fuite le 27\\07\\2024 a tout pris.", "27"),
    "an age that comes": ("Bientôt 43 ans et toujours rien.", "43"),
    "an age in words in a form": ("Âge : trente-huit", "trente"),
    "the first of two ages in words": ("Mes parents, trente et quarante ans.", "trente"),
    "how long ago somebody was born": ("Elle est née il y a 53 ans.", "53"),
}


@pytest.mark.parametrize(("text", "word"), TIMES.values(), ids=TIMES)
def test_days_and_ages_go(text, word):
    assert word not in shown(text, NOTHING_KNOWN)


ORDINARY = {
    "a trade with its age is a trade": ("Agriculteur, soixante ans.", "Agriculteur"),
    "a mark": ("Ma note était de 8/10.", "8/10"),
    "every day": ("Je travaille 7/7 depuis.", "7/7"),
    "how long": ("Cela fait bientôt 20 ans.", "20"),
    "the day of the week": ("On ferme le lundi 6.", "lundi"),
    "a pronoun": ("Je promets de les payer demain.", "payer"),
    "a client of a kind": ("Mon client particulier mécontent refuse.", "particulier"),
}


@pytest.mark.parametrize(("text", "word"), ORDINARY.values(), ids=ORDINARY)
def test_what_looks_like_a_name_stays(text, word):
    assert word in shown(text, NOTHING_KNOWN)
