"""Members called to a sitting: the mails that call them, and what they answer."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.convening import ANSWER_LABELS, NOTICE_LABELS, Answer, NoticeKind
from commission.enums import choices_of
from commission.models.sitting import Sitting
from cpsti_portal.kernel.mails.models import MailStatus, OwedMail, never_twice
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Convening(models.Model):
    """``sequence`` counts the changes of day, hour or place since then: an answer holds for one of them."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=("sequence",))

    sitting = models.OneToOneField(
        Sitting, on_delete=models.PROTECT, primary_key=True, related_name="convening", verbose_name="séance"
    )
    sequence = models.PositiveSmallIntegerField("changements", default=0)
    convened_at = models.DateTimeField("convoquée le")

    class Meta:
        verbose_name = "convocation"
        verbose_name_plural = "convocations"
        triggers = [pgtrigger.Protect(name="convening_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.sitting_id)


class ConveningMail(OwedMail):
    """``facts``: what is told, as it stood. The address is read by the worker: a page of the board never does."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    convening = models.ForeignKey(
        Convening, on_delete=models.PROTECT, related_name="mails", verbose_name="convocation"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    kind = models.CharField("nature", max_length=10, choices=choices_of(NOTICE_LABELS))
    sequence = models.PositiveSmallIntegerField("changement")
    facts = models.JSONField("mentions")

    class Meta:
        verbose_name = "courriel de convocation"
        verbose_name_plural = "courriels de convocation"
        indexes = [models.Index(name="convening_mails", fields=["convening", "member", "id"])]
        constraints = [
            models.CheckConstraint(
                name="convening_mail_known_kind",
                condition=Q(kind__in=[one.value for one in NoticeKind]),
                violation_error_message="Ce courriel n’existe pas.",
            ),
            models.CheckConstraint(
                name="convening_mail_known_state",
                condition=Q(status__in=MailStatus.values),
                violation_error_message="Cet état d’envoi n’existe pas.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="convening_mail_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="convening_mail_as_written", fields=["convening", "member", "kind", "sequence", "facts"]
            ),
            never_twice(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.get_status_display()}"


class Reply(models.Model):
    """``sequence``: the change it answers. A sitting that moves asks again."""

    board_rights = BoardRights(
        select=EVERY_FIELD, insert=EVERY_FIELD, update=("answer", "sequence", "replied_at")
    )

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="replies", verbose_name="séance"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    answer = models.CharField("réponse", max_length=10, choices=choices_of(ANSWER_LABELS))
    sequence = models.PositiveSmallIntegerField("changement")
    replied_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse à une convocation"
        verbose_name_plural = "réponses aux convocations"
        constraints = [
            models.UniqueConstraint(
                name="reply_once",
                fields=["sitting", "member"],
                violation_error_message="Ce membre a déjà répondu.",
            ),
            models.CheckConstraint(
                name="reply_known",
                condition=Q(answer__in=[one.value for one in Answer]),
                violation_error_message="Cette réponse n’existe pas.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="reply_of_one", fields=["sitting", "member"]),
            pgtrigger.Protect(name="reply_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
