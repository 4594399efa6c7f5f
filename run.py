#!/usr/bin/env python3
"""The front door of Followthrough. It needs Python 3.11 and nothing else.

    python3 run.py          installs what is missing, loads the sample once, serves it on this machine
    python3 run.py test     lint, types, and the tests on SQLite, on PostgreSQL and in a browser

The first half of this file knows only the standard library; the second goes on inside `.venv`, where Django is.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this far to be told
    sys.exit(
        f"Followthrough needs Python 3.11 or later, and this is {sys.version.split()[0]}: start it with a later one."
    )

import argparse
import errno
import hashlib
import importlib.util
import io
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
ROOM = {"requirements.txt": 300, "requirements-dev.txt": 900}  # MB that an installation takes, with some to spare
ROOM_FOR_DATA = 50
LONGEST_REQUEST = 30_000_000  # bytes: a file of evidence and the form around it, and nothing that only fills the disk


def main(arguments: list[str]) -> None:
    if os.environ.get("FOLLOWTHROUGH_MODE") == "production":
        sys.exit("run.py serves the sample only, and FOLLOWTHROUGH_MODE says production: docs/running.md tells how.")
    keep_bytecode()
    try:
        if arguments[:1] == ["test"]:
            test(*test_options(arguments[1:]))
        else:
            serve(serve_options(arguments))
    except KeyboardInterrupt:
        sys.exit("Stopped. Nothing entered is lost; the same command goes on from here.")
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES):
            raise
        sys.exit(f"{problem.strerror} ({problem.filename}): mend that, and the same command goes on from here.")


def serve_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 run.py",
        description="Serve Followthrough with its sample on this machine.",
        epilog="`python3 run.py test` runs every check and test; `python3 run.py test --help` says more.",
    )
    parser.add_argument("--port", type=port_number, default=8000, help="listen here (8000)")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=os.environ.get("FOLLOWTHROUGH_DATA") or HERE / "data",
        help="keep everything entered in this folder (data/; the same as FOLLOWTHROUGH_DATA)",
    )
    parser.add_argument("--no-sample", dest="sample", action="store_false", help="do not load the sample")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="get everything ready, then stop")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def test_options(arguments: list[str]) -> tuple[bool, list[str]]:
    parser = argparse.ArgumentParser(
        prog="python3 run.py test",
        description="Run every check and test. Anything else on the line is handed to pytest.",
    )
    parser.add_argument(
        "--long",
        action="store_true",
        help="the full figures: every race, the largest plans, every page",
    )
    known, for_pytest = parser.parse_known_args(arguments)
    return known.long, for_pytest


# --- what must be there -----------------------------------------------------------------------


def port_must_be_free(port: int) -> None:
    with socket.socket() as trial:
        if os.name != "nt":  # there, this option would hide the other program
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as problem:
            other = port + 1 if 1024 <= port < 65535 else 8000
            sys.exit(f"Port {port} is not free ({problem.strerror}). Choose another: python3 run.py --port {other}")


def must_take(folder: Path, megabytes: int) -> None:
    """End here unless `folder`, made already or not, can be written to and has room."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        what_to_do = "choose another folder with --data DIR" if folder != HERE else "copy Followthrough to one you may"
        sys.exit(f"{there} cannot be written to: {what_to_do}, and try again.")
    free = shutil.disk_usage(there).free // 1_000_000
    if free < megabytes:
        sys.exit(f"{there} has {free} MB left and {megabytes} MB are needed: make room, and try again.")


@contextmanager
def announced(what: str) -> Iterator[None]:
    """Say what is being done and, when it is done, how long it took."""
    print(f"{what} …", end=" ", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print("not done")
        raise
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One start at a time gets a folder ready; another one says so and waits. The lock ends with its process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".starting").open("a+") as file:
        if not locked(file, wait=False):
            print("Another start is getting this folder ready; waiting for it …", flush=True)
            while not locked(file, wait=True):
                pass
        yield


