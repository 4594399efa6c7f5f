from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from plans.administration import ReadOnlyAdmin
from reports.models import Redaction


@admin.register(Redaction)
class RedactionAdmin(ReadOnlyAdmin):
    """That something was asked for, and what became of it; the words are for information governance alone."""

    list_display = ["asked_on", "asked_words", "kind", "outcome", "decided_on", "plan"]
    list_filter = ["plan", "outcome"]
    list_select_related = ["plan"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [name for name in super().get_fields(request, obj) if name != "words"]
