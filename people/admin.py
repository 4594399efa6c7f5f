"""Accounts, for administrators: who there is, not what they may do in a plan, and never anybody's password."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from people.accounts import account_without_password, change_account, latest_change
from people.addresses import is_confirmed, mail_confirmation_link
from people.administration import OfficeAdmin
from people.forms import PlainTextField
from people.models import AccountChange, User
from people.password_link import mail_password_link

CHANGED_HERE = ["name", "email", "organisation", "is_staff"]


class AccountForm(forms.ModelForm):
    """Asks why, and remembers the latest change of the account that it showed."""

    name = PlainTextField(label="Name", max_length=200)
    because = PlainTextField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 2}))
    change_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = User
        fields = CHANGED_HERE
        help_texts = {
            "email": "Where you change it, the old address is told, the person is signed out everywhere, and a link goes to the "
            "new one: until it is followed there, nobody signs in.",
            "is_staff": "Manages organisations, bodies and accounts, and may create plans.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["change_seen"] = latest_change(self.instance)

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"])
        if not typed.isascii():
            raise forms.ValidationError(
                "An e-mail address is written in plain letters, figures and signs: type it anew."
            )
        email = typed.lower()
        accounts = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        # Somebody may sign in with it as their second address.
        addresses = EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=self.instance.pk)
        if accounts.exists() or addresses.exists():
            raise forms.ValidationError("Somebody has this address already.")
        return email

    def clean_is_staff(self) -> bool:
        stays = bool(self.cleaned_data["is_staff"])
        others = User.objects.here().filter(is_staff=True).exclude(pk=self.instance.pk)
        if self.instance.pk and self.initial.get("is_staff") and not stays and not others.exists():
            raise forms.ValidationError("This is the last administrator. Make somebody else one first.")
        return stays


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """An account is made without a password; a link lets its person set one. Its history is who changed it, and why."""

    form = AccountForm
    fields = [*CHANGED_HERE, "because", "change_seen", "joined_at", "last_login", "ended_on", "ended_because"]
    readonly_fields = ["joined_at", "last_login", "ended_on", "ended_because"]
    list_display = ["name", "email", "organisation", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    actions = ["send_password_link"]
    object_history_template = "admin/account_history.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has left stays as they left."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_active)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Where nothing can be changed, nobody is asked why."""
        if self.has_change_permission(request, obj):
            return self.fields
        return [*CHANGED_HERE, *self.readonly_fields]

    def save_model(self, request: Any, obj: User, form: forms.ModelForm, change: bool) -> None:
        answers, because = form.cleaned_data, form.cleaned_data["because"]
        if not change:
            made = account_without_password(
                obj.email, obj.name, obj.organisation, by=request.user, because=because, administrator=obj.is_staff
            )
            obj.pk, obj.joined_at = made.pk, made.joined_at
            messages.info(
                request, "The account has no password yet: choose it in the list and send the link that sets one."
            )
            return
        changes = {name: answers[name] for name in CHANGED_HERE if name in form.changed_data}
        site, seen = request.build_absolute_uri("/"), answers["change_seen"]
        change_account(obj, by=request.user, because=because, site=site, seen=seen, **changes)
        if "email" in changes:
            messages.info(
                request,
                f"The old address has been told. {obj.name} signs in again once the link that went to {obj.email} was followed.",
            )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, f"{' '.join(refusal.messages)} What you typed was not kept.")
        except OSError as problem:  # smtplib's errors are among them
            messages.error(request, f"The mail could not be sent ({problem}), so nothing was changed. Try again later.")
        else:
            return answer
        return HttpResponseRedirect(request.path)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        changes = AccountChange.objects.filter(person=person).select_related("by")
        return super().history_view(request, object_id, {**(extra_context or {}), "changes": changes})

    @admin.action(description="Send the link that sets a password")
    def send_password_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """To an address that is not yet confirmed goes, again, the link that confirms it."""
        here, site = list(queryset.filter(is_active=True)), request.build_absolute_uri("/")
        for person in here:
            if is_confirmed(person):
                mail_password_link(person, site, "people/mail/password_link")
                messages.success(request, f"The link went to: {person.name}.")
            else:
                mail_confirmation_link(person, site)
                messages.warning(
                    request,
                    f"{person.name} has not yet confirmed {person.email}: the link that confirms it went there again.",
                )
        if not here:
            messages.success(request, "Nobody was chosen who is still here.")
