"""What the minutes say, from facts alone: whole values, and nothing that could unmask."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from commission.enums import SittingKind
from commission.minutes.sheet import Paper, sheet
from commission.minutes.text import EarlierFacts, ItemFacts, MemberFacts, SittingFacts, compose, extract

OPENED, CLOSED = datetime(2026, 6, 3, 12, 0, tzinfo=UTC), datetime(2026, 6, 3, 14, 0, tzinfo=UTC)
GRANTED = ItemFacts(
    token="AKU3NXE6" + "A" * 18,
    aid="Aide financière exceptionnelle",
    outcome="adopted",
    label="Aide accordée",
    sentence="Aide accordée pour 1\u202f500,00\u202f€\u00a0: 4 voix pour.",
    quorum="Quorum atteint.",
    counts=(("Accorder", 4),),
    amount_cents=150_000,
)
ADJOURNED = ItemFacts(
    token="BBBB2222" + "B" * 18,
    aid="Aide aux cotisants en difficulté",
    outcome="adjourned",
    label="Dossier ajourné",
    sentence="Dossier ajourné\u00a0: 4 voix pour l’ajournement.",
    quorum="Quorum atteint.",
    question=("Un échéancier a-t-il été demandé\u00a0?",),
    stepped_aside=("Zoé Martin", "Alain Petit"),
    nominal="Ajourner\u00a0: Anne Diaz.",
)
FACTS = SittingFacts(
    board="CASS La Réunion",
    held_on=date(2026, 6, 3),
    starts_at=time(16, 0),
    zone="Indian/Reunion",
    place="À distance",
    opened_at=OPENED,
    closed_at=CLOSED,
    chair="Anne Diaz",
    signer="Anne Diaz",
    signer_title="Présidence de séance",
    secretary="Claire Morel",
    members=(
        MemberFacts(name="Anne Diaz", seat="titulaire", group="U2P", stays=((OPENED, None),), votes=True),
        MemberFacts(
            name="Bruno Roy",
            seat="suppléant",
            stays=((datetime(2026, 6, 3, 12, 30, tzinfo=UTC), datetime(2026, 6, 3, 13, 0, tzinfo=UTC)),),
            votes=True,
            replaces="Carla Hoarau",
        ),
        MemberFacts(name="Carla Hoarau", seat="titulaire", represented_by="Anne Diaz"),
        MemberFacts(name="Denis Payet", seat="titulaire"),
        MemberFacts(name="Eva Grondin", seat="suppléant", stays=((OPENED, None),)),
    ),
    quorum="Quorum atteint\u00a0: 4 sur 6.",
    items=(GRANTED, ADJOURNED),
    not_examined=(("CCCC3333" + "C" * 18, "Aide d’urgence"),),
    earlier=(
        EarlierFacts(
            decided_on=date(2026, 5, 20),
            token="DDDD4444" + "D" * 18,
            aid="Aide d’urgence",
            sentence="Aide accordée.",
        ),
    ),
    remark="Une observation.\n\nUne autre.",
)


def test_hours_are_those_of_the_board_and_equal_facts_give_equal_values():
    content = compose(FACTS)
    assert content["hours"] == "La séance a été ouverte à 16\u00a0h\u00a000 et close à 18\u00a0h\u00a000."
    assert compose(FACTS) == content


def test_what_lasts_several_days_tells_each_of_them():
    """22 h UTC is the next day over there."""
    first, last = datetime(2026, 6, 3, 22, 0, tzinfo=UTC), datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
    one = MemberFacts(name="Anne Diaz", seat="titulaire", stays=((first.replace(hour=23), None),), votes=True)
    for kind, what in ((SittingKind.CONSULTATION, "consultation"), (SittingKind.DELEGATION, "délégation")):
        content = compose(replace(FACTS, kind=kind, opened_at=first, closed_at=last, members=(one,)))
        assert content["hours"] == (
            f"La {what} a été ouverte le 4 juin 2026 à 2\u00a0h\u00a000 et close le 5 juin 2026 à 16\u00a0h\u00a000."
        )
        assert content["present"][0]["note"] == "arrivé le 4 juin 2026 à 3\u00a0h\u00a000"


def test_each_member_stands_where_they_were():
    content = compose(FACTS)
    assert content["present"] == [
        {"name": "Anne Diaz", "seat": "titulaire, U2P", "note": ""},
        {
            "name": "Bruno Roy",
            "seat": "suppléant",
            "note": "siège à la place de Carla Hoarau ; arrivé à 16\u00a0h\u00a030 ; parti à 17\u00a0h\u00a000",
        },
    ]
    assert content["represented"] == [
        {"name": "Carla Hoarau", "seat": "titulaire", "note": "représenté par Anne Diaz"}
    ]
    assert [one["name"] for one in content["attending"]] == ["Eva Grondin"]
    assert [one["name"] for one in content["absent"]] == ["Denis Payet"]


def test_who_stepped_aside_is_a_number_and_a_name_only_where_the_rules_ask_for_names():
    plain, named = compose(FACTS)["items"][1], compose(replace(FACTS, nominal=True))["items"][1]
    assert plain["stepped_aside"] == "2 membres se sont déportés."
    assert plain["nominal"] == ""
    assert named["stepped_aside"] == "Alain Petit, Zoé Martin se sont déportés."
    assert named["nominal"] == "Ajourner\u00a0: Anne Diaz."
    assert "Martin" not in str(compose(FACTS))


def test_the_totals_are_counted_in_words():
    assert compose(FACTS)["totals"] == {
        "examined": "2 dossiers examinés",
        "outcomes": ["1 aide accordée", "1 dossier ajourné"],
        "granted": "1\u202f500,00\u202f€",
    }


def test_a_second_call_says_which_sitting_missed_its_quorum():
    finding = "À 14 h 20, quorum non atteint."
    content = compose(replace(FACTS, recalls=date(2026, 5, 15), finding=finding))
    assert "en seconde convocation\u00a0: le quorum n’était pas atteint le 15 mai 2026" in content["call"]
    assert content["call"].endswith(f" Constat du 15 mai 2026\u00a0: {finding}")


def test_an_extract_keeps_no_trace_of_the_file_not_even_in_the_totals():
    """Nor in the numbers of the others: a gap would tell."""
    found = extract(compose(FACTS), without={GRANTED.token})
    assert [(item["number"], item["token"]) for item in found["items"]] == [(1, ADJOURNED.token)]
    assert found["totals"] == {
        "examined": "1 dossier examiné",
        "outcomes": ["1 dossier ajourné"],
        "granted": "",
    }
    assert found["extract"] is True
    for paper in Paper:
        told = sheet(paper, found)
        assert "AKU3" not in told
        assert "1\u00a0500" not in told


def test_every_reader_finds_the_questions_the_files_left_and_what_was_ruled_by_consultation():
    told = sheet(Paper.MINUTES, compose(FACTS))
    for words in (
        "Un échéancier a-t-il été demandé",
        "CCCC\u00a03333",
        "DDDD\u00a04444",
        "20 mai 2026",
        "Une autre.",
    ):
        assert words in told


def test_a_remark_is_text_and_never_markup():
    told = sheet(Paper.MINUTES, compose(replace(FACTS, remark="<script>alert(1)</script>")))
    assert "<script>" not in told
