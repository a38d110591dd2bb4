"""Where the pages are."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.scores, name="scores"),
    path("check-in/<slug:name>/", views.check_in, name="check-in"),
    path("sharing/", views.sharing, name="sharing"),
    path("together/", views.side_by_side, name="together"),
    path("invite/", views.invite, name="invite"),
    path("join/<str:code>/", views.join, name="join"),
    path("erase/", views.erase, name="erase"),
]
