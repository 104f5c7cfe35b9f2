"""Which control asks which kind of question."""

from collections.abc import Callable

from django import forms

from requests_app.aids.fields import FieldSpec, Kind
from requests_app.intake.kinds import Choices
from requests_app.intake.typing import NO, YES

# Above this number a drop-down list is easier to scan than radio buttons.
_MOST_RADIOS = 7
_YES_NO = ((YES, "Oui"), (NO, "Non"))


def _text(css: str = "", **attrs: str) -> Callable[[FieldSpec, Choices], forms.Widget]:
    def build(spec: FieldSpec, choices: Choices) -> forms.Widget:
        return forms.TextInput(attrs={**({"class": css} if css else {}), **attrs})

    return build


def _email(spec: FieldSpec, choices: Choices) -> forms.Widget:
    return forms.EmailInput(attrs={"spellcheck": "false"})


def _long(spec: FieldSpec, choices: Choices) -> forms.Widget:
    return forms.Textarea(attrs={"rows": "7", "class": "input--wide"})


def _money(spec: FieldSpec, choices: Choices) -> forms.Widget:
    # The keyboard of figures of a phone has no minus sign.
    keyboard = "text" if spec.signed else "decimal"
    return forms.TextInput(attrs={"class": "input--money", "data-suffix": "€", "inputmode": keyboard})


def _choice(spec: FieldSpec, choices: Choices) -> forms.Widget:
    if len(choices) > _MOST_RADIOS:
        return forms.Select(choices=[("", "Choisissez"), *choices])
    return forms.RadioSelect(choices=choices)


def _several(spec: FieldSpec, choices: Choices) -> forms.Widget:
    return forms.CheckboxSelectMultiple(choices=choices)


def _yes_no(spec: FieldSpec, choices: Choices) -> forms.Widget:
    return forms.RadioSelect(choices=_YES_NO, attrs={"class": "options--inline"})


def _consent(spec: FieldSpec, choices: Choices) -> forms.Widget:
    return forms.CheckboxInput(attrs={"value": YES})


_BUILDERS: dict[Kind, Callable[[FieldSpec, Choices], forms.Widget]] = {
    Kind.TEXT: _text(),
    Kind.ADDRESS: _text(),
    Kind.LONGTEXT: _long,
    Kind.DATE: _text("input--date", inputmode="numeric"),
    Kind.MONEY: _money,
    Kind.INTEGER: _text("input--4", inputmode="numeric"),
    Kind.PERCENT: _text("input--4", inputmode="numeric", **{"data-suffix": "%"}),
    Kind.CHOICE: _choice,
    Kind.MULTI: _several,
    Kind.BOOL: _yes_no,
    Kind.CONSENT: _consent,
    Kind.SIRET: _text("input--siret", inputmode="numeric", spellcheck="false"),
    Kind.NIR: _text("input--nir", autocomplete="off", spellcheck="false"),
    Kind.IBAN: _text("input--iban", autocomplete="off", autocapitalize="characters", spellcheck="false"),
    Kind.BIC: _text("input--20", autocomplete="off", autocapitalize="characters", spellcheck="false"),
    Kind.PHONE: _text("input--20", inputmode="tel"),
    Kind.EMAIL: _email,
    Kind.POSTCODE: _text("input--5", inputmode="numeric"),
    Kind.APE: _text("input--5", autocapitalize="characters", spellcheck="false"),
}


def control(spec: FieldSpec, choices: Choices) -> forms.Widget:
    widget = _BUILDERS[spec.kind](spec, choices)
    if spec.autocomplete:
        widget.attrs["autocomplete"] = spec.autocomplete
    return widget
