"""The administration: organisations, posts, bodies, seats and meetings change here; records of plans are read here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from people.models import GovernanceBody, Meeting, Membership, Organisation, Post
from plans.administration import ReadOnlyAdmin, TrackedAdmin, WithoutMarked
from plans.models import (
    Confirmation,
    Consideration,
    Dispute,
    Mark,
    MarkGrant,
    NoReturn,
    Plan,
    PlanRole,
    RatingCriterion,
    Release,
    Reminder,
    Round,
    RouteStop,
    SentMail,
    Step,
    Theme,
)


@admin.register(Organisation)
class OrganisationAdmin(TrackedAdmin):
    list_display = ["name", "short_name", "lead_post"]
    search_fields = ["name", "short_name"]


@admin.register(Post)
class PostAdmin(TrackedAdmin):
    list_display = ["title", "organisation", "holder", "ended_on"]
    list_filter = ["organisation"]
    list_select_related = ["organisation", "holder"]
    search_fields = ["title"]


@admin.register(GovernanceBody)
class GovernanceBodyAdmin(TrackedAdmin):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(TrackedAdmin):
    list_display = ["person", "capacity", "body", "from_on", "until_on"]
    list_filter = ["body", "capacity"]
    list_select_related = ["body", "person"]


@admin.register(Meeting)
class MeetingAdmin(TrackedAdmin):
    list_display = ["held_on", "body", "how", "title"]
    list_filter = ["body"]
    list_select_related = ["body"]


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ["title", "short_title", "status", "in_force_on", "issued_version"]


@admin.register(Theme)
class ThemeAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan"]


@admin.register(RouteStop)
class RouteStopAdmin(ReadOnlyAdmin):
    list_display = ["plan", "position", "body", "from_on", "until_on"]
    list_filter = ["plan"]
    list_select_related = ["plan", "body"]


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ["label", "plan", "status", "opened_on", "returns_due_on", "version_number", "edition"]
    list_filter = ["plan", "status"]
    list_select_related = ["plan"]


@admin.register(NoReturn)
class NoReturnAdmin(ReadOnlyAdmin):
    list_display = ["round", "post", "kind", "said_on"]
    list_filter = ["plan", "kind"]
    list_select_related = ["round", "post__organisation"]


@admin.register(Consideration)
class ConsiderationAdmin(ReadOnlyAdmin):
    list_display = ["round", "body", "meeting", "edition", "said_on"]
    list_filter = ["plan"]
    list_select_related = ["round", "body", "meeting__body"]


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ["version_number", "plan", "status", "from_on", "proposed_on", "confirmed_on", "ended_on"]
    list_filter = ["plan", "status"]
    list_select_related = ["plan"]


@admin.register(PlanRole)
class PlanRoleAdmin(ReadOnlyAdmin):
    list_display = ["role", "person", "body", "plan", "from_on", "until_on"]
    list_filter = ["plan", "role"]
    list_select_related = ["plan", "person", "body"]


@admin.register(RatingCriterion)
class RatingCriterionAdmin(ReadOnlyAdmin):
    list_display = ["rating", "words", "plan", "retired_on"]
    list_filter = ["plan", "rating"]
    list_select_related = ["plan"]


class WrittenOnceAdmin(WithoutMarked):
    """What is written once can be looked at."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Confirmation)
class ConfirmationAdmin(WrittenOnceAdmin):
    """Who confirmed what was recorded for them."""

    list_display = ["at", "step", "by_words", "minute", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "step"]


@admin.register(Dispute)
class DisputeAdmin(WrittenOnceAdmin):
    """Who said that what was recorded for them is not what they decided."""

    list_display = ["at", "step", "by_words", "because", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "step"]


@admin.register(Step)
class StepAdmin(WrittenOnceAdmin):
    """Every change there was, as people read it."""

    list_display = ["at", "reference", "verb", "by_words", "because", "plan"]
    list_filter = ["plan", "verb"]
    list_select_related = ["plan"]


@admin.register(Mark)
class MarkAdmin(ReadOnlyAdmin):
    list_display = ["reference", "kind", "thing", "plan", "marked_at", "lifted_at"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan"]


@admin.register(MarkGrant)
class MarkGrantAdmin(ReadOnlyAdmin):
    list_display = ["mark", "organisation", "person", "meeting", "plan", "given_on", "ended_on"]
    list_filter = ["plan"]
    list_select_related = ["plan", "mark", "organisation", "person", "meeting__body"]


@admin.register(SentMail)
class SentMailAdmin(WrittenOnceAdmin):
    """Every mail that is kept, with what became of it."""

    list_display = ["at", "person", "subject", "outcome", "bounced_at", "plan"]
    list_filter = ["plan", "kind", "outcome"]
    list_select_related = ["person", "plan"]


@admin.register(Reminder)
class ReminderAdmin(WrittenOnceAdmin):
    """Who was reminded of a return, and why then."""

    list_display = ["on", "person", "kind", "round", "organisation", "plan"]
    list_filter = ["plan", "kind"]
    list_select_related = ["person", "round", "organisation", "plan"]
