"""Mails that came back: what a delivery-status notification (RFC 3464) says, and of which of our mails."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from plans.mailing import plain
from plans.models import SentMail


@dataclass(frozen=True)
class Notification:
    """What a mail server tells: of which mail, and why it could not be delivered (empty where it was, or may yet be)."""

    message_ids: list[str]
    why: str

    def mail(self) -> SentMail | None:
        return SentMail.objects.filter(message_id__in=self.message_ids).first()


class UnreadableMailError(Exception):
    """A mail so broken that nothing can be said of it."""


def read_notification(content: bytes) -> Notification | None:
    """None where this is no delivery-status notification."""
    try:
        return _read(content)
    # Anybody may send anything to that address, and Python's reader of mails fails in many ways on what no program wrote.
    except Exception as error:
        raise UnreadableMailError from error


def _read(content: bytes) -> Notification | None:
    message = message_from_bytes(content, policy=policy.default)
    parts = list(message.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    reasons = [why for why in map(_failure, status.iter_parts()) if why]
    return Notification(list(_names_of_the_original(message, parts)), "; ".join(dict.fromkeys(reasons)))


def _failure(fields: MIMEPart) -> str:
    """Why one address was not reached; nothing where the block tells of none, of a delay or of a delivery."""
    if plain(str(fields.get("Action", ""))).lower() != "failed":
        return ""
    said = plain(str(fields.get("Diagnostic-Code", ""))).removeprefix("smtp;").strip()
    return said or plain(str(fields.get("Status", ""))) or "no reason given"


def _names_of_the_original(message: EmailMessage, parts: Iterable[MIMEPart]) -> Iterator[str]:
    """The Message-IDs that stand for the mail that came back: in what is sent along of it, else where an answer names it."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            # As bytes: the character set that the part names may be none that there is.
            headers = part.get_payload(decode=True)
            returned = message_from_bytes(headers if isinstance(headers, bytes) else b"", policy=policy.default)
            yield from _words(returned, "Message-ID")
        elif part is not message:
            yield from _words(part, "Message-ID")
    yield from _words(message, "In-Reply-To")
    yield from _words(message, "References")


def _words(part: MIMEPart, name: str) -> list[str]:
    return plain(str(part.get(name, ""))).split()
