"""Who may do what in the administration: the one flag *administrator* decides, no table of permissions beside it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class OfficeAdmin(admin.ModelAdmin):
    """Everything that the page offers, for every administrator; nothing is deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _is_administrator(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff
