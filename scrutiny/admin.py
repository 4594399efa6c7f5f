from django.contrib import admin

from plans.administration import ReadOnlyAdmin
from scrutiny.models import Account, Closing, NamedOfficer


@admin.register(Closing)
class ClosingAdmin(ReadOnlyAdmin):
    list_display = ["plan", "begun_on", "outcome", "ended_on", "reopened_on"]
    list_filter = ["plan"]
    list_select_related = ["plan"]


@admin.register(NamedOfficer)
class NamedOfficerAdmin(ReadOnlyAdmin):
    list_display = ["words", "closing", "confirmed_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "closing__plan"]


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "objective", "workstream", "carried_by__plan"]
