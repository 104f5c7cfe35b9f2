"""The story of somebody whose every answer, paper and file name is a mark."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf

from cpsti_portal.demo.accounts import DOMAIN
from cpsti_portal.demo.answers import Case
from cpsti_portal.demo.browsing import Refused, Visitor
from cpsti_portal.demo.leaks.forms import Marker
from cpsti_portal.demo.leaks.listening import Listener
from cpsti_portal.demo.people import Person
from cpsti_portal.demo.story import Story
from requests_app.aids.documents import DocumentKind
from requests_app.services.pages import CHECKS

# Answers that are marked, and how the report calls them.
_TOLD = {"account": "récit", "measures": "démarches", "outlook": "perspectives"}
_NUMBERS = {"phone": "téléphone", "nir": "NIR", "siret": "SIRET", "iban": "IBAN", "email": "compte"}
_MEMBERS = "/commission/membres/53/"
_PATIENCE_SECONDS = 60
_SYLLABLES = [one + other for one in "bcdfgjklmnprtvz" for other in "aeiou"]


def rare_word(dice: random.Random) -> str:
    """Twelve letters that are no word of any language."""
    return "".join(dice.choice(_SYLLABLES) for _ in range(6)).capitalize()


def _is_pack(link: str, page: str) -> bool:
    return link.startswith(page) and link != page


@dataclass
class MarkedStory(Story):
    """``watch`` is called at each pause. ``listeners``: everybody who signed in, by address. ``mandate``: the key of
    one of the board."""

    watch: Callable[[str], None] = lambda moment: None
    listeners: dict[str, Listener] = field(default_factory=dict)
    marks: dict[str, object] = field(default_factory=dict)
    mandate: str = ""

    def __post_init__(self) -> None:
        self._dice = random.Random(self.number)

    def visitor(self, email: str) -> Listener:
        """The same browser for the same person, signed in once."""
        if email not in self.listeners:
            self.listeners[email] = Listener(self.base)
            self.signed_in(self.listeners[email], email)
        return self.listeners[email]

    def mask(self, caseworker: Visitor, file: str) -> None:
        """The board is to read the person's own words, as the engine masked them, and the page of a paper, covered."""
        page = caseworker.get(f"{file}textes/recit/")
        caseworker.submit(page, page.form(ending="/relu/"))
        self._show_a_page(caseworker, file)

    def _show_a_page(self, caseworker: Visitor, file: str) -> None:
        """Nothing but what the portal covers in advance: the marks that a machine reads on it."""
        papers = [link for link in caseworker.get(file).links() if link.endswith("/pages/1/")]
        if not papers:
            raise Refused(
                "Aucune pièce ne peut être montrée à la commission. La chasse oublierait les pages."
            )
        result = caseworker.get(f"{papers[0]}resultat/")
        caseworker.submit(result, result.form(holding="couvert"), {"couvert": list(CHECKS)})

    def pause(self, moment: str) -> None:
        if moment == "published":
            self._invite()
            self._print()
        self.watch(moment)
        if moment == "signed":
            self._withdraw()

    def _invite(self) -> None:
        """The mail that invites a member is one of those that are opened."""
        secretary = self.visitor(f"secretaire@bretagne.{DOMAIN}")
        ended = next(link for link in secretary.get(_MEMBERS).links() if link.endswith("/arreter/"))
        self.mandate = ended.split("/")[-3]
        page = secretary.get(f"{_MEMBERS}inviter/")
        invited = {
            "display_name": "Invitée Lointaine",
            "email": f"invitee{self.number}@bretagne.{DOMAIN}",
            "nominated_by": "U2P",
            "college": "active",
            "seat": "substitute",
            "starts_on": (self.today + timedelta(days=400)).isoformat(),
            "ends_on": (self.today + timedelta(days=1_800)).isoformat(),
        }
        secretary.submit(page, page.form(holding="email"), invited)

    def _withdraw(self) -> None:
        """The demonstration is left as it was: the last invitation comes first on the page."""
        secretary = self.visitor(f"secretaire@bretagne.{DOMAIN}")
        page = secretary.get(_MEMBERS)
        secretary.submit(page, page.form(ending="/retirer/"))

    def _print(self) -> None:
        """A member carries the files away: the worker prints them with the member’s own name."""
        member = self.visitor(f"membre2@bretagne.{DOMAIN}")
        page = member.get(f"{self.sitting}pdf/")
        member.submit(page, page.form(holding="print"), {"print": "normal"})
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not any(_is_pack(link, page.url) for link in member.get(page.url).links()):
            if time.monotonic() > deadline:
                raise Refused("Les dossiers en PDF ne sont toujours pas prêts. La chasse les oublierait.")
            time.sleep(1)

    def case(self) -> Case:
        plain = super().case()
        person = self._marked(plain.person)
        words = {
            name: f"{getattr(plain.story, name)} Avec {self._mark(mark)}." for name, mark in _TOLD.items()
        }
        return replace(plain, person=person, story=replace(plain.story, **words))

    def _marked(self, person: Person) -> Person:
        born = person.birth_date.replace(day=7)
        marked = replace(
            person,
            last_name=self._mark("nom"),
            birth_name=self._mark("nom de naissance"),
            first_names=self._mark("prénom"),
            street=f"12 venelle {self._mark('rue')}",
            home=replace(person.home, city=self._mark("commune")),
            business_name=f"Atelier {self._mark('enseigne')}",
            activity_street=f"3 sente {self._mark('rue du travail')}",
            activity=replace(person.activity, city=self._mark("commune du travail")),
        )
        self.marks |= {mark: getattr(marked, name) for name, mark in _NUMBERS.items()}
        self.marks["naissance"] = born.isoformat()
        return replace(marked, birth_date=born)

    def paper(self, kind: DocumentKind) -> tuple[str, bytes]:
        _, data = super().paper(kind)
        out = BytesIO()
        with pikepdf.open(BytesIO(data)) as document:
            document.docinfo["/Author"] = self._mark("auteur du PDF")
            document.save(out)
        return f"{kind.slug}-{self._mark('nom de fichier')}.pdf", out.getvalue()

    def _mark(self, name: str) -> str:
        """One word a name: asked again, it is the same."""
        return str(self.marks.setdefault(name, rare_word(self._dice)))

    def markers(self) -> Iterator[Marker]:
        """With the number and the key of the request, once it has them."""
        yield from (Marker(name, value) for name, value in self.marks.items())
        if self.reference:
            yield Marker("numéro", self.reference)
        if self.address:
            yield Marker("clé", urlsplit(self.address).path.strip("/").rpartition("/")[2])
