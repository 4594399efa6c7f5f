from django.contrib import admin

from actions.models import Action, Ask, Extension, ProgressUpdate
from plans.administration import ReadOnlyAdmin


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["reference", "wording", "lead_post", "status", "criterion", "due_on", "plan"]
    list_filter = ["plan", "status"]
    list_select_related = ["plan", "lead_post", "criterion"]
    search_fields = ["reference", "wording"]


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    list_display = ["action", "submitted_at", "by_words", "rating", "plan"]
    list_filter = ["plan", "rating"]
    list_select_related = ["plan", "action"]


@admin.register(Ask)
class AskAdmin(ReadOnlyAdmin):
    list_display = ["action", "help_needed", "from_whom", "asked_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ["action", "category", "from_on", "to_on", "outcome", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]
