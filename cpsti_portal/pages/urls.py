from django.urls import path

from cpsti_portal.pages import health, views
from cpsti_portal.pages.invitation import invitation

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("aides/<slug:slug>/", views.aid, name="aid"),
    path("comment-ca-marche/", views.how, name="how"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accueil/", views.landing, name="landing"),
    path("invitation/<str:key>/", invitation, name="invitation"),
    path("sante/", health.health, name="health"),
]
