"""What the frame of every page needs, without a query of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people import clock


def every_page(request: HttpRequest) -> dict[str, Any]:
    """``sample_clock``: where the sample's clock stands, or nothing."""
    has_sample_clock = settings.SAMPLE and bool(clock.sample_offset())
    return {"sample_clock": clock.now() if has_sample_clock else None}
