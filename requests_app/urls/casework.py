from django.urls import path

from requests_app.views.casework import (
    acts,
    checks,
    closing,
    detail,
    opinion,
    papers,
    queue,
    signature,
)

app_name = "casework"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/prendre/", acts.take, name="take"),
    path("<uuid:pk>/rendre/", acts.release, name="release"),
    path("<uuid:pk>/demander-des-pieces/", papers.ask_papers, name="ask_papers"),
    path("<uuid:pk>/reprendre/", acts.resume, name="resume"),
    path("<uuid:pk>/verifications/", checks.checks, name="checks"),
    path("<uuid:pk>/avis/", opinion.opinion, name="opinion"),
    path("<uuid:pk>/apercu/", opinion.preview, name="preview"),
    path("<uuid:pk>/figer/", signature.freeze, name="freeze"),
    path("<uuid:pk>/signature/", signature.sign, name="sign"),
    path("<uuid:pk>/rendre-pour-correction/", signature.give_back, name="give_back"),
    path("<uuid:pk>/corriger/", signature.correct, name="correct"),
    path("<uuid:pk>/motivation/", closing.motivate, name="motivate"),
    path("<uuid:pk>/versement/", closing.pay, name="pay"),
    path("<uuid:pk>/rouvrir/", acts.reopen, name="reopen"),
]
