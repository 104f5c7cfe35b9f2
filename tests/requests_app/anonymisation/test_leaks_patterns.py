"""What tells who a person is whoever it is: found without knowing the file."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.leaks import SENTENCES, find_leaks
from tests.requests_app.anonymisation.case import known

FOUND = [
    (LeakKind.EMAIL, "écrire à jean.durand@orange.fr"),
    (LeakKind.EMAIL, "écrire à jean.durand arobase orange.fr"),
    (LeakKind.EMAIL, "jean durand (at) orange point fr"),
    (LeakKind.EMAIL, "suivre @salon_durand"),
    (LeakKind.PHONE, "appeler le 02 99 12 34 56"),
    (LeakKind.PHONE, "appeler le 0299123456"),
    (LeakKind.PHONE, "+262 692 12 34 56"),
    (LeakKind.PHONE, "+590.690.12.34.56"),
    (LeakKind.PHONE, "(06) 98 76 54 32"),
    (LeakKind.PHONE, "zéro deux quatre-vingt-dix-neuf dix vingt trente"),
    (LeakKind.NIR, "1 55 08 2A 004 123 22"),
    (LeakKind.NIR, "180027512345676"),
    (LeakKind.SIRET, "443 061 841 00047"),
    (LeakKind.SIRET, "443061841"),
    (LeakKind.SIRET, "443.061.841"),
    (LeakKind.IBAN, "FR14 2004 1010 0505 0001 3M02 606"),
    (LeakKind.IBAN, "DE89370400440532013000"),
    (LeakKind.DAY, "depuis le 12/03/2026"),
    (LeakKind.DAY, "depuis le 12.03.26"),
    (LeakKind.DAY, "depuis le 12-3-2026"),
    (LeakKind.DAY, "le 2026-03-12"),
    (LeakKind.DAY, "le 12 mars 2026"),
    (LeakKind.DAY, "le 12 mars"),
    (LeakKind.DAY, "le 1er mars"),
    (LeakKind.DAY, "LE 1ER AOÛT 2026"),
    (LeakKind.DAY, "le premier mars"),
    (LeakKind.DAY, "le vingt-deux février"),
    (LeakKind.DAY, "depuis le 14/07"),
    (LeakKind.DAY, "le 3 déc. 2025"),
    (LeakKind.STREET, "au 12 rue Victor Hugo"),
    (LeakKind.STREET, "au 12, rue victor hugo"),
    (LeakKind.STREET, "au 12 bis avenue du Port"),
    (LeakKind.STREET, "au 4 ter, boulevard de la Liberté"),
    (LeakKind.STREET, "dans la rue Nationale"),
    (LeakKind.STREET, "chemin des Dames"),
    (LeakKind.STREET, "au 5 place de la Mairie"),
    (LeakKind.STREET, "place de la République"),
    (LeakKind.STREET, "7 ZA des Coteaux"),
    (LeakKind.POSTCODE, "à 35000 Rennes"),
    (LeakKind.POSTCODE, "97400 Saint-Denis"),
    (LeakKind.POSTCODE, "Lyon cedex 03"),
    (LeakKind.POSTCODE, "BP 1234"),
    (LeakKind.LINK, "voir www.fleurs-durand.fr"),
    (LeakKind.LINK, "voir https://example.com/page?x=1"),
    (LeakKind.LINK, "voir fleurs-durand.fr"),
    (LeakKind.LINK, "voir facebook.com/durand"),
    (LeakKind.APE, "code 4776Z"),
    (LeakKind.APE, "code 47.76Z"),
    (LeakKind.APE, "code 47.76 Z"),
    (LeakKind.APE, "code 4399E"),
    (LeakKind.APE, "code 9609z"),
    (LeakKind.PLATE, "son camion AB-123-CD"),
    (LeakKind.PLATE, "son camion AB 123 CD"),
    (LeakKind.PERSON, "M. Durand a cessé de payer."),
    (LeakKind.PERSON, "Mme D. a cessé de payer."),
    (LeakKind.PERSON, "Madame Durand a cessé de payer."),
    (LeakKind.PERSON, "Maître Renaud suit le dossier."),
    (LeakKind.PERSON, "le Dr Lambert l’a arrêtée"),
    (LeakKind.AGE, "âgée de 46 ans"),
    (LeakKind.AGE, "agé de 46 ans"),
    (LeakKind.AGE, "né en 1979"),
]

PASSES = [
    "1 250 €",
    "1\u202f250\u00a0€",
    "1.250,50 €",
    "12 500 euros",
    "123 456 €",
    "1 234 567 €",
    "2 450,00 EUR",
    "35 k€",
    "entre 45 000 et 60 000 €",
    "2 000 / 3 000 / 4 000 € selon les mois",
    "de 38 500 € à 12 000 €",
    "au premier trimestre 2026",
    "au 1er trimestre 2026",
    "depuis mars 2026",
    "en 2024 et 2025",
    "entre 2023 et 2026, puis 2027",
    "En 2024 a été signé un bail.",
    "24 mois, 12 échéances, 3 salariés",
    "un loyer de 950 € par mois depuis 3 ans",
    "3 cours de cuisine par semaine",
    "12 places assises",
    "il est sur la bonne route",
    "la rue est en travaux",
    "le chemin sera long",
    "les travaux de la place",
    "ouvert 7 jours sur 7 et 24 h/24",
    "Madame la présidente a été informée.",
    "Madame X a cessé de payer.",
    "M. Y, son associé, aussi.",
    "le maître d’œuvre a fait faillite",
    "voir urssaf.fr et service-public.fr",
    "article L. 612-4 du code",
    "hausse de 15,5 %",
    "200 m2 de surface, 40 km par jour",
    "il part à 8h30 et revient à 19h",
    "appeler le 3698",
    "depuis 46 ans d’exercice",
    "son dernier bilan montre une perte de 3 200 €",
    "réduction de 500 de la dette",
    "1500e d’échéance",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_a_telling_pattern_is_found(kind, text):
    assert kind in {leak.kind for leak in find_leaks(text)}


@pytest.mark.parametrize("text", PASSES)
def test_figures_and_ordinary_phrases_pass(text):
    assert find_leaks(text) == ()


@given(
    euros=st.integers(0, 9_999_999), cents=st.integers(0, 99), gap=st.sampled_from([" ", "\u202f", "\u00a0"])
)
@example(euros=1980, cents=0, gap=" ")  # the year of birth of the file
def test_no_amount_in_euros_is_ever_a_leak(euros, cents, gap):
    grouped = f"{euros:,}".replace(",", gap)
    for text in (
        f"{grouped} €",
        f"{grouped},{cents:02d} €",
        f"{euros} euros",
        f"soit {grouped}{gap}€ par mois",
    ):
        assert find_leaks(text, known()) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    for leak in find_leaks(text, known()):
        assert leak.span[0] < leak.span[1]


def test_a_leak_shows_where_it_is_and_what_to_write_instead():
    text = "La boutique a fermé. Écrire à jean@orange.fr pour la suite du dossier de cette personne, merci."
    (leak,) = find_leaks(text)
    assert (leak.kind, text[slice(*leak.span)]) == (LeakKind.EMAIL, "jean@orange.fr")
    assert leak.excerpt.before == "La boutique a fermé. Écrire à "
    assert (leak.excerpt.found, leak.excerpt.after) == (
        "jean@orange.fr",
        " pour la suite du dossier de cette perso…",
    )
    assert leak.sentence == SENTENCES[LeakKind.EMAIL]


def test_leaks_come_in_the_order_of_reading_and_never_overlap():
    text = "Mme Kerguelen, 12 rue des Lilas, 35400 Saint-Malo, 06 12 34 56 78, depuis le 12/03/2026."
    leaks = find_leaks(text, known())
    assert [leak.excerpt.found for leak in leaks] == [
        "Mme Kerguelen",
        "12 rue des Lilas",
        "35400 Saint-Malo",
        "06 12 34 56 78",
        "depuis le 12/03/2026",
    ]
    assert all(one.span[1] <= two.span[0] for one, two in pairwise(leaks))


def test_every_kind_of_leak_has_its_sentence():
    assert set(SENTENCES) == set(LeakKind)


def test_what_is_known_is_never_printed_by_accident():
    assert "Kerguelen" not in repr(known())
    assert "1980" not in repr(known())
    assert Known() == Known(values=())


def test_a_long_text_is_read_quickly():
    text = ("La personne exerce seule et son activité a baissé de 12 % en un an. " * 80)[:5000]
    begun = time.perf_counter()
    find_leaks(text + "a" * 2000, known())
    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize("piece", ["a-", "1", "a.", "a_", "www.", "@a.", "a b ", "12/"])
def test_no_text_keeps_the_gate_busy(piece):
    """T17: twelve thousand signs, the most an account may hold, whatever they are."""
    began = time.process_time()
    find_leaks(piece * (12_000 // len(piece)))
    assert time.process_time() - began < 2
