"""Pages of the demonstration: every component with its states, and the mails that would have left."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cpsti_portal.pages import mailbox, showcase

PAGE_SIZE = 50


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    form = showcase.SampleForm(showcase.BAD_ANSWERS if "erreurs" in request.GET else None)
    frame = request.GET.get("cadre", "public")
    _, base = showcase.FRAMES.get(frame, showcase.FRAMES["public"])
    frames = [
        {"label": label, "url": f"?cadre={key}", "active": key == frame}
        for key, (label, _) in showcase.FRAMES.items()
    ]
    context = {"form": form, "base": base, "frame": frame, "frames": frames, **showcase.context()}
    return render(request, "pages/components.html", context)


@require_safe
def outmail(request: HttpRequest) -> HttpResponse:
    recipient = request.GET.get("a", "").strip()
    mails = mailbox.newest(_folder(), limit=PAGE_SIZE, recipient=recipient)
    return render(request, "pages/outmail.html", {"mails": mails, "recipient": recipient, "limit": PAGE_SIZE})


@require_safe
def outmail_detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "pages/outmail_detail.html", {"mail": _mail(name)})


@require_safe
def outmail_attachment(request: HttpRequest, name: str, index: int) -> HttpResponse:
    files = _mail(name).attachments
    if index >= len(files):
        raise Http404
    response = HttpResponse(files[index].content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{files[index].ascii_name}"'
    return response


def _folder():
    return getattr(settings, "EMAIL_FILE_PATH", None)


def _mail(name: str) -> mailbox.Mail:
    mail = mailbox.read(_folder(), name)
    if mail is None:
        raise Http404
    return mail
