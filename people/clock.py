"""The business clock: the only source of today and now in the product.

The sample has a clock of its own: it stands at a fixed morning when the sample is loaded and runs on from there.
Tests and ``load_sample`` set it with ``at``. Sessions, sign-in and caches keep real time.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_set_to: ContextVar[dt.datetime | None] = ContextVar("business_clock", default=None)
_sample_offset: dt.timedelta | None = None
# Without a sample there is no clock to find: then it is looked for once a second, not at every date of a page.
_no_clock_until = 0.0


def now() -> dt.datetime:
    """This moment, aware, as the business counts it."""
    set_to = _set_to.get()
    if set_to is not None:
        return set_to
    return timezone.now() + sample_offset()


def today() -> dt.date:
    """The date in London at this moment."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (aware) inside the block."""
    earlier = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(earlier)


def sample_offset() -> dt.timedelta:
    """How far the sample's clock stands from real time; nothing outside the sample, whatever the table holds."""
    global _sample_offset, _no_clock_until
    if not settings.SAMPLE:
        return dt.timedelta(0)
    if _sample_offset is None:
        if time.monotonic() < _no_clock_until:
            return dt.timedelta(0)
        from people.models import SampleClock

        clock = SampleClock.objects.first()
        if clock is None:
            _no_clock_until = time.monotonic() + 1
            return dt.timedelta(0)
        _sample_offset = clock.stood_at - clock.started_at
    return _sample_offset


def start_sample_clock(stands_at: dt.datetime) -> None:
    """Let the sample's clock run on from ``stands_at``. Refused outside the sample."""
    global _sample_offset, _no_clock_until
    if not settings.SAMPLE:
        raise RuntimeError("Only the sample has a clock of its own.")
    from people.models import SampleClock

    SampleClock.objects.all().delete()
    SampleClock.objects.create(stood_at=stands_at, started_at=timezone.now())
    _sample_offset, _no_clock_until = None, 0.0
