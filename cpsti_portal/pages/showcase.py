"""Sample data of the page of components: believable, invented, one of each state."""

from django import forms


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom")


BAD_ANSWERS: dict = {}


def context() -> dict:
    return {}
