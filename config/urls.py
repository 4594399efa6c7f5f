"""Every address of the product; a test walks them all."""

from django.urls import include, path

from config.administration import administration
from people.views import OwnAddresses

urlpatterns = [
    path("", include("people.urls")),
    path("", include("plans.urls")),
    path("", include("objectives.urls")),
    path("", include("actions.urls")),
    path("", include("scrutiny.urls")),
    path("", include("reports.urls")),
    path("admin/", administration.urls),
    # Before the sign-in library's own: a change of address is kept.
    path("accounts/email/", OwnAddresses.as_view(), name="account_email"),
    path("accounts/", include("allauth.account.urls")),
]
