"""``python3 run.py``, ``python3 run.py test`` and what both rest on: the locks, the settings, the checks."""

import ast
import errno
import os
import re
import runpy
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tomllib
from collections import namedtuple
from collections.abc import Iterable
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

import run
from people import clock
from people.models import SampleClock

ROOT = Path(run.__file__).parent
PYPROJECT = (ROOT / "pyproject.toml").read_text()
LOCKS = ("requirements.txt", "requirements-dev.txt")


def the_one_line(refused: pytest.ExceptionInfo[SystemExit]) -> str:
    """What somebody reads when the front door stays shut."""
    said = str(refused.value.code).strip()
    assert said
    assert "\n" not in said
    return said


@pytest.fixture
def empty_environment(tmp_path, monkeypatch):
    """A project folder in which nothing has been installed yet, and an installation that takes no time."""
    installed = []
    venv = tmp_path / ".venv"
    monkeypatch.setattr(run, "PYTHON", venv / run.PYTHON.relative_to(run.VENV))
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "install", installed.append)
    (tmp_path / "requirements.txt").write_text("django==5.2")
    return installed


# --- options -----------------------------------------------------------------------------------


def test_without_options_it_serves_the_sample_on_port_8000_from_the_data_folder(monkeypatch):
    monkeypatch.delenv("FOLLOWTHROUGH_DATA", raising=False)

    options = run.serve_options([])

    assert (options.port, options.data, options.sample, options.serve) == (8000, ROOT / "data", True, True)


def test_every_option_is_understood():
    options = run.serve_options(["--port", "9000", "--data", "elsewhere", "--no-sample", "--no-serve"])

    assert (options.port, options.data, options.sample, options.serve) == (9000, Path("elsewhere"), False, False)


def test_the_variable_names_the_data_folder_and_the_option_goes_before_it(monkeypatch):
    monkeypatch.setenv("FOLLOWTHROUGH_DATA", "/somewhere")

    assert run.serve_options([]).data == Path("/somewhere")
    assert run.serve_options(["--data", "elsewhere"]).data == Path("elsewhere")


def test_the_settings_keep_everything_in_the_folder_of_the_variable():
    assert Path(os.environ["FOLLOWTHROUGH_DATA"]).resolve() == settings.DATA_DIR
    assert settings.STATIC_ROOT.is_relative_to(settings.DATA_DIR)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "8000.5", "²"])
def test_a_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        run.serve_options(["--port", port])

    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_the_tests_hand_to_pytest_what_they_do_not_know():
    assert run.test_options(["--long", "-k", "race", "tests/plans"]) == (True, ["-k", "race", "tests/plans"])
    assert run.test_options([]) == (False, [])


# --- one line for each thing that is missing ----------------------------------------------------


def test_an_older_python_can_read_the_front_door():
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 6))