def locked(file: IO[str], wait: bool) -> bool:
    """Whether this process has the lock on ``file`` now."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise
        return False
    return True


def keep_bytecode() -> None:
    """Inside `.venv`, and also where the machine is set to keep none: without it every start takes a second longer."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def packages_must_be_there(lock: str) -> None:
    """Install what `lock` pins into `.venv`, once. The stamp is written last: a broken installation begins anew."""
    stamp = VENV / f"{lock}.installed"
    unfinished = VENV / "unfinished"
    wanted = hashlib.sha256((HERE / lock).read_bytes()).hexdigest()
    whole = PYTHON.exists() and (VENV / "pyvenv.cfg").exists() and not unfinished.exists()
    if whole and stamp.exists() and stamp.read_text() == wanted:
        return
    must_take(HERE, ROOM[lock])
    with alone_in(HERE):
        if stamp.exists() and stamp.read_text() == wanted and not unfinished.exists():
            return  # by the start that went before
        if not whole:
            with announced("Making .venv"):
                venv.create(VENV, clear=True, symlinks=os.name != "nt", with_pip=False)
        unfinished.touch()
        install(lock)
        stamp.write_text(wanted)
        unfinished.unlink()


def install(lock: str) -> None:
    number = sum(line[:1].isalnum() for line in (HERE / lock).read_text().splitlines())
    complaint = ""
    for installer in installers():
        with announced(f"Installing {number} packages with {installer.name}, once"):
            done = subprocess.run(
                [*installer.command, "--require-hashes", "-r", lock], cwd=HERE, capture_output=True, text=True
            )
        if done.returncode == 0:
            return
        complaint = complaint_in(done.stderr.strip() or done.stdout.strip())
    if complaint:
        sys.exit(f"The packages could not be installed: {complaint} Mend that, and try again.")
    sys.exit(
        "This Python has neither pip nor ensurepip: install python3-venv (on Debian and Ubuntu: "
        "apt-get install python3-venv) or uv, and try again."
    )


def complaint_in(said: str) -> str:
    """In one line what an installer gave as its reason: all that follows pip's last ERROR, else the last line."""
    _, marked, reason = said.rpartition("ERROR: ")
    return " ".join(reason.split()) if marked else said.splitlines()[-1].strip()


class Installer(NamedTuple):
    name: str
    command: list[str]


def installers() -> Iterator[Installer]:
    """What can install packages here, quickest first. Bytecode is left to the first import: most is never used."""
    uv = shutil.which("uv")
    if uv:
        yield Installer("uv", [uv, "pip", "install", "--python", str(PYTHON)])
    pip = ["install", "--no-compile", "--disable-pip-version-check", "--no-input"]
    if importlib.util.find_spec("pip"):
        yield Installer("pip", [sys.executable, "-m", "pip", "--python", str(PYTHON), *pip])
    if importlib.util.find_spec("ensurepip"):
        subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True, check=False)
        yield Installer("its own pip", [str(PYTHON), "-m", "pip", *pip])


# --- python3 run.py: the sample on this machine -----------------------------------------------


def serve(options: argparse.Namespace) -> None:
    data = options.data.resolve()
    os.environ["FOLLOWTHROUGH_MODE"] = "sample"
    os.environ["FOLLOWTHROUGH_DATA"] = str(data)
    if options.serve:
        port_must_be_free(options.port)
    must_take(data, ROOM_FOR_DATA)
    packages_must_be_there("requirements.txt")
    go_on_inside()
    with alone_in(data):
        django_must_be_there()
        bring_database_up_to_date()
        gather_static_files()
        show_sample(load=options.sample)
    if options.serve:
        listen(options.port)


