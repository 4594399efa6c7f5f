"""What many tests begin with is made once, through the verbs; every later test finds the same rows put back.

Making the cast takes twenty times as long as putting its rows back, and there are hundreds of tests.
"""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from people.tracking import written

OURS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
T = TypeVar("T")

_kept: dict[Callable[[], Any], bytes] = {}


def made_once(make: Callable[[], T]) -> T:
    """What ``make`` returns, with all the rows that it leaves in a database that was empty before."""
    if make not in _kept:
        made = make()
        rows = {model: list(model._base_manager.all()) for model in _models()}
        _kept[make] = pickle.dumps((made, {model: found for model, found in rows.items() if found}))
        return made
    made, rows = pickle.loads(_kept[make])
    with written():
        for model, found in rows.items():
            model._base_manager.bulk_create(found)
    _count_on_from(list(rows))
    return made


def _models() -> list[type[models.Model]]:
    return [EmailAddress, *(model for model in apps.get_models() if model._meta.app_label in OURS)]


def _count_on_from(filled: list[type[models.Model]]) -> None:
    """Let the next row of each table have a key of its own: PostgreSQL does not notice keys that it has not given."""
    statements = connection.ops.sequence_reset_sql(no_style(), filled)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("\n".join(statements))
