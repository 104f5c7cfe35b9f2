"""The link of an invitation: choosing a password, or taking the mandate with the account one has."""

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.invitations import services
from cpsti_portal.kernel.invitations.models import Invitation

UNKNOWN = (
    "Ce lien ne fonctionne pas\u00a0: vérifiez qu’il est entier, ou demandez-en un autre au secrétariat."
)
GONE = 410


class PasswordForm(forms.Form):
    use_required_attribute = False

    password1 = forms.CharField(
        label="Mot de passe",
        help_text="Au moins quatorze caractères. Une phrase facile à retenir convient très bien.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Choisissez un mot de passe."},
    )
    password2 = forms.CharField(
        label="Le même mot de passe, une seconde fois",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Écrivez le mot de passe une seconde fois."},
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Les deux mots de passe sont différents.")
        elif first:
            try:
                validate_password(first, User(email=self.email))
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return self.cleaned_data


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    found = services.by_key(key=key)
    closed = services.closed_because(invitation=found, at=clock.now()) if found else UNKNOWN
    if closed:
        return render(request, "account/invitation.html", {"closed": closed}, status=GONE)
    signed_in = request.actor.is_authenticated
    has_account = services.account_of(invitation=found) is not None
    form = None
    if not signed_in and not has_account:
        form = PasswordForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, key, found, form)
    return _page(request, found, form, status=422 if request.method == "POST" else 200)


def _accept(request: HttpRequest, key: str, found: Invitation, form: PasswordForm | None) -> HttpResponse:
    password = form.cleaned_data["password1"] if form else ""
    try:
        services.accept(key=key, password=password, user_id=request.actor.user_id, at=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return _page(request, found, form, status=409)
    messages.success(
        request, "Votre accès de membre est ouvert." + ("" if form is None else " Connectez-vous.")
    )
    return redirect("commission:home" if form is None else "account_login")


def _page(request: HttpRequest, found: Invitation, form: PasswordForm | None, *, status: int) -> HttpResponse:
    """``mine``: the reader is the person invited, or nobody yet: to anybody else the page names nobody."""
    mine = not request.actor.is_authenticated or request.actor.email == found.email
    context = {
        "invitation": found if mine else None,
        "form": form,
        "signed_in": request.actor.is_authenticated,
        "here": request.get_full_path(),
    }
    return render(request, "account/invitation.html", context, status=status)
