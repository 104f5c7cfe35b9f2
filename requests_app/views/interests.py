"""One’s own declaration of interests: outside the wall, and showing nothing but what its reader declared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import member_required
from cpsti_portal.kernel.errors import DomainError
from requests_app.forms.interests import InterestForm
from requests_app.queries.interests import interests_of
from requests_app.services import interests as services


@member_required
def register(request: HttpRequest) -> HttpResponse:
    form = InterestForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.declare(
                actor=request.actor, kind=form.chosen(), typed=form.cleaned_data["typed"], at=clock.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            messages.success(request, "Votre déclaration est complétée.")
            return redirect("interests:register")
    context = {
        "form": form,
        "declared": [
            {"id": one.pk, "kind": one.get_kind_display(), "value": one.value}
            for one in interests_of(request.actor)
        ],
    }
    return render(request, "commission/interests.html", context, status=status)


@member_required
@require_POST
def withdraw(request: HttpRequest, interest_id: int) -> HttpResponse:
    one = get_object_or_404(interests_of(request.actor), pk=interest_id)
    services.withdraw(actor=request.actor, interest_id=one.pk)
    messages.success(request, "C’est retiré. Les dossiers déjà transmis n’en changent pas.")
    return redirect("interests:register")
