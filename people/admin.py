"""Accounts, for administrators: who there is, not what they may do in a plan, and never anybody's password."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from people.administration import OfficeAdmin
from people.forms import PlainTextField
from people.models import User
from people.password_link import account_without_password, mail_password_link


class AccountForm(forms.ModelForm):
    name = PlainTextField(label="Name", max_length=200)

    class Meta:
        model = User
        fields = ["name", "email", "organisation", "is_staff"]
        help_texts = {"is_staff": "Manages organisations, bodies and accounts, and may create plans."}

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
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
    """An account is made without a password; a link lets its person set one."""

    form = AccountForm
    fields = ["name", "email", "organisation", "is_staff", "joined_at", "last_login", "ended_on", "ended_because"]
    readonly_fields = ["joined_at", "last_login", "ended_on", "ended_because"]
    list_display = ["name", "email", "organisation", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    actions = ["send_password_link"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has left stays as they left."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_active)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            made = account_without_password(obj.email, obj.name, obj.organisation, administrator=obj.is_staff)
            obj.pk, obj.joined_at = made.pk, made.joined_at
            messages.info(
                request, "The account has no password yet: choose it in the list and send the link that sets one."
            )
            return
        obj.save(update_fields=["name", "email", "organisation", "is_staff"])
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        EmailAddress.objects.update_or_create(user=obj, email=obj.email, defaults={"verified": True, "primary": True})

    @admin.action(description="Send the link that sets a password")
    def send_password_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        here = list(queryset.filter(is_active=True))
        for person in here:
            mail_password_link(person, request.build_absolute_uri("/"), "people/mail/password_link")
        names = ", ".join(person.name for person in here)
        messages.success(request, f"The link went to: {names}." if here else "Nobody was chosen who is still here.")
