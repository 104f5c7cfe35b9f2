"""A caseworker redacts and signs an account of six hundred words without a mouse; with one, selecting is enough."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from commission.models import BoardFile
from cpsti_portal.kernel import clock
from requests_app.services import casework, opinions
from requests_app.services.opinions import OpinionDraft
from tests.factories import applicants
from tests.factories.casework import REASONED, SUMMARY
from tests.journeys.keyboard import Keyboard

ACCOUNT = (Path(__file__).parent / "account.txt").read_text().strip()
PERSON = {
    "last_name": "Kerdrel",
    "first_names": "Maëlle",
    "business_name": "Au Bon Caillé",
    "activity_city": "Villeneuve",
    "home_city": "Villeneuve",
    "home_line1": "12 rue des Lilas",
    "phone": "0612345678",
}
# Who and where: nothing of it may reach the board.
NEVER = (
    "Kerdrel", "Maëlle", "maelle", "Bon Caillé", "Lilas", "Villeneuve", "Le Bihan", "Yannick", "Léonie", "Quéméneur",
    "Froid Ouest", "Lannion", "Malo", "Quimper", "Tanguy", "Etchegaray", "06 12 34", "bonlait", "Loulou",
    "quarante-six",
)  # fmt: skip
SLOW_KEY = 0.4  # seconds: somebody who looks for the keys
ONLY_ONE = "Je suis la seule fromagère du canton"


def _opined(cast):
    """Held by the caseworker, the opinion written, the engine done with the texts."""
    at = clock.now() - timedelta(days=3)
    filed = applicants.filed(
        user=cast.applicant, aid_code="afe", at=at, overrides={**PERSON, "story": ACCOUNT, "measures": ""}
    )
    holder = cast.desk.actor(at)
    casework.take(aid_request=filed, actor=holder, at=at)
    draft = OpinionDraft(
        kind="partial", amount_cents=80_000, reason_codes=("resources",), fact_sentence="Vos ressources dépassent.",
        text=REASONED, summary=SUMMARY,
    )  # fmt: skip
    opinions.save(aid_request=filed, actor=holder, draft=draft, version=0, at=at)
    cast.work()
    return filed


def _redact(keys: Keyboard) -> None:
    keys.enter("Relire le récit")
    keys.reach("Mots à masquer")
    keys.write(ONLY_ONE)
    keys.write("avec le tabac de Loulou")
    keys.write("Le Bihan")
    keys.enter("Prendre les formulations proposées")
    keys.unfold("Rungis")
    keys.enter("Trop large pour désigner quelqu’un")
    keys.enter("J’ai relu : joindre ce récit")
    keys.enter("Figer et demander la relecture")


def _sign(keys: Keyboard) -> None:
    keys.enter("Relire et signer")
    keys.tick("J’ai relu chaque ligne")
    keys.enter("Signer et transmettre à la commission")


def test_an_account_of_six_hundred_words_is_redacted_and_signed_in_two_minutes(cast):
    assert len(ACCOUNT.split()) >= 600
    aid_request = _opined(cast)
    seconds = presses = 0
    for who, job in ((cast.caseworker, _redact), (cast.colleague, _sign)):
        visitor = cast.at(who)
        visitor.open(f"/instruction/{aid_request.pk}/")
        keys = Keyboard(visitor.page)
        job(keys)
        seconds, presses = seconds + keys.seconds, presses + keys.presses
    read = BoardFile.objects.get().account
    assert [words for words in NEVER if words in read] == []
    assert ONLY_ONE not in read
    assert [words for words in ("Rungis", "62 000 €", "4 120 €", "un fournisseur") if words not in read] == []
    assert seconds + presses * SLOW_KEY < 120, f"{presses} keys, {seconds:.0f} s of the portal"


def test_selected_words_fill_the_field(cast):
    aid_request = _opined(cast)
    person = cast.at(cast.caseworker)
    person.open(f"/instruction/{aid_request.pk}/textes/recit/")
    text = person.page.locator("[data-select]")
    text.evaluate("""text => {
        const words = "la dernière boutique ouverte", nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
            const start = node.data.indexOf(words);
            if (start >= 0) document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
        }
    }""")
    expect(person.page.locator("#id_words")).to_have_value("la dernière boutique ouverte")
    person.press("Masquer partout")
    person.reads("canton et [mot masqué] de la place")
