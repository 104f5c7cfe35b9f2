"""The law of the vote as a table: each case is named after the article or the parameter it states.

CSS R221-5 (quorum, second call, proxies, majority), R231-2 (substitutes), both through R612-7; the rest is a parameter
of the board (``Rulebook``). One case: a roll, ballots, rules; the whole outcome is compared.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission import rules
from commission.ballots import Caps, Terms, Vote, tally
from commission.enums import Choice, Outcome
from commission.rules import AmountRule, Rulebook, TieRule, Voter

ADOPTED, REJECTED, ADJOURNED, OUT = (
    Outcome.ADOPTED,
    Outcome.REJECTED,
    Outcome.ADJOURNED,
    Outcome.OUT_OF_COMPETENCE,
)
U2P, CPME, RETIRED = ("U2P", "active"), ("CPME", "active"), ("U2P", "retired")
CEILING = 500_000
CHAIR = Rulebook(tie=TieRule.CHAIR)
PROPOSAL = Rulebook(amount=AmountRule.PROPOSAL)


def titular(key, group=U2P, **facts):
    return Voter(key=key, titular=True, group=group, order=key, **({"present": True} | facts))


def absent(key, group=U2P, *, to=None, **facts):
    return titular(key, group, present=False, proxy_to=to, **facts)


def substitute(key, group=U2P, *, order=0, **facts):
    return Voter(key=key, titular=False, group=group, order=order or key, **({"present": True} | facts))


def seats(present, *others):
    """``present`` titulars there, keys from 1; the rest as given."""
    return [*(titular(key) for key in range(1, present + 1)), *others]


SEATING = {
    "R231-2: titulars in the room sit, substitutes attend": (
        [titular(1), titular(2), substitute(9)],
        {1: 1, 2: 2},
    ),
    "R231-2: a substitute sits for an absent titular of the same organisation and college": (
        [titular(1), absent(2), substitute(9)],
        {1: 1, 9: 9},
    ),
    "R231-2: another organisation replaces nobody": ([titular(1), absent(2), substitute(9, CPME)], {1: 1}),
    "R231-2: another college replaces nobody": ([titular(1), absent(2), substitute(9, RETIRED)], {1: 1}),
    "R231-2: one substitute replaces one titular": (
        [titular(1), absent(2), absent(3), substitute(9)],
        {1: 1, 9: 9},
    ),
    "R231-2: the first to arrive sits": (
        [absent(1), substitute(8, order=5), substitute(9, order=4)],
        {9: 9},
    ),
    "R231-2: at the same moment, the first on the list sits": (
        [absent(1), substitute(9, order=4), substitute(8, order=4)],
        {8: 8},
    ),
    "R231-2: each organisation by its own substitutes": (
        [absent(1, U2P), absent(2, CPME), substitute(8, CPME), substitute(9, U2P)],
        {8: 8, 9: 9},
    ),
    "R231-2: a substitute who left replaces nobody": ([absent(1), substitute(9, present=False)], {}),
    "R231-2: a titular who stepped aside is replaced for that file": (
        [titular(1), titular(2, recused=True), substitute(9)],
        {1: 1, 9: 9},
    ),
    "R231-2: a substitute who stepped aside leaves the seat to the next": (
        [absent(1), substitute(8, recused=True), substitute(9)],
        {9: 9},
    ),
    "R231-2: the titular who comes takes the seat back": ([titular(1), substitute(9)], {1: 1}),
    "R221-5: an absent titular votes by the member who holds the proxy": (
        [titular(1), absent(2, to=1)],
        {1: 1, 2: 1},
    ),
    "R221-5: nobody holds two proxies": (
        [titular(1), absent(2, to=1), absent(3, to=1)],
        {1: 1, 2: 1},
    ),
    "R221-5: a proxy to an absent member is void": ([titular(1), absent(2, to=3), absent(3)], {1: 1}),
    "R221-5: two absent members who give each other proxy have none": (
        [titular(1), absent(2, to=3), absent(3, to=2)],
        {1: 1},
    ),
    "R221-5: a proxy to oneself is void": ([titular(1), absent(2, to=2)], {1: 1}),
    "R221-5: a proxy is void while its giver is in the room": (
        [titular(1), titular(2, proxy_to=1)],
        {1: 1, 2: 2},
    ),
    "R221-5: a proxy is void when the giver stepped aside": (
        [titular(1), absent(2, to=1, recused=True)],
        {1: 1},
    ),
    "R221-5: a giver in the room who stepped aside does not vote by another": (
        [titular(1), titular(2, proxy_to=1, recused=True)],
        {1: 1},
    ),
    "R221-5: a proxy is void when the holder stepped aside": (
        [titular(1), titular(2, recused=True), absent(3, to=2)],
        {1: 1},
    ),
    "R221-5: a substitute who sits may hold a proxy": (
        [absent(1), absent(2, CPME, to=9), substitute(9)],
        {9: 9, 2: 9},
    ),
    "R221-5: a substitute who attends without a seat holds nothing": (
        [titular(1), absent(2, CPME, to=9), substitute(9)],
        {1: 1},
    ),
    "R221-5: a substitute has no voice to give": (
        [titular(1), substitute(9, present=False, proxy_to=1)],
        {1: 1},
    ),
    "R231-2 before R221-5: the substitute in the room takes the seat, the proxy is void": (
        [titular(1), absent(2, to=1), substitute(9)],
        {1: 1, 9: 9},
    ),
    "R231-2 and R221-5: the substitute replaces who gave no proxy, so that both serve": (
        [titular(1), absent(2, to=1), absent(3), substitute(9)],
        {1: 1, 9: 9, 2: 1},
    ),
}


@pytest.mark.parametrize(("roll", "electorate"), SEATING.values(), ids=SEATING.keys())
def test_who_votes_and_by_whose_hand(roll, electorate):
    assert rules.electorate(roll) == electorate


def test_where_the_rules_allow_no_proxy_none_serves():
    assert rules.electorate([titular(1), absent(2, to=1)], book=Rulebook(proxies_per_member=0)) == {1: 1}


QUORUM = {
    "R221-5: three of six is half, not the majority": (seats(3), {}, (3, 6, False)),
    "R221-5: four of six is the majority": (seats(4), {}, (4, 6, True)),
    "R221-5: eight of fifteen": (seats(8), {"book": Rulebook(seats=15)}, (8, 15, True)),
    "R221-5: seven of fifteen is not": (seats(7), {"book": Rulebook(seats=15)}, (7, 15, False)),
    "R221-5: a proxy does not count for the quorum": (seats(3, absent(4, to=1)), {}, (3, 6, False)),
    "R231-2: a substitute who sits counts": (seats(3, absent(4), substitute(9)), {}, (4, 6, True)),
    "R231-2: a substitute of another college does not count": (
        seats(3, absent(4), substitute(9, RETIRED)),
        {},
        (3, 6, False),
    ),
    "parameter seats: a vacant seat stays a seat": (seats(3), {"book": Rulebook(seats=6)}, (3, 6, False)),
    "parameter seats: a smaller board needs fewer": (seats(3), {"book": Rulebook(seats=5)}, (3, 5, True)),
    "parameter seats: more mandates than seats raise the bar": (
        seats(4, *(absent(k) for k in range(5, 9))),
        {"book": Rulebook(seats=6)},
        (4, 8, False),
    ),
    "recusal: it is counted again for the file": (
        seats(3, titular(4, recused=True)),
        {},
        (3, 6, False),
    ),
    "R221-5: a second call needs no quorum": (seats(1), {"second_call": True}, (1, 6, True)),
    "R221-5: a second call with nobody in the room decides nothing": (
        seats(0, absent(1)),
        {"second_call": True},
        (0, 6, False),
    ),
}


@pytest.mark.parametrize(("roll", "how", "expected"), QUORUM.values(), ids=QUORUM.keys())
def test_quorum(roll, how, expected):
    found = rules.quorum(roll, **how)
    assert (found.present, found.seats, found.met) == expected


@dataclass(frozen=True)
class Case:
    votes: str  # one word a titular, from key 1: « for part:1000 against abstain »
    expected: tuple  # outcome, amount
    book: Rulebook = field(default_factory=Rulebook)
    chair: int = 1
    proposed_cents: int = 250_000
    consultation: bool = False


WORDS = {
    "against": {"choice": Choice.AGAINST, "reason_code": "resources"},
    "adjourn": {"choice": Choice.ADJOURN, "question": "Depuis quand ?"},
    "out": {"choice": Choice.OUT_OF_COMPETENCE},
    "abstain": {"choice": Choice.ABSTAIN},
    "discuss": {"choice": Choice.DISCUSS},
}


def cast(words: str) -> list[Vote]:
    """« for » grants 3 000 €; « part:1000 » a thousand euros; « - » casts nothing."""
    votes = []
    for voter, word in enumerate(words.split(), start=1):
        name, _, euros = word.partition(":")
        if name == "for":
            votes.append(Vote(voter=voter, choice=Choice.FOR, amount_cents=int(euros or 3000) * 100))
        elif name == "part":
            votes.append(Vote(voter=voter, choice=Choice.PARTIAL, amount_cents=int(euros) * 100))
        elif name in WORDS:
            votes.append(Vote(voter=voter, **WORDS[name]))
    return votes


DECISIONS = {
    "R221-5: more than half of the votes expressed grants": Case("for for for against", (ADOPTED, 300_000)),
    "R221-5: more than half refuses": Case("against against against for", (REJECTED, 0)),
    "R221-5: more than half adjourns": Case("adjourn adjourn adjourn for", (ADJOURNED, 0)),
    "R221-5: more than half declares the board not competent": Case("out out out for", (OUT, 0)),
    "R221-5: abstentions are not expressed": Case("for abstain abstain abstain", (ADOPTED, 300_000)),
    "R221-5: a seat that does not vote is not expressed": Case("for - - - -", (ADOPTED, 300_000)),
    "R221-5: nothing expressed adjourns": Case("abstain abstain abstain abstain", (ADJOURNED, 0)),
    "R221-5: the first of three without a majority adjourns": Case(
        "for for for against against adjourn", (ADJOURNED, 0)
    ),
    "family: whole and part together have the majority": Case(
        "for part:1000 against abstain", (ADOPTED, 100_000)
    ),
    "family: whole against part is no tie": Case("for for part:1000 part:1000", (ADOPTED, 100_000)),
    "family: whole and part count as one side of a tie": Case(
        "for part:1000 against against", (ADJOURNED, 0)
    ),
    "tie ADJOURN: no casting vote is written in law": Case("for for against against", (ADJOURNED, 0)),
    "tie CHAIR: the chair in favour grants": Case("for for against against", (ADOPTED, 300_000), CHAIR),
    "tie CHAIR: the chair against refuses": Case("against for for against", (REJECTED, 0), CHAIR),
    "tie CHAIR: the chair who asks to adjourn adjourns": Case(
        "adjourn for for adjourn", (ADJOURNED, 0), CHAIR
    ),
    "tie CHAIR: the chair who grants a part is of the side that grants": Case(
        "part:1000 for against against", (ADOPTED, 100_000), CHAIR
    ),
    "tie CHAIR: the chair who abstains ends no tie": Case(
        "abstain for for against against", (ADJOURNED, 0), CHAIR
    ),
    "tie CHAIR: the chair of a third side ends no tie": Case(
        "adjourn for for against against", (ADJOURNED, 0), CHAIR
    ),
    "tie CHAIR: two first sides of three are no equal division": Case(
        "for for against against adjourn abstain", (ADJOURNED, 0), CHAIR
    ),
    "tie CHAIR: a majority needs no casting vote": Case("against for for for", (ADOPTED, 300_000), CHAIR),
    "tie CHAIR: who presides over this file casts it": Case(
        "against for for against", (ADOPTED, 300_000), CHAIR, chair=2
    ),
    "amount MEDIAN: odd": Case("part:1000 part:2000 for against", (ADOPTED, 200_000)),
    "amount MEDIAN: even, the lower of the two": Case("part:1000 part:2000 for for", (ADOPTED, 200_000)),
    "amount MEDIAN: those against do not weigh": Case("part:500 part:700 for against", (ADOPTED, 70_000)),
    "amount PROPOSAL: the chair's": Case("part:1200 for for for", (ADOPTED, 120_000), PROPOSAL),
    "amount PROPOSAL: the caseworker's when the chair is against": Case(
        "against for for for", (ADOPTED, 250_000), PROPOSAL
    ),
    "amount PROPOSAL: the median when there is no proposal": Case(
        "against part:900 for for", (ADOPTED, 300_000), PROPOSAL, proposed_cents=0
    ),
    "cap: the file's own ceiling, by the median": Case("for:9000 for:9000 for:9000 -", (ADOPTED, CEILING)),
    "cap: the file's own ceiling, by the proposal": Case(
        "against for for for", (ADOPTED, CEILING), PROPOSAL, proposed_cents=900_000
    ),
    "consultation: one member who wants to discuss sends the file to a sitting": Case(
        "for for for for for discuss", (Outcome.TO_SITTING, 0), consultation=True
    ),
    "consultation: nobody wants to, it decides": Case(
        "for for for for", (ADOPTED, 300_000), consultation=True
    ),
}


@pytest.mark.parametrize("case", DECISIONS.values(), ids=DECISIONS.keys())
def test_what_wins_and_for_how_much(case):
    result = tally(
        cast(case.votes),
        seats(6),
        caps=Caps(ceiling_cents=CEILING, proposed_cents=case.proposed_cents),
        terms=Terms(book=case.book, chair=case.chair, consultation=case.consultation),
    )
    assert (result.outcome, result.amount_cents) == case.expected


NAMES = {1: "Anne", 2: "Yann", 3: "Inès", 4: "Loïc", 5: "Maud", 6: "Rozenn"}
NB, THIN = "\u00a0", "\u202f"


def minutes(words, roll, **terms):
    result = tally(cast(words), roll, caps=Caps(ceiling_cents=CEILING), terms=Terms(names=NAMES, **terms))
    return (result.quorum_sentence, result.proxies_sentence, result.sentence, result.nominal_sentence)


MINUTES = {
    "minutes: totals by default": (
        minutes("for part:1000 against abstain", seats(4)),
        (
            f"Quorum atteint{NB}: 4 titulaires présents ou remplacés sur 6, pour un minimum de 4.",
            "",
            f"Aide accordée pour 1{THIN}000,00{THIN}€{NB}: 1 voix pour, 1 voix pour une partie, 1 voix contre, "
            "1 abstention.",
            "",
        ),
    ),
    "minutes: a proxy that served is named": (
        minutes("for for for for against", seats(4, absent(5, to=1))),
        (
            f"Quorum atteint{NB}: 4 titulaires présents ou remplacés sur 6, pour un minimum de 4.",
            f"Pouvoir exercé{NB}: Anne pour Maud.",
            f"Aide accordée pour 3{THIN}000,00{THIN}€{NB}: 4 voix pour, 1 voix contre.",
            "",
        ),
    ),
    "minutes: a proxy that cast nothing is not": (
        minutes("against against against against", seats(4, absent(5, to=1)))[1:3],
        ("", f"Aide refusée{NB}: 4 voix contre. Motifs{NB}: ressources suffisantes."),
    ),
    "minutes: the casting vote is told": (
        minutes("for for against against", seats(4), book=CHAIR, chair=1)[2:3],
        (
            f"Aide accordée pour 3{THIN}000,00{THIN}€{NB}: 2 voix pour, 2 voix contre. "
            "Les voix étant partagées à égalité, celle de la présidence de séance est prépondérante.",
        ),
    ),
    "minutes: nominal by parameter, the represented by their own name": (
        minutes("for for against abstain for", seats(4, absent(5, to=1)), book=Rulebook(nominal=True))[3:],
        (f"Vote nominal – pour{NB}: Anne, Maud, Yann{NB}; contre{NB}: Inès{NB}; abstention{NB}: Loïc.",),
    ),
    "minutes: a second call says why it is valid": (
        minutes("for for", seats(2), second_call=True)[:1],
        (
            f"Seconde convocation{NB}: la commission délibère valablement quel que soit le nombre de présents "
            "(2 titulaires présents ou remplacés sur 6).",
        ),
    ),
    "minutes: without quorum nothing is decided": (
        minutes("for for for", seats(3))[2:3],
        ("Dossier ajourné, faute de quorum.",),
    ),
    "minutes: the consultation sends the file on": (
        minutes("for discuss", seats(4), consultation=True)[2:3],
        (
            f"Dossier renvoyé à une séance pour y être discuté{NB}: 1 voix pour, "
            "1 voix pour en discuter en séance.",
        ),
    ),
}


@pytest.mark.parametrize(("found", "expected"), MINUTES.values(), ids=MINUTES.keys())
def test_the_sentences_of_the_minutes(found, expected):
    assert found == expected


def test_ballots_of_who_is_not_called_are_left_out():
    """Cast by proxy, then the holder leaves the room or steps aside: it falls, and so does the one of a stranger."""
    votes = cast("for for for for against")
    for roll in (
        seats(4, absent(5, to=6), absent(6)),
        [titular(1, recused=True), *seats(4)[1:], titular(6), absent(5, to=1)],
    ):
        result = tally(votes, roll, caps=Caps(ceiling_cents=CEILING))
        assert result.counts[Choice.AGAINST] == 0


# Any room, any sequence.
KEYS = st.integers(1, 12)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["arrive", "leave", "aside"]), KEYS),
    st.tuples(st.just("proxy"), KEYS, KEYS),
    st.tuples(st.just("vote"), KEYS, st.sampled_from([*sorted(WORDS), "for", "part"]), st.integers(1, 10**7)),
)


@dataclass
class Hall:
    """Eight titulars, four substitutes, three groups; acts are taken without a question, as a broken page would."""

    present: dict[int, int] = field(default_factory=dict)
    aside: set[int] = field(default_factory=set)
    given: dict[int, int] = field(default_factory=dict)
    votes: dict[int, Vote] = field(default_factory=dict)

    def play(self, act: tuple) -> None:
        name, key, *rest = act
        if name == "arrive":
            self.present.setdefault(key, len(self.present) + 1)
        elif name == "leave":
            self.present.pop(key, None)
        elif name == "aside":
            self.aside.add(key)
        elif name == "proxy":
            self.given[key] = rest[0]
        else:
            word, cents = rest
            content = WORDS.get(word) or {
                "choice": Choice.FOR if word == "for" else Choice.PARTIAL,
                "amount_cents": cents,
            }
            self.votes.setdefault(key, Vote(voter=key, **content))

    def roll(self) -> list[Voter]:
        return [
            Voter(
                key=key,
                titular=key <= 8,
                present=key in self.present,
                recused=key in self.aside,
                order=self.present.get(key, 0),
                group=(U2P, CPME, RETIRED)[key % 3],
                proxy_to=self.given.get(key),
            )
            for key in range(1, 13)
        ]


@settings(max_examples=400, deadline=None)
@given(
    acts=st.lists(ACTS, max_size=60),
    book=st.builds(
        Rulebook,
        seats=st.integers(1, 9),
        proxies_per_member=st.integers(0, 1),
        tie=st.sampled_from(TieRule),
        amount=st.sampled_from(AmountRule),
    ),
    chair=KEYS,
    second_call=st.booleans(),
    ceiling=st.integers(1, 10**6),
    proposed=st.integers(0, 10**7),
)
def test_no_sequence_breaks_the_law(acts, book, chair, second_call, ceiling, proposed):
    hall = Hall()
    for act in acts:
        hall.play(act)
        roll = hall.roll()
        result = tally(
            list(hall.votes.values()),
            roll,
            caps=Caps(ceiling_cents=ceiling, proposed_cents=proposed),
            terms=Terms(book=book, chair=chair, second_call=second_call),
        )
        _check(hall, roll, result, book, ceiling, second_call=second_call)


def _check(hall, roll, result, book, ceiling, *, second_call):
    by_key = {voter.key: voter for voter in roll}
    called, taken = rules.electorate(roll, book=book), rules.substitutions(roll)
    sitting = rules.seated(roll)
    # No decision without quorum, unless it is a second call with somebody in the room.
    if result.outcome is not ADJOURNED:
        assert len(sitting) * 2 > max(book.seats, 8) or (second_call and sitting)
    # Nobody votes who is away, aside or unseated; a hand casts its own ballot and one other at most.
    assert all(by_key[hand].attends and hand in sitting for hand in called.values())
    assert all(list(called.values()).count(hand) <= 1 + book.proxies_per_member for hand in called.values())
    assert not any(by_key[key].recused for key in called)
    # One voice a seat: the titular, or who replaces them, or who carries their proxy.
    owners = [taken.get(key, key) for key in called]
    assert len(owners) == len(set(owners)) <= 8
    assert all(by_key[sub].group == by_key[owner].group for sub, owner in taken.items())
    assert sum(result.counts.values()) == len(set(hall.votes) & set(called))
    # No amount above a cap, none without a grant.
    assert result.amount_cents <= ceiling
    assert (result.amount_cents > 0) == (result.outcome is ADOPTED)
