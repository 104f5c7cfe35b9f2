"""Dated parameters of the aids: caps, seniority, delays. An administrator adds a row, nobody rewrites the past."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class AidParameter(models.Model):
    """``value`` in the unit of its key: cents, days, months, percent, or 0/1. ``region`` empty: everywhere."""

    aid_code = models.CharField("aide", max_length=10)
    key = models.CharField("paramètre", max_length=40)
    region = models.ForeignKey(
        "territory.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="région",
    )
    value = models.IntegerField("valeur")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        verbose_name = "paramètre d’une aide"
        verbose_name_plural = "paramètres des aides"
        constraints = [
            models.CheckConstraint(
                name="parameter_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin précède le début.",
            ),
            ExclusionConstraint(
                name="parameter_one_value_a_day",
                expressions=[
                    ("aid_code", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (Func(F("region"), models.Value(""), function="COALESCE"), RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Une valeur couvre déjà une partie de cette période.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aid_code} · {self.key}"
