"""Where files of evidence are kept: outside the web root, under the SHA-256 of their content, never written twice.

The store is Django's: ``STORAGES["evidence"]``, a folder beside the database or any other (docs/running.md).
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from actions.evidence_files import FitFile
from actions.models import Evidence
from plans.steps import Refused

log = logging.getLogger(__name__)

YOUNG = dt.timedelta(hours=1)


class FileLost(Exception):
    """A file that a row names cannot be handed out: the store has lost it, holds another content, or does not answer."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        super().__init__(f"The file of evidence “{evidence.what}” (key {evidence.pk}) cannot be handed out.")


def keep(fit: FitFile | None, content: Any) -> None:
    """Keep an inspected file under its content's name. Kept already: nothing to do. Without a file: nothing to keep.

    Refused, at the question ``file``, where the store does not take it; nothing is left half written under its name.
    """
    if fit is None:
        return
    try:
        _keep(fit, content)
    except Exception as problem:  # each kind of store fails in its own way, and whoever sends a file is told the same
        log.exception("The store of evidence takes no file.")
        raise Refused(
            "The file could not be kept just now. Nothing else that you typed is lost: send the form again in a while, and "
            "choose the file again. If it goes on, tell whoever runs this service.",
            "file",
        ) from problem


def _keep(fit: FitFile, content: Any) -> None:
    store, name = _store(), name_of(fit.sha256)
    if store.exists(name):
        if _is_whole(fit.sha256):
            return
        store.delete(name)  # half written when the machine stopped, or damaged since
    content.seek(0)
    try:
        written = store.save(name, File(content))
    except Exception:
        if store.exists(name) and not _is_whole(fit.sha256):
            store.delete(name)
        raise
    if written != name:  # another sending of the same content was quicker
        store.delete(written)


def opened(evidence: Evidence) -> IO[bytes]:
    """The file of a piece of evidence, to be read; ``FileLost`` where the store cannot give it."""
    try:
        if not evidence.is_taken_out and _is_whole(evidence.sha256):
            return _store().open(name_of(evidence.sha256), "rb")
    except Exception as problem:
        raise FileLost(evidence) from problem
    raise FileLost(evidence)


def findings() -> Iterator[str]:
    """For ``check_records``: each file that a row names is there, whole; what was taken out is not."""
    known = _named()
    for evidence in Evidence.objects.exclude(sha256="").select_related("action").order_by("pk").iterator(500):
        told = f"evidence “{evidence.what}” of action {evidence.action.reference} (key {evidence.pk})"
        if not evidence.is_taken_out:
            if not _is_whole(evidence.sha256):
                yield f"{told}: its file is gone or changed; restore it from a backup."
        elif name_of(evidence.sha256) not in known and _store().exists(name_of(evidence.sha256)):
            yield f"{told}: its file was taken out and is still in the store; run sweep_evidence."


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
    known = _named()
    young = timezone.now() - YOUNG  # as the store tells the time
    strays = [name for name in _names() if name not in known and _store().get_modified_time(name) < young]
    for name in strays:
        _store().delete(name)
    return strays


def take_out(digests: Iterable[str]) -> None:
    """Delete files of which the rows say that they were taken out. One that other evidence names stays; what the store does not
    delete now, ``sweep`` deletes."""
    known = _named()
    for name in map(name_of, digests):
        if name not in known:
            try:
                _store().delete(name)
            except Exception:  # each kind of store fails in its own way, and what was decided stands
                log.exception("The store of evidence does not delete %s.", name)


def _named() -> set[str]:
    """The names of the files that rows name."""
    return {name_of(sha256) for sha256 in Evidence.objects.with_file().values_list("sha256", flat=True)}


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