def test_an_older_python_is_told_which_is_needed():
    pretend = "import sys; sys.version_info = (3, 10); exec(compile(open('run.py').read(), 'run.py', 'exec'))"

    ended = subprocess.run([sys.executable, "-S", "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("Followthrough needs Python 3.11 or later")
    assert ended.stderr.count("\n") == 1


def test_it_does_not_serve_production(monkeypatch):
    monkeypatch.setenv("FOLLOWTHROUGH_MODE", "production")

    for arguments in ([], ["test"]):
        with pytest.raises(SystemExit) as refused:
            run.main(arguments)
        assert "docs/running.md" in the_one_line(refused)


def test_a_port_that_is_taken_is_said_before_anything_long_begins(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "packages_must_be_there", lambda lock: pytest.fail("something long began"))
    monkeypatch.setenv("FOLLOWTHROUGH_MODE", "sample")
    with socket.create_server(("127.0.0.1", 0)) as another:
        port = another.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            run.main(["--port", str(port), "--data", str(tmp_path)])

    assert f"Port {port} is not free" in the_one_line(refused)
    assert "--port" in the_one_line(refused)


def test_a_port_that_nobody_uses_is_free_at_once_after_a_stop():
    with socket.create_server(("127.0.0.1", 0)) as earlier:
        port = earlier.getsockname()[1]

    run.port_must_be_free(port)


def test_a_full_disk_is_told_with_figures(tmp_path, monkeypatch):
    usage = namedtuple("usage", "free")(7_000_000)
    monkeypatch.setattr(run.shutil, "disk_usage", lambda folder: usage)

    with pytest.raises(SystemExit) as refused:
        run.must_take(tmp_path / "data" / "deep", 50)

    assert "7 MB left and 50 MB are needed" in the_one_line(refused)


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(run.os, "access", lambda folder, how: False)

    with pytest.raises(SystemExit) as refused:
        run.must_take(tmp_path / "data", 50)
    assert str(tmp_path) in the_one_line(refused)
    assert "--data DIR" in the_one_line(refused)

    with pytest.raises(SystemExit) as refused:
        run.must_take(ROOT, 50)
    assert "copy Followthrough" in the_one_line(refused)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(SystemExit) as refused:
        run.must_take(tmp_path / "data", 50)

    assert "cannot be written to" in the_one_line(refused)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_fills_up_on_the_way_is_one_line_too(number, monkeypatch):
    def fails(options):
        raise OSError(number, os.strerror(number), "data/followthrough.sqlite3")

    monkeypatch.setattr(run, "serve", fails)

    with pytest.raises(SystemExit) as refused:
        run.main([])

    assert os.strerror(number) in the_one_line(refused)


def test_ctrl_c_ends_without_a_traceback(monkeypatch):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "serve", interrupted)

    with pytest.raises(SystemExit) as stopped:
        run.main([])

    assert "Stopped" in the_one_line(stopped)


# --- installing ---------------------------------------------------------------------------------


def test_packages_are_installed_once_and_again_when_the_lock_changes(empty_environment, tmp_path):
    run.packages_must_be_there("requirements.txt")
    run.packages_must_be_there("requirements.txt")
    assert empty_environment == ["requirements.txt"]

    (tmp_path / "requirements.txt").write_text("django==5.2.1")
    run.packages_must_be_there("requirements.txt")
    assert empty_environment == ["requirements.txt", "requirements.txt"]


def test_an_installation_that_was_interrupted_begins_anew(empty_environment, tmp_path, monkeypatch):
    def interrupted(lock):
        (tmp_path / ".venv" / "half a package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.packages_must_be_there("requirements.txt")

    run.packages_must_be_there("requirements.txt")

    assert empty_environment == ["requirements.txt"]
    assert not (tmp_path / ".venv" / "half a package").exists()


def test_two_first_starts_at_once_install_once(empty_environment, tmp_path, monkeypatch, capsys):
    """The second one waits for the first, says so, and finds everything there."""
    begun = threading.Event()

    def slow(lock):
        begun.set()
        time.sleep(0.3)
        empty_environment.append(lock)

    monkeypatch.setattr(run, "install", slow)
    first = threading.Thread(target=run.packages_must_be_there, args=["requirements.txt"])
    first.start()
    begun.wait()
    run.packages_must_be_there("requirements.txt")
    first.join()

    assert empty_environment == ["requirements.txt"]
    assert "Another start is getting this folder ready" in capsys.readouterr().out


def test_packages_that_are_not_whole_are_one_line(monkeypatch):
    def broken():
        raise ModuleNotFoundError("No module named 'allauth'")

    monkeypatch.setattr("django.setup", broken)
    with pytest.raises(SystemExit) as refused:
        run.django_must_be_there()
    assert "No module named 'allauth'" in the_one_line(refused)
    assert "delete the folder .venv" in the_one_line(refused)


def start(data: Path) -> subprocess.CompletedProcess[str]:
    """``run.py`` in an installed environment, up to the serving."""
    settings = {
        name: value for name, value in os.environ.items() if not name.startswith(("FOLLOWTHROUGH_", "DATABASE_"))
    }
    command = [sys.executable, str(ROOT / "run.py"), "--no-serve", "--no-sample", "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, env=settings, check=False)


def test_a_first_start_that_was_stopped_halfway_is_gone_on_with(tmp_path):
    """After the tables and before the shared cache; after the file of the secret and before its text."""
    (tmp_path / "secret").touch()
    settings = os.environ | {"FOLLOWTHROUGH_MODE": "sample", "FOLLOWTHROUGH_DATA": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=settings, check=True)
    assert len((tmp_path / "secret").read_text()) > 50
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0

    assert start(tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "followthrough.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM shared_cache").fetchone() == (0,)
    assert "Bringing the database" not in start(tmp_path).stdout


def test_a_damaged_database_is_one_line(tmp_path):
    (tmp_path / "followthrough.sqlite3").write_text("this is no database" * 500)
    said = start(tmp_path)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "The database cannot be read" in said.stderr
    assert "--data DIR" in said.stderr


def test_where_uv_fails_pip_is_tried(monkeypatch):
    tried = []

    def pretend(command, **how):
        tried.append(command)
        return subprocess.CompletedProcess(command, returncode=len(tried) == 1, stdout="", stderr="no such host")

    monkeypatch.setattr(run.shutil, "which", lambda name: "/bin/uv")
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: name == "pip")
    monkeypatch.setattr(run.subprocess, "run", pretend)

    run.install("requirements.txt")

    assert [command[:3] for command in tried] == [["/bin/uv", "pip", "install"], [sys.executable, "-m", "pip"]]
    assert all("--require-hashes" in command for command in tried)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Collecting django\nERROR: No space left on device.\n", "installed: No space left on device. Mend"),
        ("ERROR: Not pinned:\n    coverage[toml] (from pytest-cov)\n", "installed: Not pinned: coverage[toml] (from"),
        ("resolving\n  no such host\n", "installed: no such host Mend"),
    ],
)
def test_packages_that_cannot_be_had_are_told_with_the_installers_reason(monkeypatch, said, told):
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr=said)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: name == "pip")
    monkeypatch.setattr(run.subprocess, "run", lambda command, **how: failed)

    with pytest.raises(SystemExit) as refused:
        run.install("requirements.txt")

    assert told in the_one_line(refused)


