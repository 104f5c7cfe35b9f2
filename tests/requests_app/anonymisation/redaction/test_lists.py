"""Layers G and D: third parties, places, unknown words; bodies everybody may name and bad spelling stay."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import Label, Layer

from .samples import SMALL, shown, without

GONE = {
    "after a civility": ("je dois un loyer à mme petit", "petit"),
    "after an introduction": ("bonjour, je m'appelle rose fontaine", "fontaine"),
    "after a tie": ("mon fils léo est malade", "léo"),
    "after a role": ("mon comptable, auguste fleur, refuse", "fleur"),
    "after a house": ("mon fournisseur Grands Moulins refuse", "Moulins"),
    "after a house in small letters": (SMALL + "la clinique des acacias refuse", "acacias"),
    "chez": ("je travaille chez kerbrat", "kerbrat"),
    "a holiday that is a first name": ("sur les conseils de Noël Kerbrat", "Noël"),
    "a particle": ("le bailleur, sabine de la tour, refuse", "sabine"),
    "a name of Africa": ("le docteur N'Guessan refuse", "N'"),
    "a name of Flanders": ("avec Marthe Van der Meer", "Van"),
    "a first name that opens": ("Olivier me prête un local.", "Olivier"),
    "a list of first names": ("nos enfants diane et jacqueline", "jacqueline"),
    "a sentence that begins with an initial": ("C. se montre volontaire.", "C."),
    "the father and his sons": ("un contrat avec Rougier et fils", "fils"),
    "a commune": ("je fais le marché de Loudéac", "Loudéac"),
    "a commune in small letters": ("je fais le marché de loudéac", "loudéac"),
    "a commune of ordinary words": ("je vends à Morne-à-l'Eau", "Morne"),
    "a commune without capitals": (SMALL + "je vends a pont l abbe", "abbe"),
    "a saint that is on no list": ("je vends à saint arnaudin", "saint"),
    "the people of a town": ("mes clients lorientais partent", "lorientais"),
    "a département": ("je vis dans le Finistère", "Finistère"),
    "an unknown word": ("je dois tout à zbrigniou", "zbrigniou"),
    "a capital inside a sentence": ("je loue à Fourmi depuis", "Fourmi"),
    "another alphabet": ("je dois tout à şener", "şener"),
    "letters and figures": ("je dois tout à Dup0nt", "Dup0nt"),
    "a long number": ("sous le 84512378 depuis", "84512378"),
}
STAYS = [
    "L'Urssaf, la CAF, France Travail et la MSA répondent.",
    "J'ai écrit à l'URSSAF et au Crédit Agricole.",
    "Les Restos du Cœur et le Secours Populaire nous aident.",
    "Madame, Monsieur, Veuillez agréer mes salutations.",
    "J'ai reçu le Directeur de la Caisse.",
    "J'ai des difficultées avec mes cotisation, mon chifre d'affaire baisse.",
    "malheureusment je narrive plus a payé mon loyé, cest dur",
    "Aujourd'hui ma tresorie est a zéro et jai beaucoups de dettes.",
    "Je suis auto-entrepreneur, en microentreprise, sans échéancier.",
    "Je n'ai PLUS RIEN, c'est URGENT.",
    "En Avril et en Mai, rien.",
    "Le roi n'est pas mon cousin, le marchand est parti.",
]


@pytest.mark.parametrize(("text", "word"), GONE.values(), ids=GONE)
def test_what_may_name_somebody_goes(text, word):
    assert word not in shown(text, NOTHING_KNOWN)


@pytest.mark.parametrize("text", STAYS)
def test_ordinary_french_and_public_bodies_stay(text):
    assert shown(text, NOTHING_KNOWN) == text


SUGGESTED = {
    "a supplier": ("mon fournisseur Sogébrik refuse", "un fournisseur"),
    "a neighbour": ("mon voisin Zbigniew aide", "un voisin"),
    "a landlord": ("le bailleur, Théo Kerbrat, attend", "le bailleur"),
    "a doctor": ("le docteur Khelifi insiste", "un professionnel de santé"),
}


@pytest.mark.parametrize(("text", "word"), SUGGESTED.values(), ids=SUGGESTED)
def test_a_third_party_becomes_a_role(text, word):
    assert [one.suggestion for one in propose(text, NOTHING_KNOWN).findings] == [word]


NEEDED = {
    Layer.KNOWN: ("le petit oeillet", "oeillet"),
    Layer.PATTERN: ("joindre au 06 99 88 77 66", "99 88"),
    Layer.LIST: ("le loyer de mme fontaine", "fontaine"),
    Layer.DEFAULT: ("je dois tout à zbrigniou", "zbrigniou"),
}


@pytest.mark.parametrize("layer", NEEDED)
def test_each_layer_finds_what_no_other_does(layer):
    text, word = NEEDED[layer]
    assert word not in shown(text)
    assert word in shown(text, layers=without(layer) - ({Layer.DEFAULT} if layer == Layer.PATTERN else set()))


def test_a_doubt_says_that_it_is_one():
    finding = propose("je dois tout à zbrigniou", NOTHING_KNOWN).findings[0]
    assert (finding.label, finding.layer, finding.confidence < 0.5) == (Label.DOUBT, Layer.DEFAULT, True)
