"""Are the versions what they were? Compared with digests that were kept outside the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.version_check import Kept, against, kept_versions

HEAD = "# plan, version, edition, SHA-256 of its text"


class Command(BaseCommand):
    help = (
        "List the digest of every version, worked out from its text. Keep the list outside (--write FILE), and compare with it "
        "later (--against FILE): who changes a text and its digest alike in the database is found by that. Every paper prints "
        "the digest of what it was made from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--write", metavar="FILE", help="keep the list there; a file that is there is not overwritten"
        )
        parser.add_argument("--against", metavar="FILE", help="compare with a list that was kept")

    def handle(self, *args: Any, **options: Any) -> None:
        now = kept_versions()
        if options["against"]:
            self._compare(now, Path(options["against"]))
        elif options["write"]:
            self._keep(now, Path(options["write"]))
        else:
            self.stdout.write("\n".join([HEAD, *map(str, now)]))

    def _keep(self, now: list[Kept], path: Path) -> None:
        try:
            with path.open("x") as file:
                file.write("\n".join([HEAD, *map(str, now)]) + "\n")
        except FileExistsError:
            raise CommandError(f"{path} is there already. Name another file: lists are kept, not replaced.") from None
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem.strerror}.") from None
        self.stdout.write(f"{len(now)} digests written to {path}. Keep it where this database is not.")

    def _compare(self, now: list[Kept], path: Path) -> None:
        try:
            lines = path.read_text().splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{path} cannot be read: {problem}.") from None
        try:
            then = [Kept.read(line) for line in lines if line.strip() and not line.startswith("#")]
        except ValueError as problem:
            raise CommandError(f"{path} is no list of digests: {problem}") from None
        compared = against(now, then)
        for line in (*compared.redacted, *compared.findings):
            self.stdout.write(line)
        if compared.findings:
            raise CommandError(f"{len(compared.findings)} of {len(then)} versions are not what they were.")
        redacted = f", but for what was taken out of {len(compared.redacted)}" if compared.redacted else ""
        newer = f"; {compared.newer} newer ones are not in the list" if compared.newer else ""
        self.stdout.write(f"All {len(then)} versions of the list are what they were{redacted}{newer}.")
