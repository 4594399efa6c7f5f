"""Notes which mails came back: reads delivery-status notifications as a mail server sends them."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.bounces import UnreadableMailError, read_notification
from plans.mailing import note_bounce

CANNOT_BE_READ = (
    "cannot be read. It is left where it is, and nothing is noted. Open it yourself: if a mail came back, write to that person "
    "another way; else delete it."
)


class Command(BaseCommand):
    help = (
        "Note which mails came back, from delivery-status notifications (RFC 3464): one from standard input, or one from each "
        "file. Whatever else comes to that address, or cannot be read, is named and left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="each holds one notification; without any: standard input"
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        unread = 0
        given: list[Path | None] = [*files] or [None]
        for name in given:
            said = self._noted_of(name)
            unread += said is None
            self.stdout.write(f"{name or 'standard input'}: {said or CANNOT_BE_READ}")
        if unread:
            raise CommandError(f"{unread} {'file' if unread == 1 else 'files'} could not be read, named above.")

    def _noted_of(self, file: Path | None) -> str | None:
        """Nothing where it cannot be read: the others are read all the same."""
        try:
            return self._noted(sys.stdin.buffer.read() if file is None else file.read_bytes())
        except (OSError, UnreadableMailError):
            return None

    def _noted(self, content: bytes) -> str:
        notification = read_notification(content)
        if notification is None:
            return "no delivery-status notification"
        mail = notification.mail()
        if mail is None:
            return "about no mail of ours"
        if not notification.why:
            return f"{mail.address}: not failed, or not yet; nothing is noted"
        if not note_bounce(mail, notification.why):
            return f"{mail.address}: noted before"
        return f"{mail.address}: came back, {notification.why}"
