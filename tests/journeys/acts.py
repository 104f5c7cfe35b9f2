"""What each person does in a story, page after page, by the words on the buttons."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import time_machine
from playwright.sync_api import expect

from commission.enums import Choice
from commission.models import Sitting
from commission.queries.signers import signer_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership, User
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.models import AidRequest
from tests.factories import applicants
from tests.factories.accounts import PASSWORD
from tests.factories.casework import REASONED, SUMMARY, Desk
from tests.factories.persona import answers_for
from tests.journeys.visitor import Visitor

FACT = "Vos ressources du mois dépassent vos charges de plus de la moitié."


@dataclass
class Cast:
    """The people of a story. ``work``: the worker does all that is owed."""

    visit: Callable[..., Visitor]
    work: Callable[[], int]
    folder: Path
    applicant: User
    caseworker: Membership
    colleague: Membership
    secretary: Membership
    members: list[Membership]
    browsers: dict[str, object] = field(default_factory=dict)
    _at: dict[int, Visitor] = field(default_factory=dict)

    def at(self, holder: User | Membership) -> Visitor:
        """The browser of this person, opened once, the way ``browsers`` says."""
        user = getattr(holder, "user", holder)
        if user.pk not in self._at:
            by_form = user == self.applicant
            self._at[user.pk] = self.visit(user, by_form=by_form, **self.browsers)
        return self._at[user.pk]

    def again(self, holder: User | Membership) -> Visitor:
        """Another browser: the session of the first one is over."""
        del self._at[getattr(holder, "user", holder).pk]
        return self.at(holder)

    @property
    def desk(self) -> Desk:
        """For the part of a life that another story tells."""
        return Desk(applicant=self.applicant, caseworker=self.caseworker, colleague=self.colleague)

    def sent(self, aid_code: str, *, whole: bool = True) -> AidRequest:
        """A request the board has just received."""
        return self.desk.sent(aid_code, at=clock.now() - timedelta(days=4), whole=whole)

    def paper(self, name: str) -> Path:
        path = self.folder / f"{name}.pdf"
        path.write_bytes(applicants.pdf(name))
        return path


def start(person: Visitor, aid: Aid) -> None:
    """From the public page of the aid to an open draft."""
    person.open(f"/demandes/nouvelle/?aide={aid.slug}")
    person.press("Continuer")
    person.page.locator("section.aid-card", has_text="Celle que vous regardiez").get_by_role("button").click()
    expect(person.page).to_have_url(re.compile(r"/demandes/[0-9a-f-]{36}/"))


def fill(person: Visitor, aid: Aid, answers: Mapping[str, Mapping[str, object]]) -> None:
    person.open(person.path.split("?")[0])
    person.press(re.compile("^Commencer|^Continuer"))
    person.fill_request(aid, answers)


def join_papers(cast: Cast, person: Visitor, aid: Aid, answers) -> None:
    expect(person.page).to_have_url(re.compile("/pieces/"))
    for kind in aid.required_documents(answers):
        person.join(kind.slug, cast.paper(kind.slug))
    person.press(re.compile("^Continuer"))


def send(person: Visitor) -> str:
    """From the check to the confirmation; returns the number of the request."""
    expect(person.page).to_have_url(re.compile("/verifier/"))
    person.press("Envoyer ma demande")
    person.reads("Votre demande est envoyée")
    return re.search(r"AS-\w{4}-\w{4}", person.page.locator("main").inner_text())[0]


def file(cast: Cast, aid_code: str, **overrides: object) -> str:
    """A whole request, from the page of the aid to the number."""
    aid = registry.get(aid_code)
    answers = answers_for(aid=aid, on=clock.today(), overrides=overrides)
    person = cast.at(cast.applicant)
    start(person, aid)
    fill(person, aid, answers)
    join_papers(cast, person, aid, answers)
    return send(person)


def open_file(person: Visitor, number: str) -> None:
    person.open(f"/instruction/?vue=toutes&q={number}")
    person.page.get_by_role("link", name=number).first.click()
    expect(person.page).to_have_url(re.compile(r"/instruction/[0-9a-f-]{36}/"))


def take(person: Visitor, number: str) -> None:
    open_file(person, number)
    person.press("Prendre en charge")
    person.reads("Vous suivez cette demande")


def give_opinion(
    person: Visitor, number: str, *, kind: str = "favorable", amount: str = "", reasons: tuple[str, ...] = ()
) -> None:
    open_file(person, number)
    person.press("Rédiger l’avis")
    person.fill(kind=kind, amount=amount, summary=SUMMARY, text=REASONED)
    person.fill(reasons=list(reasons), fact_sentence=FACT if reasons else "")
    person.press("Enregistrer et voir l’aperçu")


def freeze(cast: Cast, person: Visitor) -> None:
    """On the preview, once the engine has read the texts."""
    cast.work()
    person.open(person.path)
    person.press("Figer et demander la relecture")
    person.reads("Le dossier anonymisé est figé")


def sign(person: Visitor, number: str) -> None:
    """By a colleague: the exact version, line by line, then the signature."""
    open_file(person, number)
    person.press("Relire et signer")
    person.fill(read=True)
    person.press("Signer et transmettre à la commission")
    person.reads("Transmise à la commission")


def instruct(cast: Cast, number: str, **opinion: object) -> None:
    person = cast.at(cast.caseworker)
    take(person, number)
    give_opinion(person, number, **opinion)
    freeze(cast, person)
    sign(cast.at(cast.colleague), number)


def plan_sitting(cast: Cast, *, on: date | None = None, at: str = "09:00") -> str:
    """Today's sitting with every waiting file on its agenda; returns its path."""
    person = cast.at(cast.secretary)
    person.open("/commission/seances/nouvelle/")
    person.fill(held_on=(on or clock.today()).isoformat(), starts_at=at)
    person.press("Prévoir la séance")
    expect(person.page).to_have_url(re.compile(r"/seances/[0-9a-f-]{36}/$"))
    path = person.path
    person.press("Composer l’ordre du jour")
    person.tick_all("input[name=files]")
    person.press("Inscrire les dossiers choisis")
    return path


