from django.urls import path

from requests_app.views.applicant import documents, drafts, following, listing, sending

app_name = "applicant"

urlpatterns = [
    path("", listing.request_list, name="list"),
    path("nouvelle/", listing.new, name="new"),
    path("<uuid:pk>/", following.detail, name="detail"),
    path("<uuid:pk>/etapes/<slug:slug>/", drafts.step, name="step"),
    path("<uuid:pk>/pieces/", documents.documents, name="documents"),
    path("<uuid:pk>/pieces/<uuid:document_id>/supprimer/", documents.document_delete, name="document_delete"),
    path("<uuid:pk>/verifier/", sending.check, name="check"),
    path("<uuid:pk>/envoyer/", sending.submit, name="submit"),
    path("<uuid:pk>/recepisse/", sending.receipt, name="receipt"),
    path("<uuid:pk>/pieces-demandees/", following.papers, name="papers"),
    path("<uuid:pk>/retirer/", following.withdraw, name="withdraw"),
    path("<uuid:pk>/abandonner/", following.discard, name="discard"),
]
