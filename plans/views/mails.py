"""Which mails somebody gets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plans.forms import MyMailsForm
from plans.gate import PersonRequest, signed_in
from plans.mailing import choose_mails


@signed_in("GET", "POST")
def my_mails(request: PersonRequest) -> HttpResponse:
    form = MyMailsForm(request)
    if form.is_valid():
        choose_mails(request.user, form.cleaned_data["wanted"])
        messages.success(request, "Kept: you get the mails that are ticked below. Tick others whenever you like.")
        return redirect("plans:my-mails")
    return render(request, "plans/my_mails.html", {"form": form})
