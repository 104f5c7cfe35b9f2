"""Requests whose answers and papers are canaries, filed through the services as a person would file them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf

from cpsti_portal.kernel.accounts.models import User
from requests_app.aids import registry
from requests_app.models import AidRequest
from requests_app.queries.drafts import load_draft
from requests_app.services import submission
from tests.factories import requests
from tests.factories.persona import answers_for

CANARY_FILE = "Avis-Zyxcanardin-Gribouillecanari.pdf"
CANARY_AUTHOR = "Hippogriffecanari Dumétadata"


def pdf(mark: str) -> bytes:
    """One blank page whose metadata name somebody; ``mark`` makes each file another."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Author"] = CANARY_AUTHOR
        document.docinfo["/Title"] = mark
        document.save(out)
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
    return begun


def filed(*, user: User, aid_code: str, at: datetime, **how) -> AidRequest:
    """A request sent at ``at``; ``how`` as for ``draft``."""
    begun = draft(user=user, aid_code=aid_code, at=at - timedelta(hours=1), **how)
    return submission.submit(actor=requests.actor(user, at), aid_request=begun, at=at)
