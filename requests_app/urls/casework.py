from django.urls import path

from requests_app.views.casework import (
    acts,
    checks,
    closing,
    detail,
    opinion,
    pages,
    papers,
    queue,
    redaction,
    signature,
)

app_name = "casework"

_PAGE = "<uuid:pk>/pieces/<uuid:document_id>/pages/<int:number>/"
_CLEARED = "<uuid:pk>/pages-montrees/<int:page_id>/"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/prendre/", acts.take, name="take"),
    path("<uuid:pk>/rendre/", acts.release, name="release"),
    path("<uuid:pk>/demander-des-pieces/", papers.ask_papers, name="ask_papers"),
    path("<uuid:pk>/reprendre/", acts.resume, name="resume"),
    path("<uuid:pk>/verifications/", checks.checks, name="checks"),
    path("<uuid:pk>/avis/", opinion.opinion, name="opinion"),
    path(_PAGE, pages.cover, name="page"),
    path(f"{_PAGE}image/", pages.page_image, name="page_image"),
    path(f"{_PAGE}resultat/", pages.confirm, name="page_confirm"),
    path(f"{_CLEARED}image/", pages.cleared_image, name="cleared_image"),
    path(f"{_CLEARED}retirer/", pages.withdraw, name="page_withdraw"),
    path("<uuid:pk>/apercu/", opinion.preview, name="preview"),
    path("<uuid:pk>/textes/<slug:text>/", redaction.redaction, name="redaction"),
    path("<uuid:pk>/textes/<slug:text>/masquer/", redaction.mask, name="redaction_mask"),
    path("<uuid:pk>/textes/<slug:text>/retablir/", redaction.restore, name="redaction_restore"),
    path("<uuid:pk>/textes/<slug:text>/remasquer/", redaction.mask_again, name="redaction_mask_again"),
    path("<uuid:pk>/textes/<slug:text>/reformuler/", redaction.reword, name="redaction_reword"),
    path(
        "<uuid:pk>/textes/<slug:text>/propositions/", redaction.take_suggestions, name="redaction_suggestions"
    ),
    path("<uuid:pk>/textes/<slug:text>/a-la-main/", redaction.go_on_by_hand, name="redaction_by_hand"),
    path("<uuid:pk>/textes/<slug:text>/relu/", redaction.read, name="redaction_read"),
    path("<uuid:pk>/textes/<slug:text>/ecarter/", redaction.set_aside, name="redaction_set_aside"),
    path("<uuid:pk>/figer/", signature.freeze, name="freeze"),
    path("<uuid:pk>/signature/", signature.sign, name="sign"),
    path("<uuid:pk>/rendre-pour-correction/", signature.give_back, name="give_back"),
    path("<uuid:pk>/corriger/", signature.correct, name="correct"),
    path("<uuid:pk>/motivation/", closing.motivate, name="motivate"),
    path("<uuid:pk>/versement/", closing.pay, name="pay"),
    path("<uuid:pk>/rouvrir/", acts.reopen, name="reopen"),
]