def publish(cast: Cast, path: str) -> None:
    """From now on members read the files."""
    person = cast.at(cast.secretary)
    person.open(f"{path}ordre-du-jour/")
    person.press("Publier l’ordre du jour")
    person.reads("L’ordre du jour est publié")


def call_roll(cast: Cast, path: str, *names: str) -> None:
    """The secretary leaves ticked those who are there, and nobody else."""
    person = cast.at(cast.secretary)
    person.open(f"{path}presences/")
    for box in person.boxes("input[type=checkbox]"):
        label = person.page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
        box.set_checked(any(name in label for name in names))
    person.press("Enregistrer les présences")
    person.reads("La feuille de présence est enregistrée")


def open_sitting(cast: Cast, path: str) -> None:
    publish(cast, path)
    person = cast.at(cast.secretary)
    person.open(f"{path}presences/")
    person.tick_all("input[name=titulars]")
    person.press("Enregistrer les présences")
    person.press("Ouvrir la séance")
    person.reads("La séance est ouverte")


def open_vote(cast: Cast, path: str) -> str:
    """The vote of the next file; returns the path of the file."""
    person = cast.at(cast.secretary)
    person.open(path)
    person.press("Conduire le vote")
    person.press("Ouvrir le vote")
    person.reads("Le vote est ouvert")
    return person.path.split("#")[0]


def vote(person: Visitor, file_path: str, choice: Choice, **content: object) -> None:
    person.open(file_path)
    person.fill(choice=choice.value)
    person.fill(**content)
    person.press("Déposer mon bulletin")
    expect(person.page.locator("form[inert]")).to_have_count(0)  # the live page sends it, and follows
    person.reads("Votre bulletin est déposé")


def close_vote(cast: Cast, file_path: str) -> None:
    person = cast.at(cast.secretary)
    person.open(file_path)
    person.press("Clore le vote")
    person.press("Clore le vote")
    person.reads("Le vote est clos")


def close_sitting(cast: Cast, path: str) -> None:
    person = cast.at(cast.secretary)
    person.open(f"{path}clore/")
    person.press("Clore la séance")
    person.reads("La séance est close")


def sign_minutes(cast: Cast, path: str) -> None:
    """Once the document is laid out: the secretary, then who signs for the chair."""
    cast.work()
    sitting = Sitting.objects.select_related("chair").get(pk=path.strip("/").rpartition("/")[2])
    chair, _ = signer_of(sitting, on=clock.today())
    for who, button in (
        (cast.secretary, "Signer et transmettre à la présidence"),
        (chair, "Signer le procès-verbal"),
    ):
        person = cast.at(who)
        person.open(f"{path}proces-verbal/")
        person.fill(password=PASSWORD)
        person.press(button)
        person.reads("Vous avez signé")


def read_minutes(cast: Cast, path: str, *, by: Membership) -> bytes:
    """The signed minutes, downloaded by somebody of the board."""
    person = cast.at(by)
    person.open(f"{path}proces-verbal/")
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Procès-verbal").click()
    return Path(download.value.path()).read_bytes()


def hold_sitting(cast: Cast, choice: Choice, *, at: str = "09:00", **content: object) -> str:
    """A whole sitting on one file: every member votes alike. Returns its path."""
    path = plan_sitting(cast, at=at)
    cast.work()
    open_sitting(cast, path)
    file_path = open_vote(cast, path)
    for member in cast.members:
        vote(cast.at(member), file_path, choice, **content)
    close_vote(cast, file_path)
    close_sitting(cast, path)
    sign_minutes(cast, path)
    return path


def send_to_control(cast: Cast, path: str) -> None:
    person = cast.at(cast.secretary)
    person.open(f"{path}controle/")
    person.fill(addressee="Service de contrôle")
    person.press("Enregistrer l’envoi")
    person.reads("Le délai de contrôle court")
    cast.work()


@contextmanager
def after_control(cast: Cast, path: str) -> Iterator[Visitor]:
    """Two weeks later, the control service having said nothing: the caseworker, signed in again."""
    send_to_control(cast, path)
    with time_machine.travel(clock.now() + timedelta(days=14)):
        yield cast.again(cast.caseworker)


def motivate(cast: Cast, number: str) -> None:
    person = cast.at(cast.caseworker)
    open_file(person, number)
    person.press("Motiver la décision")
    person.press("Arrêter les motifs et envoyer la décision")
    person.reads("La décision est motivée")


def read_letter(cast: Cast, number: str, *, titled: str = "acceptée|refusée") -> bytes:
    """The letter so titled, downloaded by the applicant from the page of the request."""
    person = cast.at(cast.applicant)
    person.open("/demandes/")
    person.page.locator("li", has_text=number).get_by_role("link").first.click()
    letters = person.page.locator("main a[href*='/fichiers/courriers/']")
    with person.page.expect_download() as download:
        letters.filter(has_text=re.compile(titled)).first.click()
    return Path(download.value.path()).read_bytes()
