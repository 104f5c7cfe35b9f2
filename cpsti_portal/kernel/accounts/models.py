"""Who may sign in, and with which rights, where, from when to when.

The account carries no civil identity: the applicant's is in the request, the professional's in the membership.
"""

from datetime import date

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, READER, BoardRights, RowRule


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

    rights_near: "list[Membership]"  # on the account of a session only, see ``accounts.backends``

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


class College(models.TextChoices):
    NONE = "", "—"
    ACTIVE = "active", "actifs"
    RETIRED = "retired", "retraités"


def kept_by_reader(board: str) -> str:
    """SQL: whoever asks is a secretary of ``board``, a column by its whole name. Pages say if they still are."""
    return f"""EXISTS (
        SELECT 1 FROM accounts_membership kept
        WHERE kept.user_id = {READER} AND kept.role = 'secretary' AND kept.board_id = {board}
    )"""  # noqa: S608  no reader's words


# Who may not erase a right is a page of a board: its secretary ends the mandates of its members, and renews them.
_OWN_MEMBERS = f"""
    IF has_table_privilege(current_user, TG_RELID, 'DELETE') THEN
        RETURN NEW;
    END IF;
    IF NEW.role <> 'member' THEN
        RAISE EXCEPTION 'accounts: a board decides of the mandates of its members alone';
    END IF;
    IF NOT {kept_by_reader("NEW.board_id")} THEN
        RAISE EXCEPTION 'accounts: the secretariat of a board decides of its mandates';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM accounts_membership
        WHERE user_id = NEW.user_id AND board_id = NEW.board_id AND role = 'member'
    ) THEN
        RAISE EXCEPTION 'accounts: a first mandate comes by an invitation';
    END IF;
    RETURN NEW;
"""  # noqa: S608  no reader's words


class Membership(models.Model):
    """A right given by a body for a period; it ends by itself at ``ends_on`` (last day included)."""

    # The names of the members, without their accounts. A secretariat ends and renews the mandates of its members;
    # the trigger keeps it to them.
    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=("ends_on",))

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
    nominated_by = models.CharField(
        "désigné par",
        max_length=40,
        blank=True,
        help_text="L’organisation représentative\u00a0: U2P, CPME, FNAE, CNPL…",
    )
    college = models.CharField("collège", max_length=10, choices=College, default=College.NONE, blank=True)
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
                name="membership_member_has_college",
                condition=(Q(role=Role.MEMBER) & ~Q(college=College.NONE))
                | (~Q(role=Role.MEMBER) & Q(college=College.NONE, nominated_by="")),
                violation_error_message=(
                    "Un membre de commission relève d’un collège et d’une organisation, les autres rôles d’aucun."
                ),
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
        triggers = [
            pgtrigger.Trigger(
                name="board_keeps_to_its_members",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OWN_MEMBERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}, {self.get_role_display()}"

    def holds_on(self, day: date) -> bool:
        """The last day is included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class OfficeKind(models.TextChoices):
    PRESIDENT = "president", "présidence"
    VICE_PRESIDENT = "vice_president", "vice-présidence"


_ONE_HOLDER = """
    SELECT board_id, role INTO place, what FROM accounts_membership WHERE id = NEW.membership_id;
    IF what IS DISTINCT FROM 'member' THEN
        RAISE EXCEPTION 'accounts: only a member of a board holds an office';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('accounts_office ' || place));
    IF EXISTS (
        SELECT 1 FROM accounts_office o JOIN accounts_membership m ON m.id = o.membership_id
        WHERE o.id IS DISTINCT FROM NEW.id AND m.board_id = place AND o.kind = NEW.kind
          AND daterange(o.starts_on, o.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
    ) THEN
        RAISE EXCEPTION 'accounts: this office is already held on one of these days';
    END IF;
    RETURN NEW;
"""


_OF_ITS_BOARD = f"""EXISTS (
    SELECT 1 FROM accounts_membership bearer
    WHERE bearer.id = accounts_office.membership_id AND {kept_by_reader("bearer.board_id")}
)"""  # noqa: S608  no reader's words


class Election(models.TextChoices):
    """CSS R221-3: absolute majority in the first two rounds, relative in the third; equal votes, the eldest."""

    NOT_TOLD = "", "—"
    FIRST_ROUND = "first_round", "majorité absolue au premier tour"
    SECOND_ROUND = "second_round", "majorité absolue au deuxième tour"
    THIRD_ROUND = "third_round", "majorité relative au troisième tour"
    ELDEST = "eldest", "égalité des voix au troisième tour, au bénéfice de l’âge"


class Office(models.Model):
    """A member elected to preside, or in the president’s place, for a period (last day included); CSS R221-3.

    It lasts no longer than the mandate that bears it.
    """

    board_rights = BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        update=("ends_on",),
        rows=(RowRule("SELECT", "true"), RowRule("INSERT", _OF_ITS_BOARD), RowRule("UPDATE", _OF_ITS_BOARD)),
    )

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="offices", verbose_name="membre"
    )
    kind = models.CharField("fonction élue", max_length=20, choices=OfficeKind)
    election = models.CharField(
        "élection", max_length=20, choices=Election, default=Election.NOT_TOLD, blank=True
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "fonction élue"
        verbose_name_plural = "fonctions élues"
        constraints = [
            models.CheckConstraint(
                name="office_kind_known",
                condition=Q(kind__in=OfficeKind.values),
                violation_error_message="Cette fonction n’existe pas.",
            ),
            models.CheckConstraint(
                name="office_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin précède le début.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="office_has_one_holder",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("place", "TEXT"), ("what", "TEXT")],
                func=_ONE_HOLDER,
            ),
            pgtrigger.Protect(name="office_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.membership.display_name}"

    def clean(self) -> None:
        """What the trigger would refuse, told in a sentence."""
        if not self.membership_id or not self.starts_on:
            return
        if self.membership.role != Role.MEMBER:
            raise ValidationError("Seul un membre d’une commission est élu à cette fonction.")
        others = Office.objects.filter(membership__board_id=self.membership.board_id, kind=self.kind)
        others = others.exclude(pk=self.pk).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on))
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        if others.exists():
            raise ValidationError(
                "Cette fonction est déjà tenue pendant une partie de cette période\u00a0: arrêtez d’abord la "
                "précédente."
            )
