"""The only place where a request and its anonymous file meet. It lives on the identity side."""

import pgtrigger
from django.db import models
from django.db.models import Q

from requests_app.models.aid_request import AidRequest
from requests_app.models.board_version import BoardVersion


class BoardLink(models.Model):
    """``version`` is what was sent, signed; ``ruling`` what came back. A new sending is a new link.

    ``examined_on``: the vote is closed, the minutes are not signed yet. ``payable_from``: empty as long as the end of
    the State control is not known. ``suspended_on``, ``annulled_on``: by the control service (CSS L151-1).
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="board_links")
    version = models.OneToOneField(BoardVersion, on_delete=models.PROTECT, related_name="link")
    token = models.CharField("jeton", max_length=40, unique=True)
    sent_at = models.DateTimeField("transmise le")
    sitting_on = models.DateField("séance du", null=True, blank=True)
    ruling = models.JSONField("décision reçue", null=True, blank=True)
    ruled_at = models.DateTimeField("reçue le", null=True, blank=True)
    examined_on = models.DateField("examinée le", null=True, blank=True)
    payable_from = models.DateField("payable à partir du", null=True, blank=True)
    suspended_on = models.DateField("suspendue le", null=True, blank=True)
    suspension = models.CharField("nature de la suspension", max_length=10, blank=True)
    annulled_on = models.DateField("annulée le", null=True, blank=True)
    retracted_at = models.DateTimeField("reprise le", null=True, blank=True)

    class Meta:
        verbose_name = "lien avec la commission"
        verbose_name_plural = "liens avec la commission"
        constraints = [
            models.UniqueConstraint(
                name="one_file_before_a_board",
                fields=["aid_request"],
                condition=Q(ruled_at__isnull=True, retracted_at__isnull=True),
                violation_error_message="La commission a déjà ce dossier.",
            ),
            models.CheckConstraint(
                name="link_control_follows_ruling",
                condition=Q(ruling__isnull=False) | Q(suspended_on=None, annulled_on=None),
                violation_error_message="On ne suspend ni n’annule qu’une décision rendue.",
            ),
            models.CheckConstraint(
                name="link_suspension_has_kind",
                condition=Q(suspended_on=None, suspension="")
                | (Q(suspended_on__isnull=False) & ~Q(suspension="")),
                violation_error_message="Une suspension a une date et une nature.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="facts_frozen", fields=["version", "token", "aid_request", "sent_at"]),
        ]

    def __str__(self) -> str:
        return self.token
