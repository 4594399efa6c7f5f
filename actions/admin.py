from django.contrib import admin

from actions.models import (
    Action,
    Ask,
    AssuranceCheck,
    DatedFact,
    Evidence,
    Extension,
    Milestone,
    Move,
    ProgressUpdate,
    SignOff,
    Succession,
    Verdict,
    Withdrawal,
)
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


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ["action", "what", "due_on", "reached_on", "dropped_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["action", "what", "kind", "added_on", "withdrawn_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(DatedFact)
class DatedFactAdmin(ReadOnlyAdmin):
    list_display = ["action", "kind", "what", "day", "ended_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ["action", "reported_on", "outcome", "decided_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(AssuranceCheck)
class AssuranceCheckAdmin(ReadOnlyAdmin):
    list_display = ["action", "checked_on", "checked_words", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Move)
class MoveAdmin(ReadOnlyAdmin):
    list_display = ["action", "to_plan", "to_outside", "outcome", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ["action", "successor", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["action", "withdrawn_on", "reopened_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "action"]


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ["action", "kind", "criterion", "decided_body", "decided_on", "plan"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan", "action", "criterion", "decided_body"]
