"""Requests whose answers and papers are canaries, filed through the services as a person would file them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
from PIL import Image

from cpsti_portal.kernel.accounts.models import User
from requests_app.aids import registry
from requests_app.models import AidRequest
from requests_app.queries.drafts import load_draft
from requests_app.services import submission
from tests.factories import requests
from tests.factories.persona import answers_for

CANARY_FILE = "Avis-Zyxcanardin-Gribouillecanari.pdf"
CANARY_PHOTO = "Photo-Zyxcanardin-Mirlibouzigue.jpg"
CANARY_AUTHOR = "Hippogriffecanari Dumétadata"
# What a paper says besides what one sees on it; the portal takes it away when it receives the paper.
HIDDEN = {
    "author": CANARY_AUTHOR,
    "creator": "Chrysolithonard",
    "joined": "Coquecigruade",
    "artist": "Gloubimetadaque",
    "place": "Lunebougnat",
    "remark": "Papillotemarque",
}


def pdf(mark: str) -> bytes:
    """One blank page whose metadata and joined file name somebody; ``mark`` makes each file another."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Author"] = HIDDEN["author"]
        document.docinfo["/Title"] = mark
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:creator"] = [HIDDEN["creator"]]
        document.attachments["note.txt"] = pikepdf.AttachedFileSpec(document, HIDDEN["joined"].encode())
        document.save(out)
    return out.getvalue()


def photo(shade: int = 120) -> bytes:
    """A picture as a phone takes it: who, where, a remark. ``shade`` makes each file another."""
    tags = Image.Exif()
    tags[0x013B] = HIDDEN["artist"]
    tags.get_ifd(0x8825)[0x001B] = HIDDEN["place"].encode()
    out = BytesIO()
    picture = Image.new("RGB", (64, 64), (shade, shade, shade))
    picture.save(out, "JPEG", exif=tags, comment=HIDDEN["remark"].encode())
    return out.getvalue()


def draft(
    *,
    user: User,
    aid_code: str,
    at: datetime,
    overrides: Mapping[str, object] | None = None,
    real_papers: bool = False,
) -> AidRequest:
    """A draft with every answer and every paper it must have, not sent yet.

    ``real_papers``: files that went through the reading engine, which takes its time.
    """
    answers = answers_for(aid=registry.get(aid_code), on=at.date(), overrides=overrides)
    begun = requests.fill(requests.draft(aid_code, user=user, at=at), changes=answers, at=at)
    for kind in load_draft(begun, at=at).missing_documents:
        data = pdf(kind.slug) if real_papers else None
        requests.document(begun, kind.slug, data=data, title=CANARY_FILE, at=at)
    if real_papers:
        requests.document(begun, kind.slug, data=photo(), title=CANARY_PHOTO, at=at)
    return begun


def filed(*, user: User, aid_code: str, at: datetime, **how) -> AidRequest:
    """A request sent at ``at``; ``how`` as for ``draft``."""
    begun = draft(user=user, aid_code=aid_code, at=at - timedelta(hours=1), **how)
    return submission.submit(actor=requests.actor(user, at), aid_request=begun, at=at)
