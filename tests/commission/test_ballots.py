"""From the ballots to the result and the sentence of the minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.ballots import Caps, Terms, Vote, tally
from commission.enums import Choice, Outcome
from commission.rules import Rulebook, Voter, quorum, seated
from cpsti_portal.kernel.reasons import REASONS

CEILING = 500_000
CAPS = Caps(ceiling_cents=CEILING)
NB, THIN = "\u00a0", "\u202f"


def roll(*, present=6, seats=6, recused=()):
    return [
        Voter(key=k, titular=True, present=k < present, recused=k in recused, order=k) for k in range(seats)
    ]


def votes(**counts):
    """votes(pour=[1000, 2000], contre=["resources"], ajourner=["Pourquoi ?"], incompetent=1, abstention=2)."""
    contents = [{"choice": Choice.FOR, "amount_cents": cents} for cents in counts.get("pour", [])]
    contents += [{"choice": Choice.AGAINST, "reason_code": code} for code in counts.get("contre", [])]
    contents += [{"choice": Choice.ADJOURN, "question": text} for text in counts.get("ajourner", [])]
    contents += [{"choice": Choice.OUT_OF_COMPETENCE}] * counts.get("incompetent", 0)
    contents += [{"choice": Choice.ABSTAIN}] * counts.get("abstention", 0)
    return [Vote(voter=voter, **content) for voter, content in enumerate(contents)]


CASES = {
    "majority for grants the low median": (
        votes(pour=[100_000, 250_000, 300_000, 200_000], contre=["resources"]),
        (Outcome.ADOPTED, 200_000, (), ""),
        f"Aide accordée pour 2{THIN}000,00{THIN}€{NB}: 4 voix pour, 1 voix contre.",
    ),
    "the grant stops at the ceiling": (
        votes(pour=[900_000, 900_000, 900_000]),
        (Outcome.ADOPTED, CEILING, (), ""),
        f"Aide accordée pour 5{THIN}000,00{THIN}€{NB}: 3 voix pour.",
    ),
    "majority against refuses with every reason named": (
        votes(contre=["envelope", "resources", "resources", "structural"], pour=[100_000]),
        (Outcome.REJECTED, 0, ("resources", "structural", "envelope"), ""),
        f"Aide refusée{NB}: 1 voix pour, 4 voix contre. "
        f"Motifs{NB}: ressources suffisantes{NB}; difficulté durable{NB}; enveloppe épuisée.",
    ),
    "majority to adjourn asks each question once": (
        votes(ajourner=["Quel échéancier ?", "Autre aide ?", "Quel échéancier ?"], abstention=2),
        (Outcome.ADJOURNED, 0, (), "Autre aide ?\nQuel échéancier ?"),
        f"Dossier ajourné{NB}: 3 voix pour l’ajournement, 2 abstentions.",
    ),
    "majority for incompetence": (
        votes(incompetent=3, pour=[100_000]),
        (Outcome.OUT_OF_COMPETENCE, 0, (), ""),
        f"La commission se déclare incompétente{NB}: 1 voix pour, 3 voix pour l’incompétence.",
    ),
    "a tie adjourns": (
        votes(pour=[100_000] * 3, contre=["resources"] * 3),
        (Outcome.ADJOURNED, 0, (), ""),
        f"Dossier ajourné, les voix étant partagées à égalité{NB}: 3 voix pour, 3 voix contre.",
    ),
    "no majority adjourns and keeps the question": (
        votes(pour=[100_000] * 3, contre=["resources"] * 2, ajourner=["Depuis quand ?"]),
        (Outcome.ADJOURNED, 0, (), "Depuis quand ?"),
        f"Dossier ajourné, aucun choix ne réunissant la majorité des voix exprimées{NB}: "
        "3 voix pour, 2 voix contre, 1 voix pour l’ajournement.",
    ),
    "only abstentions adjourn": (
        votes(abstention=4),
        (Outcome.ADJOURNED, 0, (), ""),
        f"Dossier ajourné, faute de vote exprimé{NB}: 4 abstentions.",
    ),
    "no ballot adjourns": (
        [],
        (Outcome.ADJOURNED, 0, (), ""),
        f"Dossier ajourné, faute de vote exprimé{NB}: aucun bulletin.",
    ),
    "one vote expressed among abstentions decides": (
        votes(pour=[120_000], abstention=5),
        (Outcome.ADOPTED, 120_000, (), ""),
        f"Aide accordée pour 1{THIN}200,00{THIN}€{NB}: 1 voix pour, 5 abstentions.",
    ),
}


@pytest.mark.parametrize(("given_votes", "decision", "sentence"), CASES.values(), ids=CASES.keys())
def test_with_a_quorum(given_votes, decision, sentence):
    result = tally(given_votes, roll(), caps=CAPS)
    assert (result.outcome, result.amount_cents, result.reason_codes, result.question) == decision
    assert result.sentence == sentence


def test_unanimity_without_quorum_adjourns_and_says_so():
    result = tally(votes(pour=[100_000] * 3), roll(present=3), caps=CAPS)
    assert (result.outcome, result.amount_cents) == (Outcome.ADJOURNED, 0)
    assert result.sentence == "Dossier ajourné, faute de quorum."
    assert result.quorum_sentence == (
        f"Quorum non atteint{NB}: 3 titulaires présents ou remplacés sur 6, pour un minimum de 4."
    )


def test_the_quorum_is_counted_again_after_a_recusal():
    four = votes(pour=[100_000] * 4)
    assert tally(four, roll(present=4), caps=CAPS).outcome is Outcome.ADOPTED
    assert tally(four, roll(present=4, recused={3}), caps=CAPS).outcome is Outcome.ADJOURNED


def test_a_quorum_of_one_is_written_in_the_singular():
    result = tally(
        votes(pour=[100_000]), roll(present=1, seats=1), caps=CAPS, terms=Terms(book=Rulebook(seats=1))
    )
    assert (
        result.quorum_sentence
        == f"Quorum atteint{NB}: 1 titulaire présent ou remplacé sur 1, pour un minimum de 1."
    )


def test_the_ballot_of_somebody_who_does_not_sit_is_left_out():
    late = Vote(voter=5, choice=Choice.AGAINST, reason_code="resources")
    result = tally([*votes(pour=[100_000] * 4), late], roll(present=5), caps=CAPS)
    assert result.counts[Choice.AGAINST] == 0


def test_two_ballots_of_one_voter_are_never_counted():
    twice = [Vote(voter=0, choice=Choice.ABSTAIN), Vote(voter=0, choice=Choice.ABSTAIN)]
    with pytest.raises(ValueError, match="two ballots of one voter"):
        tally(twice, roll(), caps=CAPS)


def test_the_result_does_not_depend_on_the_order_of_the_ballots():
    ballots = votes(pour=[100_000], contre=["envelope", "resources"], ajourner=["B ?", "A ?"])
    assert tally(ballots, roll(), caps=CAPS) == tally(ballots[::-1], roll(), caps=CAPS)


voters = st.builds(
    Voter,
    key=st.integers(0, 30),
    titular=st.booleans(),
    present=st.booleans(),
    recused=st.booleans(),
    order=st.integers(0, 5),
)
ballots = st.builds(
    Vote,
    voter=st.integers(0, 30),
    choice=st.sampled_from(Choice),
    amount_cents=st.integers(1, 10**9),
    reason_code=st.sampled_from(sorted(REASONS)),
    question=st.text(max_size=20),
)


@given(
    roll=st.lists(voters, max_size=25, unique_by=lambda voter: voter.key),
    ballots=st.lists(ballots, max_size=25, unique_by=lambda vote: vote.voter),
    ceiling=st.integers(1, 10**7),
)
def test_no_decision_without_quorum_no_amount_above_the_ceiling_no_vote_without_a_seat(
    roll, ballots, ceiling
):
    result = tally(ballots, roll, caps=Caps(ceiling_cents=ceiling))
    attending = {voter.key for voter in roll if voter.present and not voter.recused}
    seats = max(6, sum(voter.titular for voter in roll))

    assert seated(roll) <= attending
    assert len(seated(roll)) <= seats
    assert sum(result.counts.values()) <= len(seated(roll))
    assert result.amount_cents <= ceiling
    assert (result.amount_cents > 0) == (result.outcome is Outcome.ADOPTED)
    assert bool(result.reason_codes) == (result.outcome is Outcome.REJECTED)
    if not quorum(roll).met:
        assert result.outcome is Outcome.ADJOURNED
    if result.outcome is not Outcome.ADJOURNED:
        assert len(attending) * 2 > seats
