"""Every door of the portal, by reader; first the one a whole room goes through at once."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("commission/", include("commission.urls")),
    path("compte/", include("allauth.urls")),
    path("demandes/", include("requests_app.urls.applicant")),
    path("fichiers/", include("requests_app.urls.files")),
    path("instruction/", include("requests_app.urls.casework")),
    path("interets/", include("requests_app.urls.interests")),
    path("administration/", admin.site.urls),
    path("", include("cpsti_portal.pages.urls")),
]

if settings.PORTAL_DEMO:
    urlpatterns += [path("", include("cpsti_portal.pages.demo_urls"))]

handler400 = "cpsti_portal.pages.errors.bad_request"
handler403 = "cpsti_portal.pages.errors.forbidden"
handler404 = "cpsti_portal.pages.errors.not_found"
handler500 = "cpsti_portal.pages.errors.server_error"
