"""What the applicant typed, one row a step."""

import pgtrigger
from django.db import models

from requests_app.models.aid_request import AidRequest


class StepAnswers(models.Model):
    """``raw`` is what was typed, kept even when it is wrong; ``values`` is what was understood.

    ``values`` is empty until the step is valid; money in cents, dates in ISO form. ``version`` grows at each
    save: a page that carries an older one is told so instead of overwriting. Frozen once the request is filed, save
    for what the caseworker checks in the contribution account (``CHECKS_SLUG``).
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="answers")
    step = models.SlugField("étape", max_length=40)
    raw = models.JSONField("saisie", default=dict)
    values = models.JSONField("réponses", default=dict)
    is_complete = models.BooleanField("complète", default=False)
    version = models.PositiveIntegerField("version", default=1)
    updated_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "réponses d’une étape"
        verbose_name_plural = "réponses des étapes"
        constraints = [models.UniqueConstraint(name="answers_once_per_step", fields=["aid_request", "step"])]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_filed",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF 'verifications' = ALL (ARRAY_REMOVE(ARRAY[NEW.step, OLD.step], NULL)) THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM requests_app_aidrequest r
                        WHERE r.id = COALESCE(NEW.aid_request_id, OLD.aid_request_id) AND r.state <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'submitted answers are read-only';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.step
