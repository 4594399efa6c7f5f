"""Notes which mails came back: reads delivery-status notifications as a mail server sends them."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.bounces import read_notification
from plans.mailing import note_bounce


class Command(BaseCommand):
    help = (
        "Note which mails came back, from delivery-status notifications (RFC 3464): one from standard input, or one from each "
        "file. Whatever else comes to that address is named and left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="each holds one notification; without any: standard input"
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        unread = 0
        for name, content in self._given(files):
            if content is None:
                unread += 1
            self.stdout.write(f"{name}: {'cannot be read' if content is None else self._noted(content)}")
        if unread:
            raise CommandError(f"{unread} {'file' if unread == 1 else 'files'} could not be read, named above.")

    def _given(self, files: list[Path]) -> list[tuple[str, bytes | None]]:
        if not files:
            return [("standard input", sys.stdin.buffer.read())]
        return [(str(file), file.read_bytes() if file.is_file() else None) for file in files]

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