def test_a_python_without_pip_and_ensurepip_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit) as refused:
        run.install("requirements.txt")

    assert "apt-get install python3-venv" in the_one_line(refused)


# --- the sample -----------------------------------------------------------------------------------


def test_every_start_says_how_the_people_of_the_sample_sign_in(db, settings, capsys):
    settings.SAMPLE = True
    SampleClock.objects.create(stood_at=clock.now(), started_at=clock.now())

    for load in (True, False):
        run.show_sample(load=load)
        said = capsys.readouterr().out
        assert "plan.manager@example.org" in said
        assert "Loading" not in said


def test_what_somebody_else_entered_is_served_without_the_sample(cast, settings, capsys):
    settings.SAMPLE = True

    run.show_sample(load=True)

    assert "holds something already" in capsys.readouterr().out
    assert not SampleClock.objects.exists()


def test_no_sample_is_loaded_where_none_is_wanted(db, settings, capsys):
    settings.SAMPLE = True

    run.show_sample(load=False)

    assert capsys.readouterr().out == ""
    assert not SampleClock.objects.exists()


# --- what the tests say at the end --------------------------------------------------------------


def a_report(folder: Path, **numbers: int) -> Path:
    written = folder / "report.xml"
    counts = " ".join(f'{kind}="{number}"' for kind, number in numbers.items())
    written.write_text(f"<testsuites><testsuite {counts}/></testsuites>")
    return written


def test_the_last_line_is_the_sum_of_every_run(tmp_path, capsys):
    report = a_report(tmp_path, tests=10, failures=1, errors=1, skipped=2)
    one = run.with_counts(run.Outcome("SQLite", "failed", 3.0), report, chosen_by_hand=False)
    other = run.Outcome("PostgreSQL", "ok", 4.0, passed=30)

    assert not run.all_is_well([run.Outcome("lint", "ok"), one, other])

    assert capsys.readouterr().out.splitlines()[-1] == "36 passed, 2 failed, 2 skipped"


