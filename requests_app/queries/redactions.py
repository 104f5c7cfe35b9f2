"""The free texts of a request on their way to the board: what stands masked in each, and which were read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.anonymisation.account import account_of
from requests_app.anonymisation.cleaning import clean
from requests_app.anonymisation.masking import Choice, Mask, Spot, masks_of, shown_text
from requests_app.anonymisation.redaction.findings import Label
from requests_app.enums import FreeText
from requests_app.models import AidRequest, MaskingChoice, Opinion, Redaction
from requests_app.queries.drafts import stored_answers


@dataclass(frozen=True)
class BoardText:
    """One free text as it stands. ``row`` is None for a text that is not followed yet."""

    name: FreeText
    source: str
    masks: tuple[Mask, ...]
    row: Redaction | None

    @property
    def shown(self) -> str:
        """What the board would read."""
        return shown_text(self.source, self.masks)

    @property
    def digest(self) -> str:
        return digest_of(self.shown)

    @property
    def waits(self) -> bool:
        """For the engine, which nobody has gone round."""
        return self.row is None or (self.row.proposed_at is None and not self.row.by_hand)

    @property
    def is_read(self) -> bool:
        """By a person, in these very words."""
        return self.row is not None and bool(self.row.read_digest) and self.row.read_digest == self.digest

    @property
    def is_settled(self) -> bool:
        """It may be frozen: read by a person, or written by one and nothing was found in it."""
        if not self.source or self.is_read:
            return True
        if self.name == FreeText.ACCOUNT or self.row is None or self.row.proposed_at is None:
            return False
        return not self.row.proposal["findings"] and not self.masks

    @property
    def leaves(self) -> bool:
        """The applicant's own words leave only once somebody has read them masked."""
        return bool(self.source) and (self.name != FreeText.ACCOUNT or self.is_read)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sources_of(aid_request: AidRequest, opinion: Opinion | None) -> Mapping[FreeText, str]:
    """The texts as they are now, as clean as this version of the portal makes them."""
    return {
        FreeText.ACCOUNT: account_of(stored_answers(aid_request)),
        FreeText.SUMMARY: clean(opinion.summary) if opinion else "",
        FreeText.OPINION: clean(opinion.text) if opinion else "",
    }


def board_texts(aid_request: AidRequest, opinion: Opinion | None) -> Mapping[FreeText, BoardText]:
    """All three, in the order of the file. Three queries; a source that moved is as good as not followed."""
    rows = {
        row.name: row for row in Redaction.objects.filter(aid_request=aid_request).select_related("read_by")
    }
    choices = choices_of(aid_request)
    return {
        name: _board_text(name, source, rows.get(name), choices)
        for name, source in sources_of(aid_request, opinion).items()
    }


def unsettled(texts: Mapping[FreeText, BoardText]) -> tuple[FreeText, ...]:
    """Those that keep the file from being frozen. The applicant's own words, unread, merely stay behind."""
    return tuple(name for name, text in texts.items() if name != FreeText.ACCOUNT and not text.is_settled)


def choices_of(aid_request: AidRequest) -> Mapping[str, Choice]:
    rows = MaskingChoice.objects.filter(aid_request=aid_request).order_by("pk")
    return {row.term: Choice(row.masks, Label(row.label), row.word) for row in rows}


def _board_text(
    name: FreeText, source: str, row: Redaction | None, choices: Mapping[str, Choice]
) -> BoardText:
    followed = row if row is not None and row.source == source else None
    spots = spots_of(followed) if followed else ()
    return BoardText(name, source, masks_of(source, spots, choices), followed)


def spots_of(row: Redaction) -> tuple[Spot, ...]:
    return tuple(
        Spot(one["start"], one["end"], Label(one["label"]), one["layer"], one["suggestion"])
        for one in row.proposal.get("findings", ())
    )
