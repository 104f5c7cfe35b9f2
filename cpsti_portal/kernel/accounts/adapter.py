"""django-allauth, told where people go and that no account ever carries a name."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.urls import reverse


class PortalAccountAdapter(DefaultAccountAdapter):
    def get_login_redirect_url(self, request):
        return reverse("pages:landing")

    def add_message(self, request, level, *args, **kwargs):
        """Sign-in and sign-out say nothing: the page itself does. Warnings and errors stay."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)
