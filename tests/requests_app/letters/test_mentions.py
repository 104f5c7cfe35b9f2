"""A letter that would be unlawful or untrue cannot be built: one broken mention, one refusal."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.enums import PaysTo
from requests_app.letters import bodies
from requests_app.letters.catalogue import Kind
from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import Addressee, Grant, Grounds, ReceivedFile, Remedies
from requests_app.letters.merge_data import from_data, to_data
from tests.requests_app.letters.samples import (
    ADDRESSEE,
    ASKED,
    BOARD_AUTHOR,
    GROUNDS,
    LETTERHEAD,
    REMEDIES,
    fields,
    grant,
    mentions,
)


def refusal_of(build) -> str:
    with pytest.raises(LetterError) as refusal:
        build()
    assert refusal.value.message
    return refusal.value.code


@pytest.mark.parametrize("paragraphs", [(), ("",), (" \n",), ("Un recours.", "")])
def test_no_letter_without_its_remedies(paragraphs):
    assert refusal_of(lambda: replace(REMEDIES, paragraphs=paragraphs)) == "letter.remedies"


def test_no_letter_without_the_mediator():
    assert refusal_of(lambda: Remedies(paragraphs=("Un recours.",), mediator=())) == "letter.mediator"


@pytest.mark.parametrize("sentences", [(), ("",), ("  ",)])
def test_no_refusal_without_a_reason_in_law(sentences):
    assert refusal_of(lambda: replace(GROUNDS, sentences=sentences)) == "letter.reasons"


@pytest.mark.parametrize("fact", ["", "   ", "\n"])
def test_no_refusal_without_a_fact_of_the_case(fact):
    assert refusal_of(lambda: Grounds(sentences=GROUNDS.sentences, fact=fact)) == "letter.fact"


@pytest.mark.parametrize("missing", ["name", "function", "service"])
def test_no_letter_without_name_function_and_service_of_its_author(missing):
    assert refusal_of(lambda: replace(BOARD_AUTHOR, **{missing: " "})) == "letter.author"


@pytest.mark.parametrize("missing", ["name", "service", "email", "phone"])
def test_no_letter_without_the_service_and_how_to_reach_it(missing):
    assert refusal_of(lambda: replace(LETTERHEAD, **{missing: ""})) == "letter.letterhead"


def test_no_letter_without_the_address_of_the_service():
    assert refusal_of(lambda: replace(LETTERHEAD, address=())) == "letter.letterhead"


def test_no_letter_to_nobody():
    assert refusal_of(lambda: Addressee(name="", address=ADDRESSEE.address)) == "letter.addressee"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_cents": 0}, "letter.amount"),
        ({"amount_cents": -1}, "letter.amount"),
        ({"account_end": "FR7630006000011234567890189"}, "letter.account"),
        ({"account_end": ""}, "letter.account"),
        ({"account_end": "01 9"}, "letter.account"),
        ({"paid_to": PaysTo.ACCOUNT}, "letter.account"),
    ],
)
def test_a_grant_has_an_amount_and_a_masked_account_when_money_is_transferred(changes, code):
    assert refusal_of(lambda: replace(grant(ASKED, "afe"), **changes)) == code


def test_an_aid_that_pays_both_ways_may_have_no_bank_account():
    paid = Grant(amount_cents=ASKED, asked_cents=ASKED, paid_to=PaysTo.BOTH, account_end="")
    assert paid.rest_cents == 0


def test_a_full_grant_below_the_amount_asked_is_refused():
    assert refusal_of(lambda: mentions(Kind.GRANTED, grant=grant(ASKED - 1, "afe"))) == "letter.amount"


@pytest.mark.parametrize("amount", [ASKED, ASKED + 1])
def test_a_partial_grant_of_the_whole_is_refused(amount):
    assert refusal_of(lambda: mentions(Kind.PARTIAL, grant=grant(amount, "afe"))) == "letter.amount"


def test_out_of_competence_names_another_body():
    assert refusal_of(lambda: mentions(Kind.OUT_OF_COMPETENCE, other_bodies=())) == "letter.other_bodies"


def test_a_request_for_papers_lists_papers():
    assert refusal_of(lambda: mentions(Kind.PAPERS, papers=())) == "letter.papers"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (Kind.GRANTED, {"dated_on": date(2026, 9, 29)}),
        (Kind.GRANTED, {"held_on": date(2026, 12, 2)}),
        (Kind.PAPERS, {"due_on": date(2026, 11, 30)}),
        (Kind.PAPERS, {"lapses_on": date(2026, 12, 30)}),
        (Kind.LAPSED, {"asked_on": date(2026, 11, 15)}),
        (Kind.LAPSED, {"reopen_until": date(2026, 12, 1)}),
    ],
)
def test_dates_out_of_order_are_refused(kind, changes):
    assert refusal_of(lambda: mentions(kind, **changes)) == "letter.dates"


def test_silence_refuses_after_the_filing():
    assert refusal_of(lambda: mentions(Kind.RECEIPT, refused_on=date(2026, 9, 30))) == "letter.silence"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("Numéro 1 85 05 78 006 084 91.", "letter.nir"),
        ("185057800608491", "letter.nir"),
        ("2850578006084", "letter.nir"),
        ("1 85 05 2A 006 084 35", "letter.nir"),
        ("Compte FR76 3000 6000 0112 3456 7890 189 du titulaire", "letter.iban"),
        ("fr7630006000011234567890189", "letter.iban"),
    ],
)
def test_no_letter_holds_a_whole_social_security_number_or_iban(kind, secret, code):
    address = Addressee(name="Madame Martin", address=(secret,))
    assert refusal_of(lambda: mentions(kind, addressee=address)) == code


@pytest.mark.parametrize(
    "harmless",
    ["SIRET 732 829 320 00074", "01 23 45 67 89", "12 345,67 €", "le 31/12/2026 à 14:30", "AS-7KQ4-93XM"],
)
def test_other_numbers_are_no_secret(harmless):
    assert mentions(Kind.WITHDRAWN, addressee=Addressee(name=harmless, address=("Rennes",)))


def test_a_digest_is_no_secret():
    file = ReceivedFile(label="RIB", sha256="185057800608491".ljust(64, "a"))
    assert mentions(Kind.RECEIPT, files=(file,)).files == (file,)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_stored_is_what_was_said(kind):
    said = mentions(kind)
    assert from_data(kind.value, to_data(said)) == said


@pytest.mark.parametrize("kind", Kind)
def test_stored_data_with_a_field_more_or_less_is_refused(kind):
    data = to_data(mentions(kind))
    del data["reference"]
    assert refusal_of(lambda: from_data(kind.value, data)) == "letter.data"
    more = {**to_data(mentions(kind)), "nir": "x"}
    assert refusal_of(lambda: from_data(kind.value, more)) == "letter.data"


@pytest.mark.parametrize("value", [3, None, ["x"], {"a": 1}])
def test_stored_data_of_another_type_is_refused(value):
    data = {**to_data(mentions(Kind.WITHDRAWN)), "reference": value}
    assert refusal_of(lambda: from_data("withdrawn", data)) == "letter.data"


def test_unlawful_data_is_refused_when_it_is_read_back():
    data = to_data(mentions(Kind.REFUSED))
    data["grounds"]["fact"] = ""
    assert refusal_of(lambda: from_data("refused", data)) == "letter.fact"


def test_the_fields_of_a_letter_are_a_closed_list():
    record, values = fields(Kind.REFUSED, "afe")
    with pytest.raises(TypeError):
        record(**values, income_cents=120_000)


def test_reasons_name_the_bodies_to_turn_to_once():
    assert bodies.for_reasons(["structural"]) == ()
    assert [body.name for body in bodies.for_reasons(["retired_and_working", "other_body"])] == [
        "Assurance retraite",
        "Assurance maladie",
        "MSA, pour les activités agricoles",
    ]


def test_an_adjournment_knows_that_the_two_months_are_over():
    assert mentions(Kind.ADJOURNED).is_overdue is False
    assert mentions(Kind.ADJOURNED, refused_on=date(2026, 12, 1)).is_overdue is True
