"""What a member may carry away of a sitting: exactly what the pages show them, for as long as they show it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from commission.enums import SittingState
from commission.models import AgendaItem, Pack, Sitting
from commission.models.agenda import ORDER
from commission.queries.visible import items_of_member
from cpsti_portal.kernel.accounts.actors import Actor

# Days after the sitting was closed during which a pack is still read.
KEPT = timedelta(days=7)
_READ = (SittingState.PUBLISHED, SittingState.OPEN, SittingState.CLOSED)


@dataclass(frozen=True)
class PackLine:
    """``id`` is None until somebody asks for it; ``ready`` once it can be read."""

    large: bool
    id: UUID | None
    ready: bool
    files: int


def packs_visible_to(actor: Actor, *, at: datetime) -> QuerySet[Pack]:
    """One’s own, made and not swept, while the sitting is published, open, or closed since less than ``KEPT``."""
    mine = Pack.objects.filter(member__user_id=actor.user_id).exclude(path="")
    mine = mine.filter(sitting__board_code__in=actor.member_board_codes, sitting__state__in=_READ)
    return mine.exclude(sitting__closed_at__lt=at - KEPT)


def items_of(actor: Actor, sitting: Sitting) -> list[AgendaItem]:
    """The files this member reads at this sitting, in their order."""
    items = items_of_member(actor).filter(sitting=sitting).select_related("board_file")
    return list(items.order_by(*ORDER))


def fingerprint_of(items: Sequence[AgendaItem]) -> str:
    """Changes with any file, any value shown, any order."""
    told = json.dumps([[item.token, item.shown] for item in items], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def is_current(pack: Pack, actor: Actor) -> bool:
    """Whether its reader may still read all that it holds: a member who stepped aside since may not."""
    return fingerprint_of(items_of(actor, pack.sitting)) == pack.fingerprint


def may_carry(sitting: Sitting, *, at: datetime) -> bool:
    if sitting.state not in _READ:
        return False
    return sitting.closed_at is None or sitting.closed_at >= at - KEPT


def lines_of(sitting: Sitting, actor: Actor) -> list[PackLine]:
    """Normal then large print. Two queries."""
    items = items_of(actor, sitting)
    asked = {
        pack.large: pack
        for pack in Pack.objects.filter(
            sitting=sitting, member__user_id=actor.user_id, fingerprint=fingerprint_of(items)
        )
    }
    return [_line(large, asked.get(large), len(items)) for large in (False, True)]


def _line(large: bool, pack: Pack | None, files: int) -> PackLine:  # noqa: FBT001  one line for each of two prints
    return PackLine(large=large, id=pack.pk if pack else None, ready=bool(pack and pack.path), files=files)
