from django.urls import path

from requests_app.views.interests import register, withdraw

app_name = "interests"

urlpatterns = [
    path("", register, name="register"),
    path("<int:interest_id>/retirer/", withdraw, name="withdraw"),
]
