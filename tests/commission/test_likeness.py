"""Equality of treatment: which files are alike, which ruling stands apart, and who is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission import likeness, report
from commission.enums import Outcome
from commission.likeness import (
    ENOUGH,
    NEAR,
    Decided,
    Way,
    compare,
    compared,
    distance,
    is_near,
    near,
    since,
    traits,
)

DAY = date(2026, 6, 3)
GRANTED, REFUSED = Outcome.ADOPTED, Outcome.REJECTED


def facts(**told):
    """A craftsman who owes 3 000 € and has 400 € left."""
    usual = {
        "aid": "aced",
        "cause": "perte d’un client important",
        "remaining_band": "environ 400\u00a0€",
        "due_band": "environ 3\u202f000\u00a0€",
        "asked_cents": 300_000,
    }
    return traits(**usual | told)


def decided(share=100, *, key="A", line="", held_on=DAY, kind=None) -> Decided:
    """``share``: what was granted of 1 000 €, in percents; 0: refused."""
    return Decided(
        key=key,
        line=line or key,
        traits=kind or facts(),
        outcome=GRANTED if share else REFUSED,
        granted_cents=share * 1_000,
        whole_cents=100_000,
        held_on=held_on,
    )


def past(*shares: int) -> list[Decided]:
    return [decided(share, key=f"P{n}", held_on=DAY - timedelta(days=n)) for n, share in enumerate(shares, 1)]


class TestDistance:
    @pytest.mark.parametrize(
        ("other", "apart"),
        [
            ({}, 0),
            ({"remaining_band": "environ 450\u00a0€"}, 0),
            ({"remaining_band": "environ 700\u00a0€"}, 1),
            ({"remaining_band": "environ 1\u202f200\u00a0€"}, 4),
            ({"remaining_band": "environ 4\u202f000\u00a0€"}, 4),
            ({"remaining_band": "environ −250\u00a0€"}, 4),
            ({"remaining_band": ""}, 2),
            ({"cause": "incendie"}, 2),
            ({"due_band": "environ 6\u202f000\u00a0€"}, 1),
            ({"due_band": ""}, 2),
            ({"due_band": "0\u00a0€"}, 2),
            ({"asked_cents": 2_000_000}, 0),
            ({"cause": "incendie", "remaining_band": "environ 700\u00a0€"}, 3),
            ({"aid": "afe"}, None),
        ],
    )
    def test_what_makes_two_files_differ(self, other, apart):
        assert distance(facts(), facts(**other)) == apart

    @pytest.mark.parametrize(("asked", "apart"), [(300_000, 0), (700_000, 1), (9_000_000, 4)])
    def test_what_is_asked_counts_where_nothing_is_due(self, asked, apart):
        assert distance(facts(due_band="0\u00a0€"), facts(due_band="", asked_cents=asked)) == apart

    def test_two_files_that_tell_no_income_are_alike_by_it(self):
        assert distance(facts(remaining_band=""), facts(remaining_band="")) == 0

    @pytest.mark.parametrize(
        ("label", "told"),
        [
            ("environ −250\u00a0€", "négatif"),
            ("0\u00a0€", "de 0 à 300\u00a0€"),
            ("moins de 50\u00a0€", "de 0 à 300\u00a0€"),
            ("environ 1\u202f000\u00a0€", "de 1\u202f000 à 1\u202f500\u00a0€"),
            ("de 250 à 500\u202f€ par mois", "de 300 à 600\u00a0€"),
            ("environ 12\u202f500\u00a0€", "2\u202f500\u00a0€ et plus"),
            ("", ""),
        ],
    )
    def test_what_is_left_is_told_in_wide_bands(self, label, told):
        assert likeness.remaining_told(facts(remaining_band=label).remaining) == told


class TestRule:
    @pytest.mark.parametrize(
        ("shares", "share", "way"),
        [
            pytest.param([100] * 4, 0, None, id="four close files are too few"),
            pytest.param([100] * 5, 0, Way.HARSHER, id="refused where all were granted"),
            pytest.param([0] * 5, 100, Way.KINDER, id="granted where all were refused"),
            pytest.param([100] * 4 + [0], 0, Way.HARSHER, id="four of five ended otherwise, 80 %"),
            pytest.param([100] * 7 + [0] * 2, 0, None, id="seven of nine, less than 80 %"),
            pytest.param([0] * 8, 0, None, id="refused like all"),
            pytest.param([100] * 5, 75, None, id="25 points from the median are not beyond"),
            pytest.param([100] * 5, 74, Way.HARSHER, id="26 points are"),
            pytest.param([40] * 5, 80, Way.KINDER, id="a larger share than the others"),
            pytest.param(
                [20, 40, 60, 80, 100], 10, None, id="where shares vary, three deviations are needed"
            ),
            pytest.param([100] * 4 + [0] * 2, 50, None, id="a share is compared with five shares at least"),
        ],
    )
    def test_which_ruling_stands_apart(self, shares, share, way):
        assert compare(decided(share, key="own"), past(*shares)).way is way

    @pytest.mark.parametrize(
        ("shares", "share", "sentence"),
        [
            (
                [100] * 7 + [0],
                0,
                "Parmi 8 dossiers proches, 7 ont reçu une aide\u00a0; ce dossier n’en a pas reçu.",
            ),
            (
                [0] * 7 + [100],
                100,
                "Parmi 8 dossiers proches, 1 a reçu une aide\u00a0; ce dossier en a reçu une.",
            ),
            (
                [90] * 6,
                41,
                "Ce dossier reçoit environ 40\u00a0% de ce qui pouvait être accordé\u00a0; parmi 6 dossiers proches "
                "qui ont reçu une aide, la part médiane est d’environ 90\u00a0%.",
            ),
        ],
    )
    def test_what_is_said_to_the_board(self, shares, share, sentence):
        assert compare(decided(share, key="own"), past(*shares)).outlier.sentence == sentence

    @pytest.mark.parametrize(
        ("shares", "sentence"),
        [
            ([100] * 3, ""),
            ([0] * 5, "Parmi 5 dossiers proches, aucun n’a reçu d’aide."),
            ([100] * 6, "Parmi 6 dossiers proches, tous ont reçu une aide."),
            ([100] * 3 + [0] * 3, "Parmi 6 dossiers proches, 3 ont reçu une aide."),
        ],
    )
    def test_how_close_files_ended(self, shares, sentence):
        assert compare(decided(shares[0], key="own"), past(*shares)).sentence == sentence


class TestClosest:
    def test_the_closest_comes_first_then_the_nearest_in_time(self):
        far = facts(remaining_band="environ 700\u00a0€")
        old, young = (
            decided(key=key, held_on=DAY - timedelta(days=n)) for key, n in (("old", 90), ("young", 30))
        )
        other = decided(key="other", kind=far, held_on=DAY - timedelta(days=1))
        assert [one.key for one in near(decided(key="own"), [old, other, young])] == ["young", "old", "other"]

    def test_an_earlier_file_of_the_same_request_is_not_the_past(self):
        assert near(decided(key="own", line="first"), [decided(0, key="earlier", line="first")]) == []

    @pytest.mark.parametrize(
        ("day", "start"), [(DAY, date(2023, 6, 3)), (date(2028, 2, 29), date(2025, 2, 28))]
    )
    def test_how_far_back(self, day, start):
        assert since(day) == start


LABELS = st.sampled_from(
    ["", "0\u00a0€", "environ −250\u00a0€", *(f"environ {n}\u00a0€" for n in (200, 400, 1200, 9000))]
)
TRAITS = st.builds(
    traits,
    aid=st.sampled_from(["aced", "afe"]),
    cause=st.sampled_from(["", "incendie", "maladie"]),
    remaining_band=LABELS,
    due_band=LABELS,
    asked_cents=st.integers(0, 3_000_000),
)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
SHARES = st.sampled_from([0, 0, 20, 40, 60, 80, 90, 100, 100, 100])


@st.composite
def histories(draw):
    """Up to forty decided files, each with its own name; some of one request."""
    drawn = draw(st.lists(st.tuples(SHARES, TRAITS, DAYS, st.integers(0, 60)), max_size=40))
    return [
        decided(share, key=f"{n:02d}", line=f"L{line}", held_on=day, kind=kind)
        for n, (share, kind, day, line) in enumerate(drawn)
    ]


ONE = st.builds(
    lambda share, kind, day: decided(share, key="own", held_on=day, kind=kind), SHARES, TRAITS, DAYS
)


class TestProperties:
    @given(TRAITS, TRAITS)
    def test_the_distance_is_the_same_both_ways(self, one, other):
        assert distance(one, other) == distance(other, one)

    @given(TRAITS)
    def test_a_file_is_like_its_twin(self, one):
        assert distance(one, one) == 0

    @given(TRAITS, TRAITS)
    def test_two_aids_are_never_close(self, one, other):
        assert one.aid == other.aid or (distance(one, other) is None and not is_near(one, other))

    @given(ONE, histories(), st.randoms())
    def test_the_order_of_the_past_does_not_matter(self, one, history, dice):
        shuffled = dice.sample(history, len(history))
        assert near(one, history) == near(one, shuffled)
        assert compare(one, near(one, history)) == compare(
            one, dice.sample(near(one, history), len(near(one, history)))
        )

    @given(histories())
    def test_a_file_is_never_close_to_itself(self, history):
        assert all(one not in near(one, history) for one in history)

    @given(ONE, histories())
    def test_close_files_are_close_and_of_the_same_aid(self, one, history):
        for other in near(one, history):
            assert other.traits.aid == one.traits.aid
            assert distance(one.traits, other.traits) <= NEAR

    @given(ONE, st.lists(SHARES, max_size=ENOUGH - 1))
    def test_nothing_is_said_below_the_minimum(self, one, shares):
        comparison = compare(one, past(*shares))
        assert (comparison.sentence, comparison.outlier, comparison.enough) == ("", None, False)

    @given(st.lists(SHARES, min_size=ENOUGH, max_size=30), SHARES)
    def test_like_all_the_others_nothing_stands_apart(self, shares, share):
        assert compare(decided(share, key="own"), past(*[share] * len(shares))).outlier is None

    @given(histories(), DAYS)
    def test_the_year_says_what_each_page_says(self, history, first):
        """File by file, with the past of its own page: earlier days, three years back, the last ones of its aid."""
        ordered = sorted(history, key=lambda one: (one.held_on, one.key))
        told = {one.key: comparison for one, comparison in compared(ordered, first=first)}
        assert told == {
            one.key: compare(
                one,
                near(one, [other for other in history if since(one.held_on) <= other.held_on < one.held_on]),
            )
            for one in history
            if one.held_on >= first
        }

    def test_no_more_than_the_last_files_of_an_aid_are_kept(self, monkeypatch):
        monkeypatch.setattr(likeness, "MOST", 5)
        old = [decided(0, key=f"O{n}", held_on=DAY - timedelta(days=9)) for n in range(5)]
        young = [decided(100, key=f"Y{n}", held_on=DAY - timedelta(days=5)) for n in range(5)]
        own = decided(0, key="own", held_on=DAY)
        ((_, comparison),) = compared([*old, *young, own], first=DAY)
        assert (comparison.near, comparison.way) == (5, Way.HARSHER)


class TestReport:
    def test_small_numbers_are_hidden_and_said_to_be(self):
        told = report.equality(
            aids=[("ACED", {None: 40, Way.KINDER: 2}), ("AFE", {None: 30, Way.HARSHER: 8})]
        )
        assert all(
            number is None or number == 0 or number >= 5 for line in told.lines for number in line.numbers
        )
        assert told.hides
        assert told.sentences == [
            "80 décisions sont comparées aux dossiers proches des trois années précédentes.",
            "Le nombre de décisions plus favorables n’est pas communiqué.",
            "8 sont moins favorables et à discuter.",
        ]

    def test_a_year_in_which_nothing_stands_apart(self):
        told = report.equality(aids=[("ACED", {None: 40})])
        assert (told.lines[0].numbers, told.hides) == ((40, 0, 0, 40), False)
        assert told.sentences[1:] == ["Aucune ne s’en écarte."]

    @pytest.mark.parametrize(
        ("aids", "said"),
        [
            ([], "Pas encore assez de dossiers proches pour comparer."),
            ([("ACED", {None: 3})], "Trop peu de décisions sont comparées pour en donner le nombre."),
        ],
    )
    def test_too_few_to_tell(self, aids, said):
        assert report.equality(aids=aids).sentences == [said]

    def test_each_way_has_its_sentence(self):
        told = report.equality(aids=[("ACED", {None: 40, Way.KINDER: 6})])
        assert told.sentences[1:] == [
            "6 sont plus favorables et à discuter.",
            "Aucune n’est moins favorable.",
        ]
