"""The meter: what blocks, what is to be read, what would clear it; and the ladders it climbs."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission import ladders, meter
from commission.ladders import AGE, ATTRIBUTES, HIDDEN, HOUSEHOLD, SECTOR, SENIORITY, TURNOVER
from commission.meter import Cause, Level, OpenFile
from requests_app.anonymisation import bands
from requests_app.enums import HouseholdShape, SectorGroup

PLENTY = {(sector, age): 1_000 for sector in ladders.narrowest(SECTOR) for age in ladders.narrowest(AGE)}
USUAL = {
    HOUSEHOLD: "personne seule",
    AGE: "40 à 49 ans",
    SENIORITY: "de 5 à 9 ans",
    SECTOR: "Transport et livraison",
    TURNOVER: "de 20\u202f000 à 35\u202f000\u00a0€",
}
LABELS = {
    HOUSEHOLD: [shape.label for shape in HouseholdShape],
    AGE: sorted({bands.age_band(age) for age in range(16, 100)}),
    SENIORITY: sorted({bands.seniority_band(months) for months in range(600)}),
    SECTOR: [group.label for group in SectorGroup],
    TURNOVER: sorted({bands.turnover_band(euros * 100) for euros in range(0, 500_000, 500)}),
}


def crowd(number: int = 30, *strange: dict) -> list[OpenFile]:
    """As many files alike, then the ``strange`` ones; every one on the agenda, shown as it came."""
    every = [USUAL] * (number - len(strange)) + [USUAL | one for one in strange]
    return [OpenFile(key=f"F{rank:02d}", facts=facts, shown=facts) for rank, facts in enumerate(every)]


def read(files, counts=PLENTY, k=20):
    return meter.read(files, counts=counts, k=k)


class TestLadders:
    @pytest.mark.parametrize(
        ("attribute", "label"), [(name, label) for name, labels in LABELS.items() for label in labels]
    )
    def test_every_value_the_identity_side_makes_has_its_ladder(self, attribute, label):
        steps = ladders.path(attribute, label)
        assert label in ladders.LADDERS[attribute]
        assert len(set(steps)) == len(steps) >= 3
        assert steps[-1] == HIDDEN

    @pytest.mark.parametrize("attribute", ATTRIBUTES)
    def test_there_is_no_ladder_for_what_nobody_makes(self, attribute):
        assert set(ladders.narrowest(attribute)) == set(LABELS[attribute])

    @pytest.mark.parametrize("attribute", ATTRIBUTES)
    def test_a_wider_value_stands_above_the_same_ones_whatever_the_way(self, attribute):
        for label, steps in ladders.LADDERS[attribute].items():
            for place, step in enumerate(steps[:-1]):
                assert ladders.path(attribute, step)[1:] == steps[place + 1 :], label

    def test_the_coarse_line_has_three_groups_and_three_bands(self):
        for name in (AGE, SECTOR):
            assert len({ladders.at(name, label, 1) for label in LABELS[name]}) == 3

    def test_an_unknown_label_can_only_be_hidden(self):
        assert ladders.path(SECTOR, "Élevage de lamas") == ("Élevage de lamas", HIDDEN)

    def test_what_was_never_said_stays_unsaid(self):
        assert [ladders.at(AGE, "", level) for level in (0, 1, 9)] == ["", "", ""]


class TestRed:
    def test_files_alike_are_no_worry(self):
        reading = read(crowd(30))
        assert (reading.findings, reading.grey, reading.few) == ((), 0, False)

    def test_a_value_that_one_file_alone_has_blocks_and_its_next_value_clears_it(self):
        (finding,) = read(crowd(30, {AGE: "50 à 59 ans"})).red
        assert [one.values for one in finding.reasons] == [((AGE, "50 à 59 ans"),)]
        assert [(one.before, one.after) for one in finding.changes] == [("50 à 59 ans", "40 à 59 ans")]

    def test_it_climbs_until_somebody_else_is_there(self):
        (finding,) = read(crowd(30, {TURNOVER: "300\u202f000\u00a0€ et plus"})).red
        assert [(one.attribute, one.after, one.level) for one in finding.changes] == [(TURNOVER, HIDDEN, 3)]

    def test_two_files_with_the_same_rare_value_do_not_block(self):
        rare = {SECTOR: "Hôtels, cafés et restaurants"}
        assert read(crowd(30, rare, rare)).red == ()

    def test_a_file_shown_wider_still_counts_for_the_others(self):
        """The value a second person came with hides the first, whatever her own sheet shows of it."""
        files = crowd(30, {AGE: "50 à 59 ans"}, {AGE: "50 à 59 ans"})
        files[-1] = OpenFile(files[-1].key, files[-1].facts, files[-1].facts | {AGE: HIDDEN})
        assert read(files).red == ()

    def test_files_of_other_agendas_and_waiting_ones_are_part_of_the_crowd(self):
        files = crowd(30, {AGE: "50 à 59 ans"})
        waiting = OpenFile("", USUAL | {AGE: "50 à 59 ans"})
        assert read([*files, waiting]).red == ()

    def test_several_values_are_widened_in_the_order(self):
        strange = {
            TURNOVER: "moins de 10\u202f000\u00a0€",
            HOUSEHOLD: "couple sans personne à charge",
            AGE: "50 à 59 ans",
        }
        (finding,) = read(crowd(30, strange)).red
        assert [one.attribute for one in finding.changes] == [HOUSEHOLD, AGE, TURNOVER]

    def test_what_is_not_told_never_blocks(self):
        assert read(crowd(30, {SENIORITY: ""}, {TURNOVER: HIDDEN})).red == ()

    def test_a_handful_of_people_blocks_whatever_the_files(self):
        counts = PLENTY | {("Transport et livraison", "40 à 49 ans"): 19}
        reading = read(crowd(30), counts)
        assert len(reading.red) == 30
        (reason,) = reading.red[0].reasons
        assert (reason.cause, reason.people) == (Cause.RARE, 19)
        assert [one.after for one in reading.red[0].changes] == ["40 à 59 ans"]

    def test_twenty_people_do_not(self):
        assert read(crowd(30), PLENTY | {("Transport et livraison", "40 à 49 ans"): 20}).red == ()

    def test_another_threshold(self):
        assert len(read(crowd(30), dict.fromkeys(PLENTY, 20), k=21).red) == 30

    def test_without_counts_nothing_is_published_and_nothing_helps(self):
        finding = read(crowd(30), {}).red[0]
        assert ([one.cause for one in finding.reasons], finding.changes) == ([Cause.UNCOUNTED], ())

    def test_where_the_whole_territory_is_too_small_nothing_helps(self):
        assert read(crowd(30), {next(iter(PLENTY)): 3}).red[0].changes == ()


class TestFewFiles:
    def test_under_twelve_open_files_a_file_starts_from_the_coarse_line(self):
        shown = meter.starting_values(USUAL, open_files=11)
        assert (shown[AGE], shown[SECTOR]) == ("40 à 59 ans", "Commerce, transport et restauration")
        assert {name: shown[name] for name in (HOUSEHOLD, SENIORITY, TURNOVER)}.items() <= USUAL.items()
        assert meter.starting_values(USUAL, open_files=12) == USUAL

    def test_a_finer_value_blocks_once_there_are_few_files(self):
        (finding, *_) = read(crowd(11)).red
        assert [one.cause for one in finding.reasons] == [Cause.COARSE]
        assert [one.attribute for one in finding.changes] == [AGE, SECTOR]

    def test_a_value_alone_among_few_is_to_be_read_and_does_not_block(self):
        facts = [USUAL] * 5 + [USUAL | {HOUSEHOLD: "couple sans personne à charge"}]
        files = [
            OpenFile(str(rank), one, meter.starting_values(one, open_files=6))
            for rank, one in enumerate(facts)
        ]
        reading = read(files)
        assert reading.red == ()
        (finding,) = reading.amber
        assert finding.key == "5"
        assert [one.after for one in finding.changes] == ["couple, avec ou sans personne à charge"]

    def test_a_handful_of_people_blocks_all_the_same(self):
        files = [OpenFile("a", USUAL, meter.starting_values(USUAL, open_files=1))]
        (finding,) = read(files, dict.fromkeys(PLENTY, 1)).red
        assert [one.cause for one in finding.reasons] == [Cause.RARE]


class TestAmberAndGrey:
    def test_the_pair_that_singles_a_file_out_is_named_with_the_next_step(self):
        old, trade = {AGE: "50 à 59 ans"}, {SECTOR: "Commerce et réparation automobile"}
        (finding,) = read(crowd(30, old, old, trade, trade, old | trade)).amber
        (reason,) = finding.reasons
        assert reason.attributes == (AGE, SECTOR)
        assert [one.after for one in finding.changes] == ["40 à 59 ans"]

    def test_three_values_or_more_are_only_counted(self):
        old, trade, alone = (
            {AGE: "50 à 59 ans"},
            {SECTOR: "Services aux particuliers"},
            {SENIORITY: "20 ans et plus"},
        )
        pairs = [old | trade, old | alone, trade | alone]
        reading = read(crowd(30, *pairs, *pairs, old | trade | alone))
        assert (reading.findings, reading.grey) == ((), 1)

    def test_a_group_whose_files_all_tell_one_situation_is_told_with_it(self):
        moves, repairs = USUAL[SECTOR], "Services aux particuliers"

        def told(*situations: tuple[str, str]) -> tuple:
            facts = [(USUAL | {SECTOR: sector}, situation) for sector, situation in situations]
            return read([OpenFile(f"F{n}", one, one, why) for n, (one, why) in enumerate(facts)]).alike

        assert told((moves, "maladie"), (moves, "maladie"), (repairs, "vol")) == ((moves, "maladie", 2),)
        assert told((moves, "maladie"), (moves, "vol"), (repairs, "vol")) == ()
        assert told((HIDDEN, "maladie"), (HIDDEN, "maladie")) == ()

    def test_files_of_other_agendas_say_nothing_of_a_situation(self):
        one, other = OpenFile("F1", USUAL, USUAL, "vol"), OpenFile("", USUAL, None, "vol")
        assert read([one, other]).alike == ()


FACTS = st.fixed_dictionaries({name: st.sampled_from(["", *labels]) for name, labels in LABELS.items()})


@given(st.lists(FACTS, min_size=1, max_size=40), st.integers(0, 40))
def test_clearing_what_blocks_clears_it_at_once_and_never_says_more(facts, thin):
    counts = dict.fromkeys(PLENTY, thin)
    start = [meter.starting_values(one, open_files=len(facts)) for one in facts]
    files = [OpenFile(str(n), one, shown) for n, (one, shown) in enumerate(zip(facts, start, strict=True))]
    reading = read(files, counts)
    shown = {one.key: dict(one.shown) for one in files}
    for finding in reading.red:
        for change in finding.changes:
            before = ladders.path(change.attribute, shown[finding.key][change.attribute])
            assert change.after in before[1:]
            shown[finding.key][change.attribute] = change.after
    after = read([OpenFile(one.key, one.facts, shown[one.key]) for one in files], counts)
    helpless = {finding.key for finding in reading.red if not finding.changes}
    assert {finding.key for finding in after.red} == helpless
    assert not helpless or thin * len(PLENTY) < 20


@given(st.lists(FACTS, min_size=1, max_size=20), st.randoms())
def test_the_same_files_in_another_order_read_the_same(facts, chance: random.Random):
    files = [OpenFile(str(n), one, one) for n, one in enumerate(facts)]
    mixed = files[:]
    chance.shuffle(mixed)

    def told(reading):
        return reading.grey, {(one.key, one.level, one.reasons, one.changes) for one in reading.findings}

    assert told(read(files)) == told(read(mixed))


def test_the_reading_of_a_large_board_is_quick():
    chance = random.Random(7)
    facts = [{name: chance.choice(labels) for name, labels in LABELS.items()} for _ in range(600)]
    reading = read([OpenFile(str(n), one, one if n < 40 else None) for n, one in enumerate(facts)])
    assert {one.level for one in reading.findings} <= {Level.RED, Level.AMBER}