def go_on_inside() -> None:
    """Carry on in the Python of `.venv`, as the same process: it comes this way again and finds all it needs."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    command = [str(PYTHON), __file__, *sys.argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":  # there, exec would give the terminal back while the server still runs
        sys.exit(subprocess.call(command))
    os.execv(PYTHON, command)


def django_must_be_there() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        import django

        django.setup()
    except ImportError as problem:
        sys.exit(f"The packages in .venv are not whole ({problem}): delete the folder .venv, and try again.")


def bring_database_up_to_date() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as problem:
        sys.exit(
            f"The database cannot be read ({problem}): put back a copy of {settings.DATABASES['default']['NAME']}, "
            "or start in another folder with --data DIR."
        )
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    # An earlier start may have been stopped between the two.
    if behind or settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        with announced("Bringing the database up to date"):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)


def gather_static_files() -> None:
    """Compress and name the static files afresh when one of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    contents = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            contents.update(path.encode())
            with storage.open(path) as file:
                contents.update(file.read())
    stamp = Path(settings.STATIC_ROOT) / "gathered-from"
    if not stamp.exists() or stamp.read_text() != contents.hexdigest():
        with announced("Gathering style, type and pictures"):
            call_command("collectstatic", clear=True, interactive=False, verbosity=0)
        stamp.write_text(contents.hexdigest())


def show_sample(load: bool) -> None:
    """Load the sample, once, unless something else was entered before; say how its people sign in."""
    from django.core.management import CommandError, call_command

    from people.models import SampleClock

    if load and not SampleClock.objects.exists():
        try:
            with announced("Loading the sample"):
                call_command("load_sample", stdout=io.StringIO())
        except CommandError as problem:
            print(problem)
    if SampleClock.objects.exists():
        print()
        call_command("load_sample", people=True)


def listen(port: int) -> None:
    import waitress

    from config.wsgi import application

    print(f"\nFollowthrough is at http://127.0.0.1:{port}/ - Ctrl-C stops it.", flush=True)
    waitress.serve(application, host="127.0.0.1", port=port, threads=8, max_request_body_size=LONGEST_REQUEST)
    print("\nStopped. What was entered is kept.")


# --- python3 run.py test: every check and test ------------------------------------------------

CHECKS = {
    "lint": "-m ruff check .",
    "format": "-m ruff format --check .",
    "format of templates": "-m djlint --check templates",
    "types": "-m mypy",
    "migrations": "manage.py makemigrations --check --dry-run",
    "deployment": "manage.py check --deploy --fail-level WARNING",
}
MADE_UP_PRODUCTION = {
    "FOLLOWTHROUGH_MODE": "production",
    "FOLLOWTHROUGH_SECRET_KEY": secrets.token_urlsafe(50),
    "FOLLOWTHROUGH_HOSTS": "followthrough.example.org",
    "FOLLOWTHROUGH_MAIL_HOST": "mail.example.org",
    "FOLLOWTHROUGH_MAIL_FROM": "Followthrough <followthrough@example.org>",
    "DATABASE_URL": "postgresql://followthrough@database.example.org/followthrough",
}
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
HOW_TO_GET_CHROMIUM = "no Chromium found (on Debian and Ubuntu: apt-get install chromium; elsewhere any Chrome does)"


class Outcome(NamedTuple):
    """One line of the closing table."""

    stage: str
    result: str
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def test(long: bool, for_pytest: list[str]) -> None:
    """Run every stage, also after one has failed, and end with a table of them."""
    packages_must_be_there("requirements-dev.txt")
    with tempfile.TemporaryDirectory(prefix="followthrough-") as scratch:
        settings = {"FOLLOWTHROUGH_MODE": "tests", "FOLLOWTHROUGH_DATA": scratch}
        settings["FOLLOWTHROUGH_LONG"] = "yes" if long else ""
        outcomes = [*run_checks(settings), *run_tests(settings, for_pytest, Path(scratch))]
    sys.exit(0 if all_is_well(outcomes) else 1)


