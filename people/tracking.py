"""What every tracked model has in common: a version, a full history, and no way past them.

A tracked row is written only inside ``written()``, which the private step (plans.steps) opens, and imports.
Everything else that could change a row without its history row raises ``LeavesNoHistory``. What is written once (history,
steps, kept documents) is written anew only inside ``rewritten()``, which redaction opens and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords

M = TypeVar("M", bound=models.Model)

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_rewriting: ContextVar[bool] = ContextVar("rewriting", default=False)


class LeavesNoHistory(Exception):
    """The change would leave no Step, or no history row."""

    def __init__(self, model: type[models.Model], what: str) -> None:
        super().__init__(
            f"{what} on {model.__name__} would leave no trace of who and why. Nothing was changed. "
            "Use the verb for it (docs/adding-a-verb.md)."
        )


@contextmanager
def written() -> Iterator[None]:
    """Inside this block tracked rows may be written, because somebody writes the history and the Step beside them."""
    earlier = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(earlier)


@contextmanager
def rewritten() -> Iterator[None]:
    """Inside this block what has been may be written anew, in place: by redaction, the only writer of the past."""
    earlier = _rewriting.set(True)
    try:
        with written():
            yield
    finally:
        _rewriting.reset(earlier)


def refuse_to_rewrite(model: type[models.Model], what: str) -> None:
    """What every way of changing a row that was written once begins with."""
    if not _rewriting.get():
        raise LeavesNoHistory(model, what)


def refuse_outside_a_step(model: type[models.Model], what: str) -> None:
    """What every way of writing a tracked row, its history or its Step begins with."""
    if not _writing.get():
        raise LeavesNoHistory(model, what)


class TrackedQuerySet(models.QuerySet[M]):
    """Reads like any queryset; the methods that write past the history are closed."""

    def update(self, **kwargs: Any) -> int:
        refuse_outside_a_step(self.model, "update()")
        return super().update(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        refuse_outside_a_step(self.model, "bulk_create()")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        refuse_outside_a_step(self.model, "bulk_update()")
        return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_outside_a_step(self.model, "delete()")
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        refuse_outside_a_step(self.model, "_raw_delete()")
        return super()._raw_delete(using)  # type: ignore[misc, unused-ignore]


class PastQuerySet(TrackedQuerySet[M]):
    """Rows that are written once: a step alone adds them, and redaction alone changes what they say."""

    def update(self, **kwargs: Any) -> int:
        refuse_to_rewrite(self.model, "update()")
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        refuse_to_rewrite(self.model, "bulk_update()")
        return super().bulk_update(*args, **kwargs)


class CopyQuerySet(PastQuerySet[M], HistoricalQuerySet):
    """The history's own queryset; what has been is not rewritten, but for words that were taken out."""


class Copy(models.Model):
    """A row of the history: written with the change that it proves, never again."""

    objects = PastQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LeavesNoHistory(type(self), "delete()")


class FullHistory(HistoricalRecords):
    """A full copy of the row at every version; a version stands in it once, so no save can slip in a second."""

    def __init__(self, **options: Any) -> None:
        super().__init__(bases=[Copy], historical_queryset=CopyQuerySet, **options)

    def _get_history_change_reason_field(self) -> Any:
        """Each history has a field of its own: one that all share belongs to the last model, and an update goes to its table."""
        return self.history_change_reason_field.clone()

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options = super().get_meta_options(model)
        options["constraints"] = [
            models.UniqueConstraint(fields=["id", "version"], name=f"{model._meta.db_table}_history_version_once")
        ]
        return options


class Tracked(models.Model):
    """A row whose every change is one Step and one history row.

    ``version`` counts its changes from 1. ``kept_under`` is the row whose lock a change takes first.
    """

    version = models.PositiveIntegerField(default=0, editable=False)

    history = FullHistory(
        inherit=True,
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
    )
    objects = TrackedQuerySet.as_manager()

    # What the private step leaves on the row that it hands to a verb: the Step just written.
    last_step: Any
    # What a verb wants told beside the fields that changed: {name: (was, now)}, in words.
    also_told: dict[str, tuple[str, str]]

    # Bookkeeping, of which a reader of a step is not told.
    untold_fields: tuple[str, ...] = ()
    # The fields that every step tells, changed or not: "stays Green" is news too.
    always_told: tuple[str, ...] = ()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_outside_a_step(type(self), "delete()")
        return super().delete(*args, **kwargs)

    def kept_under(self) -> models.Model:
        """The row to lock before changing this one: its plan where it has one, else its body, else itself."""
        return self

    def step_reference(self) -> str:
        """What a reader calls this row: "1.4.3", "CSE Sub-Group"."""
        return str(self)[:200]
