"""The administration: the portal's own sign-in, and for whoever is not an administrator the 404 of a missing page."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Registered by libraries. Rights are memberships, and a verified address is changed by its owner alone.
_NOT_OURS = {"auth.Group", "account.EmailAddress"}


class PortalAdminSite(AdminSite):
    site_header = "Action sociale des indépendants\u00a0: administration"
    site_title = "Administration"
    index_title = "Référentiels et paramètres"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.label not in _NOT_OURS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.actor.is_administrator

    def admin_view(self, view, cacheable=False):  # noqa: FBT002, Django's signature
        opened = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if not request.actor.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return opened(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect_to_login(reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return LogoutView.as_view(next_page="/")(request)

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("admin:index")
