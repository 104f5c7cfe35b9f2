"""The shape of a proposal, and what holds for any text."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.anonymisation.known import NOTHING_KNOWN, Known, LeakKind
from requests_app.anonymisation.leaks import find_leaks
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import WORDS, Label, masked

from .samples import PERSON, SMALL, records, shown

SENTENCES = [
    "Je suis {} et je travaille seul.",
    "le dossier de {} est en retard",
    "Mon associé {} est parti.",
    "{}, artisan depuis longtemps.",
    "Merci d'avance.\n{}",
    "On m'appelle {} ici.",
]
NAMES = st.sampled_from(
    [
        "Kerguelen",
        "Wojciechowski",
        "Etcheverry",
        "Guivarch",
        "Hoarau",
        "Zuleika",
        "Ramassamy",
        "Dubreuil-Lacaze",
    ]
)
WRITINGS = st.sampled_from([str, str.lower, str.upper, " ".join, lambda name: name + "s"])
anything = st.text(alphabet=st.sampled_from("abcdeéèàçABCDMP 0123456789.,'’-@€\n\u200b<>&;éœ"), max_size=160)
quick = settings(max_examples=60, deadline=None)


def test_every_label_has_its_one_word():
    assert set(WORDS) == set(Label)
    assert all(re.fullmatch(r"\[[^\[\]\d]+\]", word) for word in WORDS.values())
    assert len(set(WORDS.values())) == len(WORDS)


@quick
@given(anything)
def test_spans_are_inside_the_text_sorted_and_apart(text):
    proposal = propose(text, PERSON)
    edges = [edge for one in proposal.findings for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(proposal.text) for one in proposal.findings)
    assert all(0 <= cue.start < cue.end <= len(proposal.text) for cue in proposal.cues)


@quick
@given(anything)
def test_cleaning_twice_changes_nothing(text):
    once = propose(text, NOTHING_KNOWN).text
    assert propose(once, NOTHING_KNOWN).text == once


@quick
@given(NAMES, WRITINGS, st.sampled_from(SENTENCES))
def test_a_known_name_never_stays(name, writing, sentence):
    known = Known(values=((LeakKind.PERSON, name),))
    left = re.sub(r"[\W_]", "", shown(sentence.format(writing(name)), known).lower())
    assert re.sub(r"[\W_]", "", name.lower()) not in left
    assert find_leaks(shown(sentence.format(writing(name)), known), known) == ()


@quick
@given(st.integers(1, 999_999), st.sampled_from(["{} €", "{}€", "{} euros", "{},50 €", "{} EUR"]))
def test_an_amount_in_euros_always_stays(euros, form):
    for number in (str(euros), f"{euros:,}".replace(",", " ")):
        amount = form.format(number)
        assert amount in shown(f"Je dois {amount} à la banque.")


@pytest.mark.parametrize("record", records()[::4], ids=lambda record: record["id"])
def test_masking_what_is_masked_changes_nothing(record):
    once = shown(record["text"], NOTHING_KNOWN)
    assert shown(once, NOTHING_KNOWN) == once


def test_spans_that_overlap_are_replaced_once():
    assert masked("abcdef", [(1, 4, "[x]"), (2, 5, "[y]")]) == "a[x]f"


@pytest.mark.parametrize(
    ("text", "unusable"),
    [
        (SMALL, True),
        (SMALL.upper(), True),
        ("Je vous écris parce que je ne peux plus payer mes charges depuis la fin de la saison.", False),
        ("trop court", False),
    ],
)
def test_a_text_whose_capitals_tell_nothing_is_told(text, unusable):
    assert propose(text, NOTHING_KNOWN).unusable_capitals is unusable


def test_strict_masks_the_doubts_that_are_left_otherwise():
    text = "J'ai vu pierre hier au magasin, nous avons parlé des dettes."
    assert len(propose(text, NOTHING_KNOWN, strict=True).findings) > len(
        propose(text, NOTHING_KNOWN).findings
    )


CUES = [
    "Je suis la seule boulangère du village.",
    "J'ai été conseiller municipal jusqu'en 2020.",
    "Un article du journal a parlé de nous.",
    "L'affaire est ouverte depuis 1957.",
    "Mon grand-père tenait déjà la boutique.",
    "La boutique est en face de l'église.",
    "L'incendie de l'hiver a tout détruit.",
]


@pytest.mark.parametrize("sentence", CUES)
def test_a_sentence_that_tells_who_is_shown_to_the_reader(sentence):
    proposal = propose(f"Je dors mal. {sentence} Merci.", NOTHING_KNOWN)
    assert [proposal.text[cue.start : cue.end] for cue in proposal.cues] == [sentence]
    assert all(cue.why for cue in proposal.cues)


def test_ordinary_sentences_are_no_cue():
    assert propose("Je ne dors plus. Les factures ont doublé. Merci à vous.", NOTHING_KNOWN).cues == ()


@pytest.mark.parametrize("piece", ["a-1", "DupontMartin", "M4r71n", "a.", "A-"])
def test_no_text_keeps_the_engine_busy(piece):
    """Six thousand signs without a blank: time grows with the text and not with its square."""
    began = time.process_time()
    propose(piece * (6_000 // len(piece)), PERSON)
    assert time.process_time() - began < 3
