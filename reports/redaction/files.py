"""What stands in files of evidence, as far as it can be read here: text, CSV, and what Word, Excel and PowerPoint write.

A PDF or a picture is not read: somebody looks into it. Each file passed ``actions.evidence_files`` when it was sent, so its
size and its parts are within limits.
"""

import html
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from actions.evidence_store import FileLost, opened
from actions.models import Evidence
from reports.redaction.needle import Needle

# Where one text ends and another begins; inside, a word may change its look halfway.
_ENDS = re.compile(rb"</(?:\w+:)?(?:p|si|row|c|tr|title|creator|comment)>|<(?:\w+:)?(?:br|tab)\s*/>")
_TAG = re.compile(rb"<[^>]*>")
_CELLS = re.compile(r"[,;\t\"]+")


@dataclass(frozen=True)
class FileFound:
    """A file of the plan: whether the words stand in it, or that nobody can tell here."""

    evidence: Evidence
    has_them: bool
    shared_with: int  # pieces of evidence of other plans that name the same content

    @property
    def words(self) -> str:
        """As it is offered to be chosen."""
        named = f"{self.evidence.action.reference}: {self.evidence.what} ({self.evidence.file_name})"
        said = "the words stand in it" if self.has_them else "cannot be read here: look into it first"
        stays = "; its content stays for another plan, which has the same file" if self.shared_with else ""
        return f"{named}: {said}{stays}"


def files_with(evidence: Iterable[Evidence], needle: Needle) -> list[FileFound]:
    """The files in which the words stand, and those that cannot be read here. Each file is read once."""
    found = []
    for one in evidence:
        text = text_of(one)
        has_them = text is not None and (needle.stands_in(text) or needle.stands_in(_CELLS.sub(" ", text)))
        if has_them or text is None:
            others = Evidence.objects.with_file().filter(sha256=one.sha256).exclude(plan=one.plan_id).count()
            found.append(FileFound(one, has_them, others))
    return found


def text_of(evidence: Evidence) -> str | None:
    """The words of a file; None where they cannot be read here."""
    try:
        with opened(evidence) as file:
            if evidence.media_type.startswith("text/"):
                return _decoded(file.read())
            if "openxmlformats" in evidence.media_type:
                with zipfile.ZipFile(file) as archive:
                    parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
                return "\n".join(_without_tags(part) for part in parts)
    except (FileLost, zipfile.BadZipFile):
        return None
    return None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _without_tags(markup: bytes) -> str:
    return html.unescape(_TAG.sub(b"", _ENDS.sub(b"\n", markup)).decode("utf-8", errors="replace"))
