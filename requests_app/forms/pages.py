"""Covering a page: what was placed so far travels in the address, and nothing is kept before it is confirmed."""

from django import forms

from requests_app.documents import boxes
from requests_app.documents.boxes import MOST, WHOLE, Box, box_of
from requests_app.forms.casework import CaseworkForm
from requests_app.services.pages import CHECKS, UNCHECKED

_CHECK_LABELS = {
    "names": "les noms et prénoms, ceux des proches et des clients aussi",
    "addresses": "les adresses, les communes, les e-mails, les sites",
    "numbers": "les numéros : sécurité sociale, SIRET, compte, téléphone, contrat, plaque",
    "signatures": "les signatures et les mentions écrites à la main",
    "stamps": "les tampons, les en-têtes, les logos",
    "codes": "les codes-barres et les codes QR",
}


# The sides of a zone, as they are typed.
SIDES = ("haut", "bas", "gauche", "droite")


class PercentField(forms.Field):
    """Thousandths of the page, typed in percent: « 12 », « 12,5 ». None when blank: the form says if it may be."""

    def __init__(self, **options):
        attrs = {"class": "input--4", "inputmode": "decimal", "data-suffix": "%", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value):
        typed = (value or "").strip().removesuffix("%").strip().replace(",", ".")
        if not typed:
            return None
        try:
            percent = float(typed)
        except ValueError:
            percent = -1
        if not 0 <= percent <= 100:
            raise forms.ValidationError("Écrivez un nombre de 0 à 100.")
        return round(percent * WHOLE / 100)


class PlacedForm(CaseworkForm):
    """``remplace``: the page that stood when its covering began, so that no window overwrites another."""

    cadres = forms.CharField(widget=forms.HiddenInput, required=False)
    remplace = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CoveringForm(PlacedForm):
    """``placed``: the boxes so far, once it is valid, the one that was added or taken away counted."""

    haut = PercentField(label="Haut de la zone")
    bas = PercentField(label="Bas de la zone")
    gauche = PercentField(label="Bord gauche", required=False)
    droite = PercentField(label="Bord droit", required=False)

    placed: tuple[Box, ...] = ()

    def clean(self):
        placed = boxes.read(self.cleaned_data.get("cadres", ""))
        if placed is None:
            raise forms.ValidationError("Les zones n’ont pas pu être lues : recommencez depuis la pièce.")
        self.placed = placed
        if "enlever" in self.data:
            self._remove(self.data["enlever"])
        elif "ajouter" in self.data and not self.errors:
            self._add()
        return self.cleaned_data

    def _remove(self, rank: str) -> None:
        if rank.isdecimal() and len(rank) <= len(str(MOST)) and 0 < int(rank) <= len(self.placed):
            self.placed = self.placed[: int(rank) - 1] + self.placed[int(rank) :]

    def _add(self) -> None:
        typed = self.cleaned_data
        sides = {"gauche": 0, "droite": WHOLE} | {
            name: value for name, value in typed.items() if value is not None
        }
        if "haut" not in sides or "bas" not in sides:
            missing = "bas" if "haut" in sides else "haut"
            self.add_error(missing, "Dites où commence et où finit la zone, en hauteur.")
            return
        box = box_of([sides["gauche"], sides["haut"], sides["droite"], sides["bas"]])
        if box is None:
            self.add_error("bas", "La fin de la zone vient après son début : échangez les deux nombres.")
        elif len(self.placed) >= MOST:
            self.add_error("haut", "Cette page a trop de zones : couvrez une bande entière.")
        else:
            self.placed = tuple(dict.fromkeys((*self.placed, box)))


class ClearingForm(PlacedForm):
    couvert = forms.MultipleChoiceField(
        label="J’ai cherché et couvert sur toute la page",
        choices=[(name, _CHECK_LABELS[name]) for name in CHECKS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": UNCHECKED},
    )

    def clean_cadres(self):
        placed = boxes.read(self.cleaned_data["cadres"])
        if placed is None:
            raise forms.ValidationError("Les zones n’ont pas pu être lues : recommencez depuis la pièce.")
        return placed