def run_checks(settings: dict[str, str]) -> Iterator[Outcome]:
    for stage, command in CHECKS.items():
        own = MADE_UP_PRODUCTION if stage == "deployment" else {"DATABASE_URL": ""}
        print_title(stage, command)
        yield print_result(run_stage(stage, command.split(), settings | own))


def run_tests(settings: dict[str, str], for_pytest: list[str], scratch: Path) -> Iterator[Outcome]:
    """On both databases side by side, since nearly every machine has two cores; then in a browser."""

    def pytest(stage: str, *options: str, output: Path | None = None) -> Outcome:
        report = scratch / f"{stage}.xml"
        command = ["-m", "pytest", *options, f"--junitxml={report}", *for_pytest]
        return with_counts(run_stage(stage, command, settings, output), report, chosen_by_hand=bool(for_pytest))

    with ThreadPoolExecutor() as beside:
        output = scratch / "PostgreSQL.txt"
        postgres = beside.submit(pytest, "PostgreSQL", "--postgres", "-m", "not browser", output=output)
        print_title("SQLite", "-m pytest -m 'not browser' (the same on PostgreSQL beside it, shown afterwards)")
        yield print_result(pytest("SQLite", "-m", "not browser"))
        outcome = postgres.result()
    print_title("PostgreSQL", "-m pytest --postgres -m 'not browser'")
    print(output.read_text(errors="replace"), end="")
    yield print_result(outcome)

    print_title("browser", "-m pytest -m browser")
    if chromium():
        yield print_result(pytest("browser", "-m", "browser"))
    else:
        yield print_result(Outcome("browser", f"skipped, {HOW_TO_GET_CHROMIUM}"))


def chromium() -> str | None:
    """The browser of this machine, if there is one that the tests can drive."""
    named = os.environ.get("FOLLOWTHROUGH_CHROMIUM", "")
    return next(filter(None, map(shutil.which, [named, *CHROMIUM_NAMES])), None)


def run_stage(stage: str, command: list[str], settings: dict[str, str], output: Path | None = None) -> Outcome:
    """Run `command` in the Python of `.venv`; what it prints goes to the screen at once, or to `output`."""
    begun = time.monotonic()
    with output.open("wb") if output else nullcontext() as sink:
        done = subprocess.run(
            [str(PYTHON), *command],
            cwd=HERE,
            env=os.environ | settings,
            stdout=sink,
            stderr=subprocess.STDOUT if sink else None,
        )
    return Outcome(stage, "failed" if done.returncode else "ok", time.monotonic() - begun)


def with_counts(outcome: Outcome, report: Path, chosen_by_hand: bool) -> Outcome:
    """`outcome` with the numbers of pytest's report. A stage without a test has failed - but not where the tests were
    chosen by hand, for then they may all belong to another stage."""
    if not report.exists():
        return outcome
    suite = next(ElementTree.parse(report).iter("testsuite"))
    tests, failures, errors, skipped = (int(suite.get(k, 0)) for k in ("tests", "failures", "errors", "skipped"))
    if tests == 0 and chosen_by_hand:
        outcome = outcome._replace(result="none of the chosen tests")
    failed = failures + errors
    return outcome._replace(passed=tests - failed - skipped, failed=failed, skipped=skipped)


def print_title(stage: str, command: str) -> None:
    print(f"\n== {stage}: {command}", flush=True)


def print_result(outcome: Outcome) -> Outcome:
    print(f"== {outcome.stage}: {outcome.result}, {outcome.seconds:.1f} s", flush=True)
    return outcome


def all_is_well(outcomes: list[Outcome]) -> bool:
    """Print the closing table. All is well where no stage has failed and some test has run."""
    print()
    for outcome in outcomes:
        print(f"{outcome.stage:20} {outcome.seconds:6.1f} s  {outcome.result}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return passed > 0 and not any(outcome.result == "failed" for outcome in outcomes)


if __name__ == "__main__":
    main(sys.argv[1:])
