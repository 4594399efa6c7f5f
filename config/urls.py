"""Every address of the product; a test walks them all."""

from django.urls import include, path

from config.administration import administration

urlpatterns = [
    path("", include("people.urls")),
    path("", include("plans.urls")),
    path("", include("objectives.urls")),
    path("", include("actions.urls")),
    path("", include("reports.urls")),
    path("admin/", administration.urls),
    path("accounts/", include("allauth.account.urls")),
]
