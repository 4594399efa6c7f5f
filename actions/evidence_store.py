"""Where files of evidence are kept: outside the web root, under the SHA-256 of their content, never written twice.

The store is Django's: ``STORAGES["evidence"]``, a folder beside the database or any other (docs/running.md).
"""

from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from actions.evidence_files import FitFile
from actions.models import Evidence


def keep(fit: FitFile | None, content: Any) -> None:
    """Keep an inspected file under its content's name. Kept already: nothing to do. Without a file: nothing to keep."""
    if fit is None:
        return
    store, name = _store(), name_of(fit.sha256)
    if store.exists(name):
        return
    content.seek(0)
    written = store.save(name, File(content))
    if written != name:  # another sending of the same content was quicker
        store.delete(written)


def opened(evidence: Evidence) -> IO[bytes]:
    """The file of a piece of evidence, to be read; FileNotFoundError where the store has lost it."""
    return _store().open(name_of(evidence.sha256), "rb")


def is_kept(sha256: str) -> bool:
    return _store().exists(name_of(sha256))


def sweep() -> list[str]:
    """Delete the files that no row names, and return their names. Rows are never touched."""
    known = {name_of(sha256) for sha256 in Evidence.objects.exclude(sha256="").values_list("sha256", flat=True)}
    strays = [name for name in _names() if name not in known]
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
