"""Packs: asked for by a member, made once by the worker from what that member reads, swept when they expire."""

from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from commission import wording
from commission.models import AgendaItem, BoardPage, Pack, Sitting
from commission.models.pack import FOLDER
from commission.pack_sheet import PackFacts, PackFile, html_of, picture
from commission.queries import calendar, packs, sheets
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish
from cpsti_portal.kernel.territory.models import Board

TOPIC = "board_packs.make"


@transaction.atomic
def ask(*, actor: Actor, sitting: Sitting, large: bool, at: datetime) -> Pack:
    """Owe the pack of this member. Asked twice while nothing changed, it is made once.

    Raises ``NotAllowed`` ``pack.not_member``, ``Conflict`` ``pack.closed``, ``pack.empty``.
    """
    member = actor.membership_for_board(sitting.board_code, Role.MEMBER)
    if member is None:
        raise NotAllowed("pack.not_member", "Seuls les membres de cette commission emportent ses dossiers.")
    if not packs.may_carry(sitting, at=at):
        raise Conflict("pack.closed", "Les dossiers de cette séance ne s’emportent pas, ou plus.")
    items = packs.items_of(actor, sitting)
    if not items:
        raise Conflict("pack.empty", "Vous n’avez aucun dossier à lire à cette séance.")
    pack, created = Pack.objects.get_or_create(
        sitting=sitting,
        member=member,
        large=large,
        fingerprint=packs.fingerprint_of(items),
        defaults={"files": len(items), "asked_at": at},
    )
    publish(topic=TOPIC, key=str(pack.pk), payload={"pack": str(pack.pk)})
    if created:
        record(action="board.pack_asked", actor=actor, target=sitting, detail={"large": large})
    return pack


def note_read(*, actor: Actor, pack: Pack) -> None:
    record(action="board.pack_read", actor=actor, target=pack.sitting, detail={"files": pack.files})


@subscriber(TOPIC, external=True)
def _make(payload: dict) -> None:
    make(pack_id=UUID(payload["pack"]), at=clock.now())


def make(*, pack_id: UUID, at: datetime) -> None:
    """Print the pack outside any transaction; what changed since it was asked for makes it useless, and unmade.

    Made twice by two workers, one copy is kept.
    """
    pack = Pack.objects.select_related("sitting", "member__user").get(pk=pack_id)
    if pack.path:
        return
    zone = calendar.zone_of(board_code=pack.sitting.board_code)
    actor = actor_for(pack.member.user, clock.local_date(at, zone))
    items = packs.items_of(actor, pack.sitting)
    if packs.fingerprint_of(items) != pack.fingerprint:
        return
    path = private_files.keep(FOLDER, _printed(_facts(pack, items, at, zone)))
    if not Pack.objects.filter(pk=pack_id, path="").update(path=path, made_at=at):
        default_storage.delete(path)


def sweep(*, at: datetime) -> int:
    """Take away the packs whose sitting is over since too long or was called off; returns how many files went."""
    over = [
        pack
        for pack in Pack.objects.exclude(path="").select_related("sitting").order_by("pk")
        if not packs.may_carry(pack.sitting, at=at)
    ]
    Pack.objects.filter(pk__in=[pack.pk for pack in over]).update(path="")
    known = set(Pack.objects.exclude(path="").values_list("path", flat=True))
    return private_files.sweep(FOLDER, known, older_than=at)


def _printed(facts: PackFacts) -> bytes:
    """The layout engine is loaded where a pack is printed, and nowhere else."""
    from commission.pack_print import renderer

    return renderer().pdf(html_of(facts))


def _facts(pack: Pack, items: list[AgendaItem], at: datetime, zone: str) -> PackFacts:
    made_on = f"{wording.day(clock.local_date(at, zone))} à {wording.hour(at, zone)}"
    return PackFacts(
        board=Board.objects.get(code=pack.sitting.board_code).name,
        day=wording.day(pack.sitting.held_on),
        name=pack.member.display_name,
        made=made_on,
        large=pack.large,
        files=[_file(place, item) for place, item in enumerate(items, start=1)],
    )


def _file(place: int, item: AgendaItem) -> PackFile:
    sheet = sheets.as_shown(item)
    amounts = (
        ("Demandé", sheet["asked_cents"]),
        ("Maximum possible", sheet["ceiling_cents"]),
        ("Proposé", sheet["proposed_cents"]),
    )
    met = [(label, "rempli") for label in sheet["criteria_met"]]
    return PackFile(
        place=place,
        reference=wording.reference(item.token),
        aid_label=sheet["aid_label"],
        corrected=sheet["corrected"],
        situation=sheet["situation"],
        account=sheet["account"],
        summary=sheet["summary"],
        money=[*sheet["money"], *((label, euros(cents)) for label, cents in amounts)],
        opinion=sheet["opinion"],
        opinion_text=sheet["opinion_text"],
        criteria=[(label, found) for label, found, _ in sheet["criteria"]] + met,
        images=_images(item, sheet["pages"]),
    )


def _images(item: AgendaItem, titles: list[str]) -> list[tuple[str, str]]:
    kept = BoardPage.objects.filter(board_file=item.board_file_id).order_by("number")
    return [(titles[page.number - 1], picture(private_files.content(page.path))) for page in kept]
