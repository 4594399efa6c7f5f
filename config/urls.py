"""Every address of the product; a test walks them all."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("people.urls")),
    path("", include("plans.urls")),
    path("", include("objectives.urls")),
    path("", include("actions.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
]
