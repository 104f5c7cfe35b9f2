"""Every aid keeps the shape the rest of the portal relies on."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from cpsti_portal.kernel.reasons import REASONS
from requests_app import money, validators
from requests_app.aids.base import Aid
from requests_app.aids.documents import Requirement
from requests_app.aids.fields import Condition, FieldSpec, Kind
from requests_app.aids.registry import AIDS, by_slug, get, index
from requests_app.aids.steps import BLOCK_FIELDS, CHECKS_SLUG, STEPS
from requests_app.eligibility import assess
from requests_app.enums import AidCode, FindingOutcome, PaysTo, VerdictOutcome
from requests_app.facts import CaseFacts, case_facts
from requests_app.parameters import DEFAULTS, default_parameters
from tests.requests_app.aids.cases import FILED_ON, eligible

EVERY_AID = pytest.mark.parametrize("aid", list(AIDS.values()), ids=lambda aid: aid.code.value)
EVERY_BLOCK = pytest.mark.parametrize("block", BLOCK_FIELDS)
READERS = {
    Kind.SIRET: validators.siret,
    Kind.NIR: validators.nir,
    Kind.IBAN: validators.iban,
    Kind.BIC: validators.bic,
    Kind.PHONE: validators.phone,
    Kind.EMAIL: validators.email,
    Kind.POSTCODE: validators.postcode,
    Kind.APE: validators.ape,
    Kind.MONEY: lambda typed: money.parse(typed, signed=True),
}


def test_the_four_aids_of_the_scheme_are_registered():
    assert list(AIDS) == [AidCode.ACED, AidCode.AFE, AidCode.URGENCE, AidCode.ADR]
    assert set(DEFAULTS) == set(AidCode)


def test_two_aids_never_share_a_code_or_a_slug():
    aced, afe = AIDS[AidCode.ACED], AIDS[AidCode.AFE]
    with pytest.raises(ValueError, match="aced"):
        index((aced, replace(afe, code=AidCode.ACED)))
    with pytest.raises(ValueError, match=aced.slug):
        index((aced, replace(afe, slug=aced.slug)))


def test_an_aid_is_found_by_code_and_by_slug():
    for aid in AIDS.values():
        assert get(aid.code.value) is aid
        assert by_slug(aid.slug) is aid
    assert by_slug("inconnue") is None
    with pytest.raises(KeyError):
        get("inconnue")


@EVERY_AID
def test_an_aid_has_every_part(aid: Aid):
    for part in fields(aid):
        assert getattr(aid, part.name), part.name
    for part in fields(aid.letter):
        assert getattr(aid.letter, part.name), part.name


@EVERY_AID
def test_steps_documents_and_criteria_have_their_own_name(aid: Aid):
    for names in (
        [step.slug for step in aid.steps],
        [step.block for step in aid.steps],
        [kind.slug for kind in aid.documents],
        [criterion.code for criterion in aid.criteria],
    ):
        assert sorted(set(names)) == sorted(names)
    assert CHECKS_SLUG not in {step.slug for step in aid.steps}


@EVERY_AID
def test_an_aid_opens_with_the_person_and_ends_with_the_undertakings(aid: Aid):
    assert aid.steps[0].block == "identity"
    assert aid.steps[-1].block == "undertakings"
    assert {"contact", "business", "status"} < {step.block for step in aid.steps}


@EVERY_AID
def test_money_paid_to_the_person_needs_a_bank_account(aid: Aid):
    asks_account = any(step.block == "payment" for step in aid.steps)
    asks_rib = any(kind.slug == "rib" for kind in aid.documents)
    assert asks_account is asks_rib is (aid.pays_to is not PaysTo.ACCOUNT)


@EVERY_AID
def test_steps_and_documents_are_found_by_slug(aid: Aid):
    assert [aid.step(step.slug) for step in aid.steps] == list(aid.steps)
    assert [aid.document(kind.slug) for kind in aid.documents] == list(aid.documents)
    assert aid.step(CHECKS_SLUG) is None
    assert aid.document("inconnu") is None


@EVERY_AID
def test_a_conditional_document_has_its_condition(aid: Aid):
    for kind in aid.documents:
        assert kind.condition is not None or kind.required is not Requirement.CONDITIONAL, kind.slug


@EVERY_AID
def test_every_condition_looks_at_an_earlier_question_of_the_same_aid(aid: Aid):
    """Else a question or a document could never be shown. An optional document may simply not be asked."""
    order = [step.slug for step in aid.steps]
    for position, step in enumerate(aid.steps):
        for number, spec in enumerate(step.fields):
            if spec.shown_if is None:
                continue
            asked_in = spec.shown_if.step or step.slug
            assert order.index(asked_in) <= position, spec.name
            names = [other.name for other in aid.step(asked_in).fields]
            if asked_in == step.slug:
                names = names[:number]
            assert spec.shown_if.field in names, spec.name
    for kind in aid.documents:
        if kind.condition is not None:
            assert kind.condition.step in order, kind.slug
            assert kind.condition.field in [spec.name for spec in aid.step(kind.condition.step).fields]


def _conditions() -> Iterator[tuple[str, Condition]]:
    for block, specs in BLOCK_FIELDS.items():
        for spec in specs:
            if spec.shown_if:
                yield (spec.shown_if.step or STEPS[block].slug), spec.shown_if
    for aid in AIDS.values():
        for kind in aid.documents:
            if kind.condition:
                yield kind.condition.step, kind.condition


def test_every_condition_waits_for_a_possible_answer():
    by_slug = {step.slug: step for step in STEPS.values()}
    for slug, condition in _conditions():
        spec = next(spec for spec in by_slug[slug].fields if spec.name == condition.field)
        possible = {True, False} if spec.kind is Kind.BOOL else {value for value, _ in spec.choices}
        assert set(condition.values) < possible, condition


def test_every_block_belongs_to_an_aid_except_what_the_caseworker_checks():
    used = {step.block for aid in AIDS.values() for step in aid.steps}
    assert set(BLOCK_FIELDS) - used == {"checks"}
    assert set(STEPS) == used


@EVERY_BLOCK
def test_a_step_is_short_enough_for_a_phone(block: str):
    assert 2 <= len(BLOCK_FIELDS[block]) <= 12


@EVERY_BLOCK
def test_questions_of_a_block_have_their_own_name_and_label(block: str):
    specs = BLOCK_FIELDS[block]
    assert len({spec.name for spec in specs}) == len(specs)
    assert len({spec.label for spec in specs}) == len(specs)
    for spec in specs:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", spec.name)
        assert (spec.kind is Kind.MONEY) == spec.name.endswith("_cents"), spec.name
        assert (spec.kind is Kind.DATE) == bool(re.search(r"_on$|^birth_date$", spec.name)), spec.name


@EVERY_BLOCK
def test_choices_are_given_exactly_where_one_chooses(block: str):
    for spec in BLOCK_FIELDS[block]:
        chooses = spec.kind in (Kind.CHOICE, Kind.MULTI)
        assert chooses == bool(spec.choices or spec.choices_from), spec.name


def test_what_names_a_person_is_marked_as_identifying():
    identifying = {Kind.SIRET, Kind.NIR, Kind.IBAN, Kind.BIC, Kind.PHONE, Kind.EMAIL, Kind.POSTCODE, Kind.APE,
                   Kind.ADDRESS, Kind.LONGTEXT}  # fmt: skip
    for specs in BLOCK_FIELDS.values():
        for spec in specs:
            assert spec.identifying or spec.kind not in identifying, spec.name


def _examples() -> Iterator[tuple[FieldSpec, str]]:
    for specs in BLOCK_FIELDS.values():
        for spec in specs:
            if spec.kind in READERS and "Exemple\u00a0:" in spec.help:
                yield spec, spec.help.split("Exemple\u00a0:")[1].strip()


@pytest.mark.parametrize(
    ("spec", "example"), list(_examples()), ids=lambda value: getattr(value, "name", None)
)
def test_every_example_shown_is_one_we_accept(spec: FieldSpec, example: str):
    assert READERS[spec.kind](example) is not None


@EVERY_AID
def test_a_finding_points_to_a_reason_of_the_closed_list(aid: Aid):
    codes = {criterion.reason_code for criterion in aid.criteria} - {None}
    assert codes <= set(REASONS)


@EVERY_AID
def test_an_eligible_person_meets_every_blocking_criterion(aid: Aid):
    verdict = assess(aid, eligible(), default_parameters(aid.code))
    assert verdict.outcome is VerdictOutcome.ELIGIBLE
    assert verdict.obstacles == ()
    assert {finding.code for finding in verdict.warnings} <= {"r7_one_off"}


@EVERY_AID
def test_nothing_known_is_never_met(aid: Aid):
    """Only what needs no answer of the person may be met: a parameter, or the list of earlier aids."""
    verdict = assess(aid, CaseFacts(filed_on=FILED_ON), default_parameters(aid.code))
    met = {finding.code for finding in verdict.findings if finding.outcome is FindingOutcome.MET}
    expected = {"open_here", "interval", "r10_combination"}
    if not default_parameters(aid.code).values.get("seniority_months", 1):
        expected.add("r2_seniority")
    assert met == expected & {criterion.code for criterion in aid.criteria}
    assert verdict.outcome is VerdictOutcome.TO_EXAMINE
    assert verdict.obstacles == ()


@EVERY_AID
def test_empty_answers_are_facts_that_are_all_unknown(aid: Aid):
    assert case_facts({step.slug: {} for step in aid.steps}, filed_on=FILED_ON) == CaseFacts(
        filed_on=FILED_ON
    )


@EVERY_AID
def test_a_finding_says_its_fact_and_its_sentence(aid: Aid):
    for facts in (eligible(), CaseFacts(filed_on=FILED_ON)):
        for finding in assess(aid, facts, default_parameters(aid.code)).findings:
            assert finding.fact
            assert finding.sentence.endswith("."), finding.code
            assert finding.source
            assert not re.search(r"\d", finding.neutral_label), "a board sees no figure of the person"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif is_dataclass(value) and not callable(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


def test_french_typography_holds_in_every_text():
    """No-break spaces before double marks and inside numbers, curly apostrophes."""
    verdicts = [assess(aid, eligible(), default_parameters(aid.code)) for aid in AIDS.values()]
    wrong = [
        text
        for text in _texts([list(AIDS.values()), BLOCK_FIELDS, STEPS, verdicts, DEFAULTS])
        if re.search(r"[\x20\w][:;!?»€%](?=\x20|$)|«\x20|\w'\w|\d\x20\d{3}\b", text)
        and not re.fullmatch(r"[a-z0-9_-]+", text)
    ]
    assert wrong == []


def test_the_caseworker_reads_titles_that_do_not_say_you():
    titles = {step.staff_title for step in STEPS.values()}
    assert {"Identité", "Coordonnées", "Épargne et dettes", "Somme demandée"} < titles
    assert [title for title in titles if title.startswith("Vo") and title != "Versement"] == []
