"""How to contest: dated texts an administrator adds. A text in force is never rewritten, a newer one replaces it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from requests_app.enums import AidCode
from requests_app.letters.catalogue import Kind

NOT_BLANK = r"\S"
# The letters that open a time limit, and so carry remedies.
CONTESTABLE = (
    (Kind.RECEIPT.value, "Récépissé (refus par silence)"),
    (Kind.GRANTED.value, "Accord"),
    (Kind.PARTIAL.value, "Accord partiel"),
    (Kind.REFUSED.value, "Refus"),
    (Kind.ADJOURNED.value, "Report (refus par silence)"),
    (Kind.OUT_OF_COMPETENCE.value, "Incompétence"),
    (Kind.LAPSED.value, "Classement sans suite"),
)


class RemediesText(models.Model):
    """Empty ``organisation``, ``aid_code`` or ``kind``: for all. The most precise text in force on the day is used.

    Paragraphs are separated by an empty line.
    """

    organisation = models.ForeignKey(
        "territory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="organisme",
    )
    aid_code = models.CharField("aide", max_length=10, choices=AidCode, blank=True)
    kind = models.CharField("courrier", max_length=20, choices=CONTESTABLE, blank=True)
    starts_on = models.DateField("à partir du")
    text = models.TextField("voies et délais de recours")
    mediator_text = models.TextField("médiateur")

    class Meta:
        verbose_name = "texte des recours"
        verbose_name_plural = "textes des recours"
        constraints = [
            models.CheckConstraint(
                name="remedies_never_empty",
                condition=Q(text__regex=NOT_BLANK) & Q(mediator_text__regex=NOT_BLANK),
                violation_error_message="Le texte des recours et celui du médiateur ne peuvent pas être vides.",
            ),
            models.UniqueConstraint(
                name="remedies_one_text_a_day",
                fields=["organisation", "aid_code", "kind", "starts_on"],
                nulls_distinct=False,
                violation_error_message="Un texte commence déjà ce jour-là pour le même cas.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Tous les courriers'}, depuis le {self.starts_on}"
