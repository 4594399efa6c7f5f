"""Filling in a form as a browser does: every box sends what it shows unless the test types something else."""

from typing import Any

from django.db.models import Model
from django.forms import CheckboxInput, RadioSelect

from plans.models import Step


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


def everything() -> dict[str, int]:
    """How many rows there are of each tracked kind and of steps, to see that nothing was left behind."""
    from django.apps import apps

    from people.tracking import Tracked

    tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
    return {
        "step": Step.objects.count(),
        **{model.__name__: model._base_manager.count() for model in tracked},
        **{f"{model.__name__} history": model.history.count() for model in tracked},
    }
