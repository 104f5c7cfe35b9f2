"""Pages that only a demonstration has."""

from django.urls import path

from cpsti_portal.pages import demo

app_name = "demo"

urlpatterns = [
    path("composants/", demo.components, name="components"),
    path("courriels/", demo.outmail, name="outmail"),
    path("courriels/<slug:name>/", demo.outmail_detail, name="outmail_detail"),
    path("courriels/<slug:name>/piece/<int:index>/", demo.outmail_attachment, name="outmail_attachment"),
]