def test_a_run_without_a_test_has_failed_unless_its_tests_were_chosen_by_hand(tmp_path):
    none = run.Outcome("browser", "failed")  # pytest says so by its exit code
    report = a_report(tmp_path, tests=0, failures=0, errors=0, skipped=0)
    elsewhere = run.Outcome("SQLite", "ok", passed=1)

    assert not run.all_is_well([elsewhere, run.with_counts(none, report, chosen_by_hand=False)])
    assert run.all_is_well([elsewhere, run.with_counts(none, report, chosen_by_hand=True)])
    assert not run.all_is_well([run.with_counts(none, report, chosen_by_hand=True)])


def test_a_failed_check_fails_the_whole():
    assert run.all_is_well([run.Outcome("types", "ok"), run.Outcome("SQLite", "ok", passed=1)])
    assert not run.all_is_well([run.Outcome("types", "failed"), run.Outcome("SQLite", "ok", passed=1)])


def test_a_browser_can_be_named(monkeypatch, tmp_path):
    program = tmp_path / "my-chromium"
    program.touch(mode=0o755)
    monkeypatch.setenv("FOLLOWTHROUGH_CHROMIUM", str(program))

    assert run.chromium() == str(program)


def test_the_run_is_on_the_database_that_was_asked_for(request):
    assert connection.vendor == ("postgresql" if request.config.getoption("--postgres") else "sqlite")


def test_sqlite_is_a_file_since_races_use_real_threads(request, db):
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).is_file()


# --- the same words everywhere ------------------------------------------------------------------


