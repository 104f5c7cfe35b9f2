"""The professionals of the demonstration: caseworkers, secretaries, members, one administrator."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from faker import Faker

from cpsti_portal.demo.people import ascii_word
from cpsti_portal.kernel.accounts.models import College, Membership, Office, OfficeKind, Role, Seat, User
from cpsti_portal.kernel.territory.models import Board, Organisation

# Public on purpose: it opens a demonstration on one's own machine and nothing else.
PASSWORD = "demonstration-2026"  # noqa: S105
DOMAIN = "demo.example"
SINCE = date(2022, 1, 1)
TITULARS = 6
SUBSTITUTES = 2
# Six titulars, then two substitutes, each of the organisation and college of one titular at least.
NOMINATIONS = (
    ("U2P", College.ACTIVE),
    ("CPME", College.ACTIVE),
    ("U2P", College.ACTIVE),
    ("FNAE", College.ACTIVE),
    ("U2P", College.RETIRED),
    ("CNPL", College.ACTIVE),
    ("U2P", College.ACTIVE),
    ("CPME", College.ACTIVE),
)
_OFFICES = {1: OfficeKind.PRESIDENT, 2: OfficeKind.VICE_PRESIDENT}
_TITLES = {1: "Présidence de la commission", 2: "Vice-présidence de la commission"}


@dataclass(frozen=True, kw_only=True)
class Post:
    role: str
    organisation: Organisation | None = None
    board: Board | None = None
    seat: str = Seat.NONE
    office: str = ""
    nominated_by: str = ""
    college: str = College.NONE
    job_title: str


class Recruiter:
    """Creates accounts in one go: one password hash for all, since hashing is slow by design."""

    def __init__(self) -> None:
        self._hash = make_password(PASSWORD)
        self._fake = Faker("fr_FR")
        self._fake.seed_instance(2026)

    def user(self, email: str, *, is_staff: bool = False) -> User:
        user, created = User.objects.get_or_create(
            email=email, defaults={"password": self._hash, "is_staff": is_staff, "is_superuser": is_staff}
        )
        if created:
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    def hire(self, post: Post, email: str) -> Membership:
        name = f"{self._fake.first_name()} {self._fake.last_name()}"
        membership, _ = Membership.objects.get_or_create(
            user=self.user(email, is_staff=post.role == Role.ADMINISTRATOR),
            role=post.role,
            organisation=post.organisation,
            board=post.board,
            starts_on=SINCE,
            defaults={
                "display_name": name,
                "job_title": post.job_title,
                "seat": post.seat,
                "nominated_by": post.nominated_by,
                "college": post.college,
            },
        )
        if post.office:
            Office.objects.get_or_create(membership=membership, kind=post.office, starts_on=SINCE)
        return membership


def staff_everything() -> None:
    """Two caseworkers an organisation, a secretary and eight members a board, one administrator."""
    recruiter = Recruiter()
    recruiter.hire(Post(role=Role.ADMINISTRATOR, job_title="Administration nationale"), f"admin@{DOMAIN}")
    for organisation in Organisation.objects.order_by("code"):
        _staff_organisation(recruiter, organisation)
    for board in Board.objects.order_by("code"):
        _staff_board(recruiter, board)


def _staff_organisation(recruiter: Recruiter, organisation: Organisation) -> None:
    for rank in (1, 2):
        post = Post(role=Role.CASEWORKER, organisation=organisation, job_title="Gestionnaire action sociale")
        recruiter.hire(post, f"gestionnaire{rank}@{organisation.code}.{DOMAIN}")


def _staff_board(recruiter: Recruiter, board: Board) -> None:
    place = board_slug(board)
    secretary = Post(role=Role.SECRETARY, board=board, job_title="Secrétaire de la commission")
    recruiter.hire(secretary, f"secretaire@{place}.{DOMAIN}")
    for rank in range(1, TITULARS + SUBSTITUTES + 1):
        nominated_by, college = NOMINATIONS[rank - 1]
        post = Post(
            role=Role.MEMBER,
            board=board,
            seat=Seat.TITULAR if rank <= TITULARS else Seat.SUBSTITUTE,
            office=_OFFICES.get(rank, ""),
            nominated_by=nominated_by,
            college=college,
            job_title=_TITLES.get(rank, "Membre de la commission"),
        )
        recruiter.hire(post, f"membre{rank}@{place}.{DOMAIN}")


def board_slug(board: Board) -> str:
    return ascii_word(board.area_label)
