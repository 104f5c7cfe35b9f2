"""One form per block of questions, made from the description of the aid."""

from requests_app.forms.steps.form import StepForm

__all__ = ["StepForm"]
