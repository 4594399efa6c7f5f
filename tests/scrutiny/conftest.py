"""The same cast and desk as for actions."""

from tests.actions.conftest import cast, db, desk, errors, everything, leaves_nothing, said

__all__ = ["cast", "db", "desk", "errors", "everything", "leaves_nothing", "said"]
