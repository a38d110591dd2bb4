"""Where the pages of the site are."""

from django.contrib import admin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path, reverse_lazy
from django.views.generic import CreateView

sign_up = CreateView.as_view(
    form_class=UserCreationForm, template_name="registration/login.html", success_url=reverse_lazy("login")
)
urlpatterns = [
    path("", include("django_app.urls")),
    path("admin/", admin.site.urls),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="login"), name="logout"),
    path("sign-up/", sign_up, name="sign-up"),
]
