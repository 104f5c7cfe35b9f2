"""What printed documents share before they are a PDF: French typesetting, templates that stop on a mistake. Pure."""

import re
from pathlib import Path
from typing import NoReturn

from django.template import Engine

from cpsti_portal.kernel.errors import DomainError

NO_BREAK_SPACE = "\u00a0"


def typeset(text: str) -> str:
    """No line may break before « : ; ! ? » » nor after « « », nor inside a number or the name of an article."""
    held = re.sub(
        r" (?=[:;!?»€])|(?<=\b[LRD]\.) (?=\d)", NO_BREAK_SPACE, text.replace("\u202f", NO_BREAK_SPACE)
    )
    return held.replace("« ", f"«{NO_BREAK_SPACE}")


class StopOnUnknown(str):
    """Stands for ``string_if_invalid``: the engine asks whether it holds ``%s``, and gets an error."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return True

    def __mod__(self, variable: object) -> NoReturn:
        raise DomainError(
            "sheet.variable", f"Le modèle de document demande un champ inconnu\u00a0: {variable}."
        )


def strict_engine(folder: Path, *, filters: tuple[str, ...] = (), autoescape: bool = True) -> Engine:
    """Reads ``folder`` only; a variable that does not exist raises ``DomainError`` ``sheet.variable``."""
    return Engine(
        dirs=[str(folder)],
        app_dirs=False,
        autoescape=autoescape,
        string_if_invalid=StopOnUnknown("unknown"),
        builtins=list(filters),
    )
