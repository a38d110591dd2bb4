"""Where the pages are."""

from django.urls import path

from . import views

urlpatterns = [
    path("check-in/", views.check_in, name="check-in"),
    path("scores/", views.scores, name="scores"),
]
