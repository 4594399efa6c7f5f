"""One set of rows for all tests of a module that only read them, or whose writing is taken back after each.

    @pytest.fixture(scope="module")
    def db(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), rolled_back():
            yield

The name ``db`` tells pytest-django that these tests need a database; this one is the module's, not each test's.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever the block writes is gone after it. May stand inside another."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
