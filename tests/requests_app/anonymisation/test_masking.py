"""A choice is about words: it holds wherever they stand, however they are spelled, whatever is edited around them."""

from itertools import pairwise

import pytest

from requests_app.anonymisation.masking import (
    GENERAL,
    Choice,
    Spot,
    masks_of,
    occurrences,
    shown_text,
    term_of,
    words_for,
)
from requests_app.anonymisation.redaction.findings import WORDS, Label

TEXT = "Le garage Kerzonic m’a lâché. Sans Kerzonic, à Plougastel, plus de camion : « KERZONIC » a fermé."


def spot(words: str, label: Label = Label.THIRD_COMPANY, suggestion: str = "", text: str = TEXT) -> Spot:
    start = text.index(words)
    return Spot(start, start + len(words), label, "list", suggestion)


def shown(text: str, spots=(), choices=None) -> str:
    return shown_text(text, masks_of(text, spots, choices or {}))


def test_without_a_finding_nor_a_choice_the_text_is_read_as_it_is():
    assert shown(TEXT) == TEXT


def test_a_finding_is_masked_by_the_neutral_word_of_its_kind():
    assert shown("Né à Brest.", [spot("Brest", Label.COMMUNE, text="Né à Brest.")]) == "Né à [commune]."


def test_words_masked_by_hand_are_masked_wherever_they_stand():
    assert shown(TEXT, choices={"kerzonic": Choice(True, Label.THIRD_COMPANY)}) == (
        "Le garage [autre entreprise] m’a lâché. Sans [autre entreprise], à Plougastel, plus de camion : "
        "« [autre entreprise] » a fermé."
    )


def test_words_masked_by_hand_stay_masked_after_any_edit():
    choices = {"kerzonic": Choice(True, Label.THIRD_COMPANY)}
    assert "erzonic" not in shown("Tout autre chose, puis kerzonic\u202f: fini.", choices=choices).lower()


def test_only_whole_words_are_masked():
    assert occurrences("Petit à petit, les petites et le Petit-Clamart", "petit") == [
        (0, 5),
        (8, 13),
        (33, 38),
    ]


def test_words_over_the_end_of_a_line_are_the_same_words():
    assert occurrences("la seule\nboulangère  du bourg", "la seule boulangere du bourg") == [(0, 29)]


def test_restored_words_are_read_wherever_the_engine_found_them():
    spots = [spot("Kerzonic"), spot("Plougastel", Label.COMMUNE)]
    assert shown(TEXT, spots, {"kerzonic": Choice(False)}) == TEXT.replace("Plougastel", "[commune]")


def test_overlapping_findings_and_choices_are_one_mask_named_by_hand():
    masks = masks_of(TEXT, [spot("garage Kerzonic")], {"kerzonic": Choice(True, Label.PERSON)})
    assert [(one.term, one.label, one.by_hand) for one in masks] == [
        ("garage kerzonic", Label.PERSON, True),
        ("kerzonic", Label.PERSON, True),
        ("kerzonic", Label.PERSON, True),
    ]
    assert all(first.end <= second.start for first, second in pairwise(masks))


def test_a_found_word_reworded_by_a_person_is_still_the_engine_s():
    choice = Choice(True, Label.THIRD_COMPANY, "un fournisseur")
    masks = masks_of("Chez Kerzonic.", [spot("Kerzonic", text="Chez Kerzonic.")], {"kerzonic": choice})
    assert [(one.word, one.by_hand, one.layer) for one in masks] == [("un fournisseur", False, "list")]


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("  Kérzonic,  ", "kerzonic"),
        ("« L’Atelier\n du Port »", "l'atelier du port"),
        ("…", "…"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_two_spellings_are_the_same_words(words, term):
    assert term_of(words) == term


def test_nothing_to_look_for_is_found_nowhere():
    assert occurrences(TEXT, "") == []


def test_what_may_be_written_is_a_closed_list_that_begins_with_the_neutral_word():
    assert words_for(Label.COMMUNE) == (WORDS[Label.COMMUNE], *GENERAL[Label.COMMUNE])
    assert words_for(Label.DOUBT, ["le bailleur", ""]) == (WORDS[Label.DOUBT], "le bailleur")


@pytest.mark.parametrize(
    ("engine_s", "suggested"), [("un client", "un client"), ("[autre entreprise]", "une entreprise")]
)
def test_a_generalisation_is_suggested_never_written_by_itself(engine_s, suggested):
    (mask,) = masks_of("Chez Kerzonic.", [spot("Kerzonic", suggestion=engine_s, text="Chez Kerzonic.")], {})
    assert (mask.word, mask.suggestion) == ("[autre entreprise]", suggested)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mme Kerzonic me doit tout.", "Un client me doit tout."),
        ("Selon M. Kerzonic, rien.", "Selon un client, rien."),
        ("Le bar de Kerzonic ferme.", "Le bar d’un client ferme."),
        ("Le mur de Mme Kerzonic tombe.", "Le mur d’un client tombe."),
        ("Avec l’Kerzonic, non.", "Avec un client, non."),
        ("À la Kerzonic, oui.", "À un client, oui."),
        ("Rien. M. Kerzonic attend.", "Rien. Un client attend."),
        ("Parmi Kerzonic, peut-être.", "Parmi un client, peut-être."),
    ],
)
def test_a_generalisation_fits_its_sentence(text, expected):
    choices = {"kerzonic": Choice(True, Label.THIRD_PERSON, "un client")}
    assert shown(text, choices=choices) == expected


def test_a_neutral_word_leaves_its_sentence_alone():
    choices = {"kerzonic": Choice(True, Label.THIRD_PERSON)}
    assert shown("Le mur de Mme Kerzonic tombe.", choices=choices) == "Le mur de Mme [tiers] tombe."


def test_the_same_words_are_named_alike_wherever_they_stand():
    text = "La laiterie Kerzonic livrait. M. Kerzonic attend."
    doubt = Spot(12, 20, Label.DOUBT, "default", "un fournisseur")
    person = Spot(33, 41, Label.THIRD_PERSON, "list", "[tiers]")
    masks = masks_of(text, [doubt, person], {})
    assert {(one.term, one.word, one.suggestion) for one in masks} == {
        ("kerzonic", "[tiers]", "un fournisseur")
    }
