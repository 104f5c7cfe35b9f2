"""A caseworker's desk: takes requests as far as a test needs them, by the services of the caseworker's pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, User
from requests_app.enums import FreeText
from requests_app.models import AidRequest, ClearedPage, Redaction
from requests_app.queries.casefile import opinion_of
from requests_app.queries.pages import papers_of
from requests_app.queries.redactions import board_texts
from requests_app.services import (
    board_versions,
    casework,
    clocks,
    decisions,
    gateway,
    opinions,
    pages,
    papers,
    payments,
    proposals,
    redactions,
    withdrawal,
)
from requests_app.services.opinions import OpinionDraft
from requests_app.services.papers import Wanted
from tests.factories import applicants
from tests.factories.written import WRITTEN

SUMMARY = (
    "L’activité a perdu un client qui représentait la moitié de ses ventes. Un nouveau marché commence bientôt. "
    "Un délai de paiement est en cours et respecté."
)
REASONED = "La difficulté est récente et passagère, l’activité reste viable."


def machine_reads(aid_request: AidRequest, *, at: datetime) -> None:
    """What the worker does with the texts of this request, at once."""
    for row in Redaction.objects.filter(aid_request=aid_request):
        proposals.propose(redaction=row.pk, at=at)


@dataclass(frozen=True)
class Desk:
    """Every act one day after the one before it."""

    applicant: User
    caseworker: Membership
    colleague: Membership

    WHOLE = 300_000  # asked, proposed and granted in the whole grants, in cents
    PART = 150_000  # proposed when less than what is asked

    def actor(self, at: datetime) -> Actor:
        return actor_for(self.caseworker.user, clock.local_date(at, "Europe/Paris"))

    def draft(self, aid_code: str, *, at: datetime) -> AidRequest:
        return applicants.draft(user=self.applicant, aid_code=aid_code, at=at, real_papers=True)

    def filed(
        self, aid_code: str, *, at: datetime, whole: bool = False, real_papers: bool = False
    ) -> AidRequest:
        asked = {"contributions_asked_cents": self.WHOLE, "money_asked_cents": self.WHOLE} if whole else {}
        return applicants.filed(
            user=self.applicant, aid_code=aid_code, at=at, overrides=asked, real_papers=real_papers
        )

    def taken(
        self, aid_code: str, *, at: datetime, whole: bool = False, real_papers: bool = False
    ) -> AidRequest:
        filed = self.filed(aid_code, at=at, whole=whole, real_papers=real_papers)
        later = at + timedelta(days=1)
        return casework.take(aid_request=filed, actor=self.actor(later), at=later)

    def incomplete(self, aid_code: str, *, at: datetime, days: int = 60) -> AidRequest:
        taken = self.taken(aid_code, at=at)
        asked_at = at + timedelta(days=2)
        papers.ask(
            aid_request=taken,
            actor=self.actor(asked_at),
            wanted=[Wanted(kind="avis-imposition", comment="Il manque une page.")],
            due_on=(asked_at + timedelta(days=days)).date(),
            message="Merci d’envoyer cette pièce.",
            at=asked_at,
        )
        return taken

    def withdrawn(self, aid_code: str, *, at: datetime) -> AidRequest:
        filed = self.filed(aid_code, at=at)
        later = at + timedelta(days=1)
        who = actor_for(self.applicant, later.date())
        return withdrawal.withdraw(actor=who, aid_request=filed, at=later)

    def lapsed(self, aid_code: str, *, at: datetime) -> AidRequest:
        """Its papers never came: the hourly follow-up reminded, then closed."""
        waited = self.incomplete(aid_code, at=at, days=20)
        for days in (15, 50):
            clocks.follow(at=at + timedelta(days=days))
        waited.refresh_from_db()
        return waited

    def opined(
        self,
        aid_code: str,
        *,
        at: datetime,
        whole: bool = False,
        told: bool = False,
        with_page: bool = False,
    ) -> AidRequest:
        """``told``: the board will read the applicant's own words, masked. ``with_page``: and the first page of the
        first paper, covered.
        """
        taken = self.taken(aid_code, at=at, whole=whole, real_papers=with_page)
        later = at + timedelta(days=2)
        draft = OpinionDraft(
            kind="favorable" if whole else "partial",
            amount_cents=self.WHOLE if whole else self.PART,
            reason_codes=() if whole else ("resources",),
            fact_sentence=""
            if whole
            else "Vos ressources du mois dépassent vos charges de plus de la moitié.",
            text=REASONED,
            summary=SUMMARY,
        )
        opinions.save(aid_request=taken, actor=self.actor(later), draft=draft, version=0, at=later)
        machine_reads(taken, at=later)
        if told:
            self.read_account(taken, at=later)
        if with_page:
            self.clear(taken, at=later)
        return taken

    def read_account(self, taken: AidRequest, *, at: datetime) -> None:
        """Sign for the applicant's own words as the engine masked them."""
        account = board_texts(taken, opinion_of(taken))[FreeText.ACCOUNT]
        redactions.read(
            aid_request=taken, actor=self.actor(at), name=FreeText.ACCOUNT, digest=account.digest, at=at
        )

    def clear(self, taken: AidRequest, *, at: datetime) -> ClearedPage:
        return pages.clear(
            actor=self.actor(at),
            aid_request=taken,
            document=papers_of(taken).first(),
            number=1,
            boxes=((100, 100, 600, 200),),
            checked=pages.CHECKS,
            replaces=None,
            at=at,
        )

    def sent(self, aid_code: str, *, at: datetime, **opinion: bool) -> AidRequest:
        """``opinion``: as for ``opined``."""
        ready = self.opined(aid_code, at=at, **opinion)
        later = at + timedelta(days=3)
        self.sign(ready, at=later)
        return ready

    def frozen(self, aid_code: str, *, at: datetime, **opinion: bool) -> AidRequest:
        ready = self.opined(aid_code, at=at, **opinion)
        later = at + timedelta(days=3)
        board_versions.freeze(aid_request=ready, actor=self.actor(later), at=later)
        return ready

    def sign(self, ready: AidRequest, *, at: datetime) -> None:
        """Frozen here, signed by the colleague."""
        version = board_versions.freeze(aid_request=ready, actor=self.actor(at), at=at)
        on = clock.local_date(at, "Europe/Paris")
        gateway.send_to_board(
            aid_request=ready, actor=actor_for(self.colleague.user, on), number=version.number, at=at
        )

    def motivate(self, decided: AidRequest, *, at: datetime) -> None:
        decisions.motivate(
            aid_request=decided,
            fact_sentence=WRITTEN["decision fact"],
            reason_codes=["resources"],
            author=self.actor(at),
            at=at,
        )

    def pay(self, granted: AidRequest, *, at: datetime) -> None:
        paid_on = clock.local_date(at, granted.organisation.time_zone)
        payments.record(aid_request=granted, actor=self.actor(at), paid_on=paid_on, at=at)
