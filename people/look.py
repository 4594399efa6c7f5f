"""Bootstrap's CSS and the typeface, served from the Python packages that carry them.

Nothing is vendored and nothing comes from elsewhere on the internet; ``tests/people/test_look.py`` holds the digests.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

# Package, and the files of it that become static/look/<file name>.
_CARRIED = (
    ("bootstrap", "css/bootstrap.min.css"),
    ("fontpkg_atkinson_hyperlegible", "files/*.ttf"),
)


def packaged_files() -> dict[str, Path]:
    """Static name → the file in its installed package."""
    files = {}
    for package, pattern in _CARRIED:
        spec = find_spec(package)
        folders = list(spec.submodule_search_locations or ()) if spec else []
        found = [path for folder in folders for path in sorted(Path(folder).glob(pattern))]
        if not found:
            raise FileNotFoundError(f"The package {package} holds no {pattern}. Install requirements.txt again.")
        files.update({f"look/{path.name}": path for path in found})
    return files


class PackagedStorage(Storage):
    """Read-only, and only these files."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files

    def path(self, name: str) -> str:
        return str(self.files[name])

    def exists(self, name: str) -> bool:
        return name in self.files

    def get_modified_time(self, name: str) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.files[name].stat().st_mtime, tz=dt.UTC)

    def _open(self, name: str, mode: str = "rb") -> File:
        content = self.files[name].read_bytes()
        if name.endswith(".css"):
            # The source map is not served, and the hashing storage refuses a stylesheet that names a missing file.
            content = content.partition(b"/*# sourceMappingURL=")[0]
        return ContentFile(content, name)


class PackagedLook(BaseFinder):
    """A staticfiles finder for ``look/…``."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = PackagedStorage(packaged_files())
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if not self.storage.exists(path):
            return []
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        for name in self.storage.files:
            yield name, self.storage
