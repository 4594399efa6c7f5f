"""Where files of evidence are kept: outside the web root, under the SHA-256 of their content, never written twice.

The store is Django's: ``STORAGES["evidence"]``, a folder beside the database or any other (docs/running.md).
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from actions.evidence_files import FitFile
from actions.models import Evidence

YOUNG = dt.timedelta(hours=1)


def keep(fit: FitFile | None, content: Any) -> None:
    """Keep an inspected file under its content's name. Kept already: nothing to do. Without a file: nothing to keep."""
    if fit is None:
        return
    store, name = _store(), name_of(fit.sha256)
    if store.exists(name):
        if _is_whole(fit.sha256):
            return
        store.delete(name)  # half written when the machine stopped, or damaged since
    content.seek(0)
    written = store.save(name, File(content))
    if written != name:  # another sending of the same content was quicker
        store.delete(written)


def opened(evidence: Evidence) -> IO[bytes]:
    """The file of a piece of evidence, to be read; FileNotFoundError where the store has lost it, or holds another content."""
    if not _is_whole(evidence.sha256):
        raise FileNotFoundError(name_of(evidence.sha256))
    return _store().open(name_of(evidence.sha256), "rb")


def findings() -> Iterator[str]:
    """For ``check_records``: each file that a row names is there, with the content by which it is named."""
    for evidence in Evidence.objects.exclude(sha256="").select_related("action").order_by("pk").iterator(500):
        if not _is_whole(evidence.sha256):
            yield (
                f"evidence “{evidence.what}” of action {evidence.action.reference} (key {evidence.pk}): its file is gone or "
                "changed; restore it from a backup."
            )


def _is_whole(sha256: str) -> bool:
    try:
        with _store().open(name_of(sha256), "rb") as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def sweep() -> list[str]:
    """Delete the files that no row names, and return their names. Rows are never touched.

    A file is written before its row: one that came within the hour may still get it, and stays.
    """
    known = {name_of(sha256) for sha256 in Evidence.objects.exclude(sha256="").values_list("sha256", flat=True)}
    young = timezone.now() - YOUNG  # as the store tells the time
    strays = [name for name in _names() if name not in known and _store().get_modified_time(name) < young]
    for name in strays:
        _store().delete(name)
    return strays


def name_of(sha256: str) -> str:
    """In 256 folders, so that none holds too many files."""
    return f"{sha256[:2]}/{sha256}"


def _names() -> Iterator[str]:
    try:
        folders, _ = _store().listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        for name in _store().listdir(folder)[1]:
            yield f"{folder}/{name}"


def _store() -> Storage:
    return storages["evidence"]
