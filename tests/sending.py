"""Filling in a form as a browser does: every box sends what it shows unless the test types something else."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.forms import CheckboxInput, RadioSelect

from plans.models import Draft, Step


def typed(client: Any, address: str, **answers: Any) -> dict[str, Any]:
    """What the form at ``address`` would send with these answers."""
    return {**shown_by(client.get(address).context["form"]), **answers}


def shown_by(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands; choices that nobody has made send nothing."""
    return {
        field.html_name: _sent(field.value())
        for field in form
        if field.value() is not None or not isinstance(field.field.widget, (RadioSelect, CheckboxInput))
    }


def _sent(value: Any) -> Any:
    if value is None:
        return ""
    return value.pk if isinstance(value, Model) else value


def send(client: Any, address: str, **answers: Any) -> Any:
    """Open the form at ``address``, answer and send it; the page that comes after, with redirects followed."""
    return client.post(address, typed(client, address, **answers), follow=True)


def steps(thing: Model) -> list[Step]:
    """The steps of one row, newest first."""
    return list(Step.objects.filter(kind=thing._meta.model_name, key=thing.pk).order_by("-version"))


OURS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")


def everything() -> dict[str, list[Any]]:
    """All rows of all our tables, to see that nothing has changed; but for drafts, which keep what was typed in vain."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    models = [model for model in models if model is not Draft]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list(*_kept(model))) for model in models}


def _kept(model: type[Model]) -> list[str]:
    """Signing in is no change of ours."""
    return [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