def test_the_machine_of_ours_calls_exactly_the_test_command():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert lines[-1] == "python3 run.py test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("command", ["python3 run.py", "python3 run.py test"])
def test_the_readme_shows_each_command_alone_in_a_block(command):
    blocks = re.findall(r"^```\w*\n(.*?)\n```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)

    assert command in blocks


def test_the_hooks_before_a_commit_are_checks_of_the_test_command():
    entries = re.findall(r"entry: \.venv/bin/python (.+)", (ROOT / ".pre-commit-config.yaml").read_text())

    assert entries
    assert set(entries) <= set(run.CHECKS.values())


def test_every_variable_of_the_settings_is_explained():
    source = (ROOT / "config" / "settings.py").read_text()
    variables = set(re.findall(r'"(FOLLOWTHROUGH_\w+|DATABASE_URL)"', source))
    explained = (ROOT / "docs" / "running.md").read_text()

    assert variables
    assert [name for name in sorted(variables) if f"`{name}`" not in explained] == []


# --- production ---------------------------------------------------------------------------------


def production_settings(monkeypatch, **changed: str) -> dict[str, object]:
    for name, value in (run.MADE_UP_PRODUCTION | changed).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


def test_production_starts_with_everything_it_needs(monkeypatch):
    assert production_settings(monkeypatch)["DEBUG"] is False


def test_links_in_mails_lead_to_the_first_host_or_where_the_variable_says(monkeypatch):
    assert production_settings(monkeypatch)["SITE_ADDRESS"] == "https://followthrough.example.org"
    elsewhere = production_settings(monkeypatch, FOLLOWTHROUGH_SITE="https://plans.council.example/")
    assert elsewhere["SITE_ADDRESS"] == "https://plans.council.example"
    with pytest.raises(ImproperlyConfigured, match="FOLLOWTHROUGH_SITE is a whole address"):
        production_settings(monkeypatch, FOLLOWTHROUGH_SITE="plans.council.example")


@pytest.mark.parametrize("name", sorted(run.MADE_UP_PRODUCTION.keys() - {"FOLLOWTHROUGH_MODE"}))
def test_production_does_not_start_without(name, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=name):
        production_settings(monkeypatch, **{name: ""})


@pytest.mark.parametrize("secret", ["x", "followthrough", "a" * 60, "1234" * 20])
def test_production_does_not_start_with_a_secret_that_can_be_guessed(secret, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="too easy to guess"):
        production_settings(monkeypatch, FOLLOWTHROUGH_SECRET_KEY=secret)


@pytest.mark.parametrize("hosts", ["*", "*.example.org", ",", "https://followthrough.example.org/"])
def test_production_does_not_start_for_just_any_host(hosts, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="FOLLOWTHROUGH_HOSTS names the hosts one by one"):
        production_settings(monkeypatch, FOLLOWTHROUGH_HOSTS=hosts)


def test_attempts_to_sign_in_are_not_pushed_out_by_others(monkeypatch):
    assert production_settings(monkeypatch)["CACHES"]["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_production_does_not_start_on_sqlite(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        production_settings(monkeypatch, DATABASE_URL="sqlite:///followthrough.sqlite3")


def test_a_mode_that_is_none_is_refused(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="sample, tests or production"):
        production_settings(monkeypatch, FOLLOWTHROUGH_MODE="prod")


# --- dependencies and their locks ---------------------------------------------------------------


def named_in_pyproject(lock: str) -> set[str]:
    project = tomllib.loads(PYPROJECT)["project"]
    extra = project["optional-dependencies"]["dev"] if lock == "requirements-dev.txt" else []
    return {re.split(r"[\s<>=!~;\[]", line)[0].lower() for line in [*project["dependencies"], *extra]}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_everything_that_is_named(lock):
    pinned = set(re.findall(r"^([\w.-]+)(?:\[\w+\])?==", (ROOT / lock).read_text(), re.MULTILINE))

    assert named_in_pyproject(lock) - pinned == set()


def test_both_locks_pin_the_same_versions():
    few, many = (
        set(re.findall(r"^[\w.-]+(?:\[\w+\])?==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )

    assert few <= many


def extras_asked_for(asked: Iterable[str]) -> set[tuple[str, str]]:
    """``{("coverage", "toml")}`` of requirements as packages write them; what they ask for only with an extra is left out."""
    found = (re.match(r"([\w.-]+)\s*\[([^]]+)\]", line) for line in asked if not re.search(r"\bextra\s*==", line))
    return {(one[1].lower(), extra.strip()) for one in found if one for extra in one[2].split(",")}


@pytest.mark.parametrize("lock", LOCKS)
def test_an_extra_that_a_package_asks_for_is_pinned_with_it(lock):
    """An older pip looks for a newer release of ``coverage[toml]`` where only ``coverage`` is pinned, and finds no hash."""
    pins = re.findall(r"^([\w.-]+)(?:\[([\w,-]+)\])?==", (ROOT / lock).read_text(), re.MULTILINE)
    pinned = {(name, extra) for name, extras in pins for extra in extras.split(",")}
    asked = (line for name, _ in pins if is_installed(name) for line in requires(name) or ())

    assert extras_asked_for(asked) - pinned == set()


def is_installed(name: str) -> bool:
    """Whether it is installed: some are pinned for Windows alone."""
    return any(True for _ in distributions(name=name))


def test_an_extra_is_found_in_what_a_package_asks_for():
    asked = [
        "Coverage[toml]>=7.10",
        "pluggy>=1.2",
        "pyjwt[crypto]<3,>=2.0; extra == 'headless'",
        "a [b, c]; python_version>'3'",
    ]
    assert extras_asked_for(asked) == {("coverage", "toml"), ("a", "b"), ("a", "c")}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = [line for line in text.splitlines() if line[:1].isalnum()]

    assert len(re.findall(r"^\w.*==.* \\\n    --hash=sha256:", text, re.MULTILINE)) == len(packages)
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)


def test_every_dependency_says_why_it_is_here():
    lines = re.findall(r'^    "[a-z][^"]*[<>=][^"]*",.*$', PYPROJECT.split("[tool.")[0], re.MULTILINE)

    assert len(lines) == len(named_in_pyproject("requirements-dev.txt"))
    assert [line for line in lines if not re.search(r"# .{5,}", line)] == []
