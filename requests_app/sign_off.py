"""Who may sign the anonymous file: somebody who did not prepare it, or its author after a night. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SECOND_READER = "Vous avez préparé cette version : un autre agent de votre organisme la relit et la signe."


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """``alone_after_hours``: None where the author never signs alone."""

    prepared_by_id: int
    prepared_at: datetime
    alone_after_hours: int | None

    @property
    def alone_from(self) -> datetime | None:
        """From when the author may sign what he or she prepared."""
        if self.alone_after_hours is None:
            return None
        return self.prepared_at + timedelta(hours=self.alone_after_hours)

    def may_sign(self, reader_id: int | None, at: datetime) -> bool:
        """``reader_id``: the account that signs, as the author's: one person may hold two rights."""
        if reader_id is None:
            return False
        if reader_id != self.prepared_by_id:
            return True
        return self.alone_from is not None and at >= self.alone_from
