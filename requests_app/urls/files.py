from django.urls import path

from requests_app.views import files

app_name = "files"

urlpatterns = [
    path("pieces/<uuid:pk>/", files.document, name="document"),
    path("courriers/<uuid:pk>/", files.letter, name="letter"),
]
