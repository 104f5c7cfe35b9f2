"""The main job, played over HTTP by the four roles against a running demonstration.

A worker opens an account, asks for an aid and sends the papers; a caseworker instructs; a board votes on the
anonymous file; the worker reads the decision and downloads the letter.
"""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cpsti_portal.demo import papers
from cpsti_portal.demo.accounts import DOMAIN, PASSWORD, TITULARS
from cpsti_portal.demo.answers import Case, answers_for
from cpsti_portal.demo.browsing import Page, Refused, Visitor
from cpsti_portal.demo.people import make_person
from cpsti_portal.demo.stories import stories_of
from requests_app.aids import registry
from requests_app.aids.documents import DocumentKind
from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.intake.typing import as_typed

AID = "aced"
_LETTERS = "/fichiers/courriers/"
_PATIENCE_SECONDS = 60
_PRESENT = 4  # of six titular members: a quorum


@dataclass
class Story:
    """``say`` prints a line; ``folder`` receives the letter."""

    base: str
    say: Callable[[str], None]
    folder: Path
    today: date
    number: int = field(default_factory=lambda: secrets.randbelow(900_000) + 100_000)
    address: str = ""  # the page of the request
    reference: str = ""
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    sitting: str = ""  # the page of the sitting
    letters: frozenset[str] = frozenset()  # those that came before the decision
    waiting: frozenset[str] = frozenset()  # files that were ready before ours
    file: str = ""  # the page of the anonymous file

    def case(self) -> Case:
        """Who asks, and why."""
        told = stories_of(AID)[0]
        trade = told.trades[0]
        person = make_person(
            seed=self.number,
            department="35",
            born=self.today - timedelta(days=41 * 365),
            business_name=trade.sign,
            civility=trade.civility,
        )
        return Case(
            person=person,
            story=told,
            trade=trade,
            filed_on=self.today,
            campaign_code="",
            event_on=None,
            dice=random.Random(self.number),
        )

    def paper(self, kind: DocumentKind) -> tuple[str, bytes]:
        """The name and the bytes of the paper joined for ``kind``."""
        return f"{kind.slug}.pdf", papers.specimen(kind).data

    def mask(self, caseworker: Visitor, file: str) -> None:
        """Nothing: the board reads the caseworker's own summary alone."""

    def pause(self, moment: str) -> None:
        """The agenda was just published, the vote opened, the sitting closed, its minutes signed. A story goes on."""

    def visitor(self, email: str) -> Visitor:
        """Somebody who has just signed in."""
        return self.signed_in(Visitor(self.base), email)

    def signed_in(self, one: Visitor, email: str) -> Visitor:
        page = one.get("/compte/login/")
        one.submit(page, page.form(holding="login"), {"login": email, "password": PASSWORD})
        return one

    @contextmanager
    def step(self, told: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.say(f"  ✓ {told} ({time.monotonic() - started:.1f} s)")


def play(story: Story) -> Path:
    """The whole story. Returns the path of the letter. Raises Refused where the portal says no."""
    case = story.case()
    worker = _open_account(story, case)
    _ask(story, worker, case)
    story.letters = _wait_for_receipt(story, worker)
    secretary = _plan_sitting(story)
    _instruct(story, case)
    _decide(story, secretary)
    return _read_letter(story, worker)


def _wait_for_receipt(story: Story, worker: Visitor) -> frozenset[str]:
    with story.step("Le récépissé est arrivé"):
        return frozenset(_wait_for(lambda: list(_letters(story, worker)), _LETTERS, "le récépissé"))


def _open_account(story: Story, case: Case) -> Visitor:
    email = case.person.email
    worker = Visitor(story.base)
    with story.step(f"{case.person.first_names} {case.person.last_name} crée un compte : {email}"):
        page = worker.get("/compte/signup/")
        sent = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
        worker.submit(page, page.form(holding="password1"), sent)
        page = worker.get(_confirmation_link(worker, email))
        worker.submit(page, page.form(holding="csrfmiddlewaretoken"))
    return story.visitor(email)


def _confirmation_link(reader: Visitor, email: str) -> str:
    """The link of the mail, read in the mailbox of the demonstration."""
    for link in _wait_for(lambda: reader.get(f"/courriels/?a={email}").links(), "/courriels/", "le courriel"):
        if urlsplit(link).path.startswith("/courriels/") and urlsplit(link).path != "/courriels/":
            words = reader.get(link).text().split()
            found = [word for word in words if "/compte/confirm-email/" in word]
            if found:
                return urlsplit(found[0]).path
    raise Refused("Le courriel de confirmation n’est pas arrivé.")


def _wait_for(look: Callable[[], list[str]], path: str, what: str) -> list[str]:
    """Links under ``path``, as soon as there is one; the worker of the demonstration needs a moment."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = [
            link for link in look() if urlsplit(link).path.startswith(path) and urlsplit(link).path != path
        ]
        if found:
            return found
        time.sleep(1)
    raise Refused(f"Toujours rien après {_PATIENCE_SECONDS} s : {what}.")


def _ask(story: Story, worker: Visitor, case: Case) -> None:
    aid = registry.get(AID)
    answers = story.answers = answers_for(aid=aid, case=case)
    with story.step(f"Demande « {aid.name} » : {len(aid.steps)} étapes remplies"):
        page = worker.get("/demandes/nouvelle/?situation=independant")
        page = worker.submit(page, page.form(holding="aid"), {"aid": AID})
        story.address = page.url
        for step in aid.steps:
            page = worker.get(f"{story.address}etapes/{step.slug}/")
            typed = {
                spec.name: as_typed(spec, answers[step.slug][spec.name])
                for spec in step.fields
                if spec.name in answers[step.slug]
            }
            worker.submit(page, page.form(holding="version"), typed)
    with story.step("Pièces jointes, réponses vérifiées, demande envoyée"):
        page = worker.get(f"{story.address}pieces/")
        files = {kind.slug: story.paper(kind) for kind in aid.required_documents(answers)}
        worker.submit(page, page.form(ending="/pieces/"), files=files)
        page = worker.get(f"{story.address}verifier/")
        page = worker.submit(page, page.form(ending="/envoyer/"))
        story.reference = next(word.strip(".,") for word in page.text().split() if word.startswith("AS-"))
    story.say(f"    numéro {story.reference}")


def _instruct(story: Story, case: Case) -> None:
    caseworker = story.visitor(f"gestionnaire1@urssaf-bretagne.{DOMAIN}")
    file = urlsplit(story.address).path.replace("/demandes/", "/instruction/")
    with story.step("Le gestionnaire trouve la demande dans sa file et la prend en charge"):
        queue = caseworker.get(f"/instruction/?q={story.reference}")
        if not any(urlsplit(link).path == file for link in queue.links()):
            raise Refused(f"{story.reference} n’est pas dans la file.")
        page = caseworker.get(file)
        caseworker.submit(page, page.form(ending="/prendre/"))
    with story.step("Il relit le compte de cotisations et rend un avis favorable"):
        _check_account(caseworker, file, story)
        page = caseworker.get(f"{file}avis/")
        form = page.form(holding="summary")
        sent = {
            "kind": "favorable",
            "amount": _typed_euros(story.answers["prise-en-charge"]["contributions_asked_cents"]),
            "summary": case.tell(case.story.summary),
            "text": case.story.opinion,
        }
        caseworker.submit(page, form, sent)
    with story.step("Il voit exactement ce que la commission lira, et le fige"):
        page = _once_read_by_engine(caseworker, f"{file}apercu/")
        story.mask(caseworker, file)
        caseworker.submit(page, page.form(ending="/figer/"))
    colleague = story.visitor(f"gestionnaire2@urssaf-bretagne.{DOMAIN}")
    with story.step("Un second gestionnaire relit la version figée, la signe et la transmet"):
        page = colleague.get(f"{file}signature/")
        colleague.submit(page, page.form(holding="read"), {"read": "on"})


def _once_read_by_engine(caseworker: Visitor, preview: str) -> Page:
    """The preview, with its button to freeze the file."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        page = caseworker.get(preview)
        if any(form.action.endswith("/figer/") for form in page.forms()):
            return page
        time.sleep(1)
    raise Refused(f"Le dossier n’est pas prêt à être figé. {page.problem()}")


def _typed_euros(cents: object) -> str:
    return f"{int(str(cents)) / 100:.2f}".replace(".", ",")


def _check_account(caseworker: Visitor, file: str, story: Story) -> None:
    values = {
        "affiliated_on": (story.today - timedelta(days=2500)).isoformat(),
        "contributions_paid_cents": 2_400_000,
        "contributions_due_cents": 480_000,
        "up_to_date": False,
        "still_active": True,
        "collective_procedure": "none",
    }
    page = caseworker.get(f"{file}verifications/")
    typed = {spec.name: as_typed(spec, values[spec.name]) for spec in BLOCK_FIELDS["checks"]}
    caseworker.submit(page, page.form(holding="affiliated_on"), typed)


def _plan_sitting(story: Story) -> Visitor:
    secretary = story.visitor(f"secretaire@bretagne.{DOMAIN}")
    with story.step("La secrétaire de la commission prévoit une séance ce jour"):
        page = secretary.get("/commission/seances/nouvelle/")
        hour = f"{story.number % 9 + 9:02d}:{story.number // 9 % 60:02d}"
        sent = {"held_on": story.today.isoformat(), "starts_at": hour}
        page = secretary.submit(page, page.form(holding="held_on"), sent)
        story.sitting = urlsplit(page.url).path
        story.waiting = frozenset(_ready_files(secretary, story))
    return secretary


def _ready_files(secretary: Visitor, story: Story) -> list[str]:
    return _choices(secretary.get(f"{story.sitting}ordre-du-jour/"), "files")


def _decide(story: Story, secretary: Visitor) -> None:
    with story.step("Un dossier anonyme est arrivé : la secrétaire l’inscrit à l’ordre du jour"):
        page = secretary.get(f"{story.sitting}ordre-du-jour/")
        arrived = [key for key in _choices(page, "files") if key not in story.waiting]
        if not arrived:
            raise Refused("Le dossier transmis n’est pas arrivé à la commission.")
        page = secretary.submit(page, page.form(holding="files"), {"files": arrived[:1]})
        files = {link for link in page.links() if urlsplit(link).path.startswith(f"{story.sitting}dossiers/")}
        story.file = urlsplit(files.pop()).path
        token = story.file.rstrip("/").rpartition("/")[2]
    with story.step("Ce qui désignerait la personne est élargi, l’ordre du jour est publié"):
        page = secretary.submit(page, page.form(holding="action"), {"action": "widen_all"})
        secretary.submit(page, page.form(ending="/publier/"))
    story.pause("published")
    with story.step("Présences relevées, séance ouverte, vote ouvert"):
        page = secretary.get(f"{story.sitting}presences/")
        form = page.form(holding="titulars")
        secretary.submit(page, form, {"titulars": _choices(page, "titulars")[:_PRESENT]})
        page = secretary.get(story.sitting)
        secretary.submit(page, page.form(ending=f"{story.sitting}ouvrir/"))
        page = secretary.get(f"{story.sitting}dossiers/{token}/")
        secretary.submit(page, page.form(ending=f"{token}/ouvrir/"))
    story.pause("voting")
    _vote(story, token)
    with story.step("Vote clos, séance close"):
        page = secretary.get(f"{story.sitting}dossiers/{token}/clore/")
        secretary.submit(page, page.form(ending=f"{token}/clore/"))
        page = secretary.get(f"{story.sitting}clore/")
        secretary.submit(page, page.form(ending=f"{story.sitting}clore/"))
    story.pause("closed")
    _sign_minutes(story, secretary)
    story.pause("signed")


def _sign_minutes(story: Story, secretary: Visitor) -> None:
    """Nothing leaves before both signatures."""
    minutes = f"{story.sitting}proces-verbal/"
    with story.step("Le procès-verbal est relu et signé par la secrétaire"):
        _sign(secretary, minutes)
    with story.step("La présidence signe à son tour : la décision repart vers l’organisme"):
        _sign(story.visitor(f"membre1@bretagne.{DOMAIN}"), minutes)
    with story.step("La secrétaire envoie le paquet au service de contrôle et l’enregistre"):
        secretary.get(f"{story.sitting}controle/paquet/")
        page = secretary.get(f"{story.sitting}controle/")
        secretary.submit(
            page,
            page.form(ending="/controle/envoi/"),
            {"addressee": "Service de contrôle de Rennes", "means": "platform"},
        )


def _sign(reader: Visitor, minutes: str) -> None:
    """As soon as the document is laid out: the worker of the demonstration needs a moment."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        page = reader.get(minutes)
        if any(form.action.endswith("/proces-verbal/signer/") for form in page.forms()):
            reader.submit(page, page.form(ending="/proces-verbal/signer/"), {"password": PASSWORD})
            return
        time.sleep(1)
    raise Refused("Le procès-verbal n’est toujours pas prêt à signer.")


def _vote(story: Story, token: str) -> None:
    voted = 0
    with story.step(f"{_PRESENT} membres lisent le dossier {token[:8]}… et votent"):
        for rank in range(1, TITULARS + 1):
            member = story.visitor(f"membre{rank}@bretagne.{DOMAIN}")
            page = member.get(f"{story.sitting}dossiers/{token}/")
            forms = [form for form in page.forms() if form.action.endswith("/voter/")]
            if forms:
                member.submit(page, forms[0], {"choice": "for"})
                voted += 1
    if voted != _PRESENT:
        raise Refused(f"{voted} bulletins au lieu de {_PRESENT}.")


def _choices(page: Page, name: str) -> list[str]:
    return [box.get("value", "") for box in page.tree.iter("input") if box.get("name") == name]


def _read_letter(story: Story, worker: Visitor) -> Path:
    with story.step("La personne reçoit la décision et télécharge son courrier"):
        links = _wait_for(lambda: _new_letters(story, worker), _LETTERS, "le courrier de décision")
        page = worker.get(links[0])
        story.folder.mkdir(parents=True, exist_ok=True)
        path = story.folder / f"{story.reference}.pdf"
        path.write_bytes(page.body)
    return path


def _letters(story: Story, worker: Visitor) -> frozenset[str]:
    links = worker.get(story.address).links()
    return frozenset(link for link in links if urlsplit(link).path.startswith(_LETTERS))


def _new_letters(story: Story, worker: Visitor) -> list[str]:
    """Those that came after the receipt."""
    return sorted(_letters(story, worker) - story.letters)
