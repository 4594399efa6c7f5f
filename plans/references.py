"""References as people write them (1.4.3, 4a(i), REC/12), and how they stand in an address."""

import re

from django.core.validators import RegexValidator

REFERENCE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9.()/ -]*\Z",
    "A reference is made of letters, figures, dots, brackets, hyphens and slashes, such as 1.4.3 or 4a(i).",
)


def slug_of(reference: str) -> str:
    """``4a(i)`` → ``4a-i``; dots stay, so 1.4.3 is 1.4.3 in an address too."""
    return re.sub(r"[^a-z0-9.]+", "-", reference.lower()).strip("-.")
