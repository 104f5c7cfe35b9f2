"""The table of public counts that an administrator imports."""

from django import forms

from commission.counts_table import COLUMNS, Cell, parse
from commission.queries.boards import every_board_code

_LARGEST_TABLE = 2 * 1024 * 1024
_ERRORS_TOLD = 20


class CountsForm(forms.Form):
    """A table of public counts; what is wrong is told line by line."""

    table = forms.FileField(
        label="Table au format CSV",
        help_text=f"Colonnes\u00a0: {', '.join(COLUMNS)}. Chaque commission citée est donnée en entier et remplacée.",
        error_messages={"required": "Choisissez la table à importer."},
    )

    def clean_table(self) -> list[Cell]:
        upload = self.cleaned_data["table"]
        if upload.size > _LARGEST_TABLE:
            raise forms.ValidationError("Cette table dépasse 2\u202fMo.")
        cells, errors = parse(_decoded(upload.read()), boards=every_board_code())
        if errors:
            more = len(errors) - _ERRORS_TOLD
            told = [*errors[:_ERRORS_TOLD], f"Et {more} autres erreurs."] if more > 0 else errors
            raise forms.ValidationError(told)
        return cells


def _decoded(data: bytes) -> str:
    """What a spreadsheet writes: UTF-8, or the code page of older ones."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
