"""How the administration (Django's admin) treats tracked rows: through the private step, or not at all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from people.administration import OfficeAdmin
from people.forms import PlainTextField
from people.tracking import Tracked
from plans.models import Mark
from plans.steps import Refused, one_step


class TrackedForm(forms.ModelForm):
    """Asks why, and remembers which version it showed."""

    because = PlainTextField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 2}))
    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version_seen"] = self.instance.version


class HistoryAdmin(OfficeAdmin, SimpleHistoryAdmin):
    """The history is told from the row’s full copies."""

    object_history_list_template = "admin/full_history.html"
    # An administrator is not by office a reader of every plan.
    view_on_site = False

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A copy is read and never sent back; the package would take it."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        answer: HttpResponse = super().history_form_view(request, *args, **kwargs)
        return answer

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if _shows_a_copy(request):
            return [field.name for field in self.opts.fields if not field.primary_key]
        return super().get_readonly_fields(request, obj)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if _shows_a_copy(request):
            return self.get_readonly_fields(request, obj)
        return super().get_fields(request, obj)


def _shows_a_copy(request: HttpRequest) -> bool:
    return request.resolver_match is not None and str(request.resolver_match.url_name).endswith("_simple_history")


class TrackedAdmin(HistoryAdmin):
    """Changes a tracked row that belongs to no plan: by the private step, with a reason."""

    form = TrackedForm
    actions = None

    def save_model(self, request: Any, obj: Tracked, form: TrackedForm, change: bool) -> None:
        answers = form.cleaned_data
        with one_step(
            obj,
            "administer",
            by=request.user,
            recorded_by=request.user,
            because=answers["because"],
            version_seen=answers["version_seen"] if change else None,
        ) as row:
            for name in form.changed_data:
                if name not in ("because", "version_seen"):
                    setattr(row, name, answers[name])
        obj.pk, obj.version = row.pk, row.version

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, f"{refusal.message} What you typed was not kept.")
            return HttpResponseRedirect(request.path)
        return answer


class WithoutMarked(OfficeAdmin):
    """The records of plans on which no mark stands: an administrator is by office no reader of what is not for everyone."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        if any(one.name == "plan" for one in self.opts.fields):
            return rows.exclude(plan__in=Mark.objects.standing().values("plan"))
        return rows


class ReadOnlyAdmin(WithoutMarked, HistoryAdmin):
    """A record and its history, to be read: a plan changes on its own pages, by its own people."""

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_marked(request, object_id)
        answer: HttpResponse = super().history_view(request, object_id, *args, **kwargs)
        return answer

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_marked(request, object_id)
        return super().history_form_view(request, object_id, *args, **kwargs)

    def _refuse_marked(self, request: HttpRequest, object_id: str) -> None:
        """The package looks for copies past the queryset."""
        if not self.get_queryset(request).filter(pk=object_id).exists():
            raise Http404("No such record here.")

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
