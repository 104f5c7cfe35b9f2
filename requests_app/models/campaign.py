"""An event that opens the urgent aid: a disaster, a zone, dates, a cap of its own."""

from django.db import models
from django.db.models import F, Q


class Campaign(models.Model):
    """Amounts in cents. ``cap_cents`` replaces the cap of the aid for this event."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("événement", max_length=120)
    event_on = models.DateField("date de l’événement")
    opens_on = models.DateField("ouverte du")
    closes_on = models.DateField("au")
    cap_cents = models.PositiveIntegerField("montant maximal (centimes)")
    departments = models.ManyToManyField("territory.Department", verbose_name="départements touchés")

    class Meta:
        verbose_name = "événement ouvrant l’aide d’urgence"
        verbose_name_plural = "événements ouvrant l’aide d’urgence"
        constraints = [
            models.CheckConstraint(
                name="campaign_dates_in_order",
                condition=Q(event_on__lte=F("opens_on")) & Q(opens_on__lte=F("closes_on")),
                violation_error_message="L’événement précède l’ouverture, qui précède la fermeture.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
