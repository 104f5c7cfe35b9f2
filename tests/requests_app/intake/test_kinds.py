"""One typed answer, understood by its kind: what passes, what it becomes, and the sentence when it does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.aids.fields import FieldSpec, Kind
from requests_app.intake.kinds import understand
from requests_app.intake.problems import Problem
from requests_app.intake.typing import as_typed, raw_of

ON = date(2026, 6, 15)
COLOURS = (("red", "Rouge"), ("blue", "Bleu"), ("green", "Vert"))


def spec(kind: Kind, **options) -> FieldSpec:
    return FieldSpec(name="x", label="Question", kind=kind, **options)


def read(kind: Kind, typed, **options):
    return understand(spec(kind, **options), typed, on=ON, choices=COLOURS)


def sentence(kind: Kind, typed, **options) -> str:
    with pytest.raises(Problem) as caught:
        read(kind, typed, **options)
    return caught.value.message


@pytest.mark.parametrize(
    "typed",
    [
        "14/07/1980",
        "14-7-1980",
        "14.07.1980",
        "14 07 1980",
        " 14/07/1980 ",
        "1980-07-14",
        "14 juillet 1980",
        "14 Juillet 1980",
        "１４/07/1980",
    ],
)
def test_a_date_is_read_as_people_write_it(typed):
    assert read(Kind.DATE, typed) == "1980-07-14"


def test_the_first_of_a_month_and_accents_are_read():
    assert read(Kind.DATE, "1er août 2025") == "2025-08-01"
    assert read(Kind.DATE, "3 décembre 2025") == "2025-12-03"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("14/07/80", "Écrivez l’année avec 4 chiffres. Exemple\u00a0: 14/07/2026"),
        ("31/02/2020", "Cette date n’existe pas. Vérifiez le jour et le mois."),
        ("14 brumaire 1980", "Ce mois n’existe pas. Exemple\u00a0: 14 juillet 2026"),
        ("hier", "Écrivez la date avec le jour, le mois et l’année. Exemple\u00a0: 14/07/2026"),
        ("14/07/1080", "Vérifiez l’année\u00a0: vous avez écrit 1080."),
        ("14/07/2099", "Vérifiez l’année\u00a0: vous avez écrit 2099."),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed, said):
    assert sentence(Kind.DATE, typed) == said


def test_a_past_date_may_be_today_and_not_tomorrow():
    assert read(Kind.DATE, "15/06/2026", past=True) == "2026-06-15"
    assert sentence(Kind.DATE, "16/06/2026", past=True) == "Cette date est dans le futur. Vérifiez l’année."


@pytest.mark.parametrize("typed", ["1234,5", "1 234,50 €", "1\u202f234,50", "1234.50", "1\u00a0234,50€"])
def test_an_amount_is_read_with_spaces_commas_and_sign(typed):
    assert read(Kind.MONEY, typed) == 1234_50


def test_an_amount_below_zero_only_where_it_makes_sense():
    assert read(Kind.MONEY, "-3 200", signed=True) == -3200_00
    assert read(Kind.MONEY, "−450,10", signed=True) == -450_10
    assert sentence(Kind.MONEY, "-3 200")


@pytest.mark.parametrize("typed", ["beaucoup", "12,345", "1e9", "999 999 999 999", "12 €€"])
def test_what_is_no_amount_is_refused_with_a_sentence(typed):
    assert sentence(Kind.MONEY, typed)


def test_whole_numbers():
    assert read(Kind.INTEGER, "1 250") == 1250
    assert sentence(Kind.INTEGER, "21", maximum=20) == "Vérifiez ce nombre\u00a0: il dépasse 20."
    assert sentence(Kind.INTEGER, "2,5") == "Écrivez un nombre entier, avec des chiffres. Exemple\u00a0: 2"
    assert sentence(Kind.INTEGER, "-1")
    assert read(Kind.PERCENT, "65 %") == 65
    assert sentence(Kind.PERCENT, "101") == "Écrivez un nombre entier entre 0 et 100. Exemple\u00a0: 65"


def test_choices():
    assert read(Kind.CHOICE, "red") == "red"
    assert sentence(Kind.CHOICE, "<script>") == "Choisissez parmi les réponses proposées."
    assert read(Kind.MULTI, ["green", "red", "red"]) == ["red", "green"]
    assert sentence(Kind.MULTI, ["red", "black"]) == "Choisissez parmi les réponses proposées."
    assert read(Kind.MULTI, [], required=False) == []
    assert (read(Kind.BOOL, "oui"), read(Kind.BOOL, "non")) == (True, False)
    assert sentence(Kind.BOOL, "peut-être") == "Choisissez Oui ou Non."
    assert read(Kind.CONSENT, "oui") is True


def test_texts_are_tidied_without_losing_a_word():
    assert read(Kind.TEXT, "  Au   Bouton\td’Or ") == "Au Bouton d’Or"
    assert read(Kind.TEXT, "e\u0301te\u0301") == "été"
    assert read(Kind.TEXT, "a\u202eb\u0000c") == "abc"
    assert read(Kind.LONGTEXT, "un\r\n\r\n  deux  \r\n") == "un\n\n  deux"


def test_a_text_too_long_says_by_how_much():
    assert read(Kind.TEXT, "é" * 80, maximum=80) == "é" * 80
    assert (
        sentence(Kind.TEXT, "é" * 93, maximum=80)
        == "Ce texte est trop long\u00a0: 80 caractères au plus. Enlevez-en 13."
    )


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.SIRET, "732 829 320 00074", "73282932000074"),
        (Kind.NIR, "2 80 07 76 123 456 79", "280077612345679"),
        (Kind.IBAN, "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        (Kind.PHONE, "06.12.34.56.78", "0612345678"),
        (Kind.POSTCODE, " 35 000", "35000"),
        (Kind.APE, "47.76z", "4776Z"),
        (Kind.EMAIL, " nom@exemple.fr ", "nom@exemple.fr"),
    ],
)
def test_numbers_are_read_with_their_spaces_and_dots(kind, typed, value):
    try:
        assert read(kind, typed) == value
    except Problem as problem:
        pytest.fail(problem.message)


@pytest.mark.parametrize(
    "kind", [Kind.SIRET, Kind.NIR, Kind.IBAN, Kind.BIC, Kind.PHONE, Kind.POSTCODE, Kind.APE]
)
def test_a_wrong_key_or_length_is_refused(kind):
    assert sentence(kind, "73282932000075")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.MULTI])
def test_a_blank_answer_is_missing_when_required_and_nothing_when_optional(kind):
    with pytest.raises(Problem) as caught:
        read(kind, "   ")
    assert caught.value.missing
    assert read(kind, "", required=False) is None


def outcome(kind: Kind, text: str) -> object:
    try:
        return read(kind, [text] if kind is Kind.MULTI else text, maximum=500)
    except Problem as problem:
        return problem.message


@given(st.text(), st.sampled_from(list(Kind)))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text, kind):
    assert isinstance(outcome(kind, text), str | int | bool | list)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.DATE, "1980-07-14"),
        (Kind.MONEY, 1234_50),
        (Kind.MONEY, 0),
        (Kind.BOOL, False),
        (Kind.MULTI, ["red", "green"]),
        (Kind.INTEGER, 12),
        (Kind.PERCENT, 65),
        (Kind.SIRET, "73282932000074"),
        (Kind.LONGTEXT, "un\n\ndeux"),
    ],
)
def test_what_is_typed_back_from_a_value_reads_as_that_value(kind, value):
    assert read(kind, as_typed(spec(kind), value)) == value


def test_a_loss_is_typed_back_too():
    assert read(Kind.MONEY, as_typed(spec(Kind.MONEY), -3200_00), signed=True) == -3200_00


def test_only_the_questions_of_the_step_are_kept_from_what_was_sent():
    specs = [spec(Kind.TEXT), FieldSpec(name="many", label="Plusieurs", kind=Kind.MULTI)]
    sent = {"x": ["a\x00b"], "many": ["red", "blue"], "state": ["submitted"], "is_staff": ["1"]}
    assert raw_of(specs, sent) == {"x": "ab", "many": ["red", "blue"]}


def test_half_a_surrogate_pair_can_be_stored():
    assert raw_of([spec(Kind.TEXT)], {"x": ["a\ud800b"]}) == {"x": "a?b"}
