"""Law 5. What a board may know is written here, field by field: one more is a decision about anonymity, taken here."""

from dataclasses import dataclass, fields

from django.apps import apps
from django.db import models

from commission.contract import BoardFacts, RulingFacts
from commission.models import BoardFile

# Labels of closed lists, bands, texts written by a caseworker for the board. Nothing exact about a person.
BOARD_MAY_KNOW = {
    "token",
    "board_code",
    "aid_code",
    "aid_label",
    "area_label",
    "filed_quarter",
    "age_band",
    "sector_group",
    "category",
    "regime",
    "seniority_band",
    "household",
    "cause",
    "income_band",
    "charges_band",
    "remaining_band",
    "turnover_band",
    "savings_band",
    "contributions_due_band",
    "amount_asked_cents",
    "amount_proposed_cents",
    "amount_ceiling_cents",
    "earlier_aids",
    "account",
    "replaces",
    "follows",
    "summary",
    "opinion",
    "opinion_text",
    "criteria",
    "decide_by",  # a half-month, for the secretary who draws the agenda: in no sheet, in nothing a member reads
    "pages",  # titles from a closed list, neutral names, digests of images a caseworker covered
}
COMES_BACK = {
    "token",
    "board_code",
    "outcome",
    "amount_cents",
    "reason_codes",
    "question",
    "held_on",
    "signatory_name",
    "signatory_title",
    "payable_from",
}
BOARD_FILE_HAS = BOARD_MAY_KNOW | {"state", "received_at"}
# The one person a board side table may name: its own member.
DOORS_OUT = {"accounts.Membership"}


def beyond(known: set[str], allowed: set[str]) -> list[str]:
    """Fields that nobody decided to let through, and fields that are gone."""
    return sorted([f"+{name}" for name in known - allowed] + [f"-{name}" for name in allowed - known])


def relations_out(model: type[models.Model], allowed: set[str] = frozenset()) -> list[str]:
    """Foreign keys of a board table to a table that is not of the board."""
    return sorted(
        f"{model.__name__}.{field.name} → {field.related_model._meta.label}"
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if field.related_model._meta.app_label != "commission"
        and field.related_model._meta.label not in allowed
    )


def relations_in(model: type[models.Model]) -> list[str]:
    """Foreign keys of other houses that point at a board table."""
    return sorted(
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label != "commission"
    )


def board_tables() -> list[type[models.Model]]:
    return list(apps.get_app_config("commission").get_models(include_auto_created=True))


def test_the_board_is_told_these_facts_and_no_other():
    assert beyond({field.name for field in fields(BoardFacts)}, BOARD_MAY_KNOW) == []


def test_the_board_answers_with_these_facts_and_no_other():
    assert beyond({field.name for field in fields(RulingFacts)}, COMES_BACK) == []


def test_the_anonymised_file_has_these_columns_and_no_other():
    columns = {field.name for field in BoardFile._meta.get_fields() if not field.auto_created}
    assert beyond(columns, BOARD_FILE_HAS) == []


def test_the_anonymised_file_points_at_nothing():
    assert relations_out(BoardFile) == []
    assert [
        field.name for field in BoardFile._meta.get_fields() if field.is_relation and not field.auto_created
    ] == []


def test_board_tables_name_nobody_but_their_own_members():
    assert [line for model in board_tables() for line in relations_out(model, DOORS_OUT)] == []


def test_no_other_house_points_at_a_board_table():
    assert [line for model in board_tables() for line in relations_in(model)] == []


def test_one_more_fact_for_the_board_is_seen():
    @dataclass(frozen=True, kw_only=True)
    class Wider(BoardFacts):
        commune: str = ""

    assert beyond({field.name for field in fields(Wider)}, BOARD_MAY_KNOW) == ["+commune"]


def test_a_link_from_the_board_to_a_request_is_seen():
    class Leak(models.Model):
        aid_request = models.ForeignKey("requests_app.AidRequest", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "commission"

    try:
        assert relations_out(Leak, DOORS_OUT) == ["Leak.aid_request → requests_app.AidRequest"]
    finally:
        apps.all_models["commission"].pop("leak")
        apps.clear_cache()


def test_a_link_from_a_request_to_the_board_is_seen():
    class Shortcut(models.Model):
        board_file = models.ForeignKey("commission.BoardFile", on_delete=models.CASCADE)

        class Meta:
            app_label = "requests_app"

    try:
        assert relations_in(BoardFile) == ["requests_app.Shortcut.board_file"]
    finally:
        apps.all_models["requests_app"].pop("shortcut")
        apps.clear_cache()
