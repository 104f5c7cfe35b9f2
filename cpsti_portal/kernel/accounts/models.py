"""Who may sign in, and with which rights, where, from when to when.

The account carries no civil identity: the applicant's is in the request, the professional's in the membership.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("adresse électronique", unique=True)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accès à l’administration", default=False)
    date_joined = models.DateTimeField("créé le", default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    CASEWORKER = "caseworker", "gestionnaire"
    MEMBER = "member", "membre de la commission"
    SECRETARY = "secretary", "secrétaire de la commission"
    ADMINISTRATOR = "administrator", "administrateur"


class Seat(models.TextChoices):
    NONE = "", "—"
    TITULAR = "titular", "titulaire"
    SUBSTITUTE = "substitute", "suppléant"


class Membership(models.Model):
    """A right given by a body for a period; it ends by itself at ``ends_on`` (last day included)."""

    board_rights = BoardRights(select=EVERY_FIELD)  # the names of the members, without their accounts

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name="compte"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "territory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="organisme",
    )
    board = models.ForeignKey(
        "territory.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="commission",
    )
    seat = models.CharField("siège", max_length=10, choices=Seat, default=Seat.NONE, blank=True)
    is_president = models.BooleanField("préside", default=False)
    display_name = models.CharField("nom affiché", max_length=120)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        constraints = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=Q(role=Role.CASEWORKER, organisation__isnull=False, board__isnull=True)
                | Q(role__in=[Role.MEMBER, Role.SECRETARY], board__isnull=False, organisation__isnull=True)
                | Q(role=Role.ADMINISTRATOR, board__isnull=True, organisation__isnull=True),
                violation_error_message=(
                    "Un gestionnaire relève d’un organisme, un membre ou un secrétaire d’une commission, "
                    "un administrateur d’aucun des deux."
                ),
            ),
            models.CheckConstraint(
                name="membership_member_has_seat",
                condition=(Q(role=Role.MEMBER) & ~Q(seat=Seat.NONE))
                | (~Q(role=Role.MEMBER) & Q(seat=Seat.NONE)),
                violation_error_message="Un membre de commission est titulaire ou suppléant.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                name="membership_once_per_place",
                fields=["user", "role", "organisation", "board", "starts_on"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}, {self.get_role_display()}"
