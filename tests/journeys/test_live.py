"""Two screens of one sitting: one follows the other, a line is cut, a browser dies; each ballot counts once."""

from playwright.sync_api import expect

from commission.enums import Choice
from commission.models import Ballot, Ruling, Turnout
from tests.journeys import acts, late
from tests.journeys.visitor import TABLET, Visitor

SOON = 2_000  # milliseconds: about one on a quiet machine
SENT, CUT = "Votre bulletin est déposé", "Connexion perdue"

_WATCH = """words => {
    window.seenAt = 0;
    const look = () => document.body.innerText.includes(words) ? window.seenAt = Date.now() : setTimeout(look, 10);
    look();
}"""
_SEEN_AT = "async () => { while (!window.seenAt) await new Promise(go => setTimeout(go, 10)); return window.seenAt; }"


def _delay(person: Visitor, button: str, follower: Visitor, words: str) -> float:
    """Milliseconds between the answer to who presses ``button`` and the words on the other screen."""
    follower.page.evaluate(_WATCH, words)
    with person.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        person.press(button)
    timing = answered.value.request.timing
    return follower.page.evaluate(_SEEN_AT) - timing["startTime"] - timing["responseStart"]


def test_a_screen_follows_the_secretary_at_once(cast):
    room = late.published(cast)
    room.open()
    path = late.path_of(room.sitting)
    secretary, at_the_agenda, at_the_file = (
        cast.at(cast.secretary),
        cast.visit(cast.members[0].user, by_form=False, size=TABLET),
        cast.visit(cast.members[1].user, by_form=False, size=TABLET),
    )
    file_path = f"{path}dossiers/{room.tokens[0]}/"
    at_the_agenda.open(path)
    at_the_agenda.reads("À examiner")
    at_the_file.open(file_path)
    at_the_file.reads("Le vote n’est pas encore ouvert")
    secretary.open(file_path)

    assert _delay(secretary, "Ouvrir le vote", at_the_file, "Déposer mon bulletin") < SOON
    at_the_agenda.reads("Un vote est ouvert", "Lire le dossier et voter")

    acts.vote(at_the_file, file_path, Choice.FOR)
    secretary.reads("1 sur 3", "bulletin reçu")
    secretary.open(f"{file_path}clore/")
    assert _delay(secretary, "Clore le vote", at_the_file, "Aide accordée") < SOON
    at_the_agenda.reads("1 dossier examiné sur 1")


def test_a_line_cut_while_voting_loses_no_ballot(cast):
    chair, other, _ = cast.members
    _, file_path = late.voting(cast, cast.sent("aced"))
    person = cast.at(chair)
    person.open(file_path)
    person.context.set_offline(True)
    person.reads(CUT, "Ce que vous avez saisi est gardé.")
    person.fill(choice=Choice.AGAINST.value, reason_code="resources")
    person.press("Déposer mon bulletin")
    person.page.locator("form[inert]").wait_for()
    assert not Turnout.objects.exists()
    assert person.field("choice").and_(person.page.locator("[value=against]")).is_checked()

    person.context.set_offline(False)
    person.reads(SENT)
    assert list(Ballot.objects.values_list("choice", "reason_code")) == [("against", "resources")]
    expect(person.page.get_by_text(CUT)).to_be_hidden()

    _vote_and_lose_the_answer(cast.at(other), file_path)
    assert Turnout.objects.count() == 2
    acts.close_vote(cast, file_path)
    ruling = Ruling.objects.get()
    assert (ruling.votes_for, ruling.votes_against) == (1, 1)


def _vote_and_lose_the_answer(person: Visitor, file_path: str) -> None:
    """The ballot arrives, the line is cut before the answer: it is sent again, and is the same ballot."""
    sent = []

    def lose_the_first(route):
        sent.append(route.request.post_data)
        if len(sent) > 1:
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    person.context.route("**/voter/", lose_the_first)
    acts.vote(person, file_path, Choice.FOR)
    assert len(sent) == 2


def test_the_browser_of_the_secretary_dies_and_another_goes_on(cast):
    path, file_path = late.voting(cast, cast.sent("aced"))
    first = cast.at(cast.secretary)
    first.open(file_path)
    acts.vote(cast.at(cast.members[0]), file_path, Choice.FOR)
    first.reads("1 sur 3")
    first.context.close()

    acts.vote(cast.at(cast.members[1]), file_path, Choice.FOR)
    second = cast.again(cast.secretary)
    second.open("/commission/")
    second.page.locator(f"main a[href='{path}']").first.click()
    second.press("Conduire le vote")
    second.reads("2 sur 3")
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    assert Ruling.objects.get().votes_for == 2
