"""Headers of private pages, and the last reader of a business refusal."""

from django.contrib import messages
from django.shortcuts import render

from cpsti_portal.kernel.errors import DomainError


class PrivatePagesMiddleware:
    """No cache, shared or of the browser's, keeps a page that a signed-in person has seen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class DomainErrorMiddleware:
    """A DomainError that no view caught becomes a page that says why, with status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        messages.get_messages(request).used = False
        return render(request, "409.html", {"message": exception.message}, status=409)
