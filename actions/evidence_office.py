"""Whether a Word, Excel or PowerPoint file is what its ending says, small when unpacked, and does nothing by itself.

Such a file is a zip archive of parts, with a list of what type each part is and lists of relationships between them.
"""

import html
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from actions.evidence_unfit import OLE, PIECE, PROGRAM, UnfitFile, broken, not_what_it_says, unpack

_MOST_PARTS = 5_000
_LARGEST_LIST = 2 * 1024 * 1024  # bytes that name the parts
_LARGEST_UNPACKED = 200 * 1024 * 1024
_MOST_TIMES = 200  # a sheet of repeated rows may be 100 times smaller packed, zeros 1,000 times
_SMALL_UNPACKED = 10 * 1024 * 1024  # below this nobody minds how well it was packed
_LARGEST_MARKUP = 4 * 1024 * 1024  # all that is read of types and relationships

OPENXML = "application/vnd.openxmlformats-officedocument."
_INSIDE = {
    f"{OPENXML}wordprocessingml.document.main+xml": "a Word document (.docx)",
    f"{OPENXML}wordprocessingml.template.main+xml": "a Word template",
    f"{OPENXML}spreadsheetml.sheet.main+xml": "an Excel workbook (.xlsx)",
    f"{OPENXML}spreadsheetml.template.main+xml": "an Excel template",
    f"{OPENXML}presentationml.presentation.main+xml": "a PowerPoint presentation (.pptx)",
    f"{OPENXML}presentationml.template.main+xml": "a PowerPoint template",
    f"{OPENXML}presentationml.slideshow.main+xml": "a PowerPoint show",
}
_AS_WHOLE = "If you know who made it, open it, save it as a new file without that, or as PDF, and add the new one."


def look_into_office(file: BinaryIO, size: int, *, main: str) -> None:
    """``main`` is the type that its main part must have."""
    start = file.read(8)
    if start == OLE:
        raise UnfitFile(
            "This is an Office document of the old kind (.doc, .xls, .ppt), or one with a password. "
            "Open it, take the password off, save it in the kind of today (.docx, .xlsx, .pptx) or as PDF and add that."
        )
    if not start.startswith(b"PK\x03\x04"):
        raise not_what_it_says(file, _INSIDE[main])
    parts = _list_parts(file, size)
    _refuse_odd_parts(parts)
    _unpack_all(file, parts, size)
    by_name = {part.filename.casefold(): part for part in parts}
    if "[content_types].xml" not in by_name or "_rels/.rels" not in by_name:
        raise UnfitFile(
            f"This file is a zip archive and not {_INSIDE[main]}. Unpack it and add as evidence the file that matters."
        )
    links = {name: part for name, part in by_name.items() if name.endswith(".rels")}
    if sum(part.file_size for part in (*links.values(), by_name["[content_types].xml"])) > _LARGEST_MARKUP:
        raise UnfitFile(f"This document has more links than can be looked through. {_AS_WHOLE}")
    types = _Types(_read_tags(file, by_name["[content_types].xml"]))
    _refuse_macros(types.all)
    for name, part in links.items():
        tags = _read_tags(file, part)
        _refuse_relationships(tags)
        if name == "_rels/.rels":
            _refuse_other_main(types.of(_main_part(tags, by_name)), main)


def _damaged() -> UnfitFile:
    return broken("an Office document")


def _list_parts(file: BinaryIO, size: int) -> list[zipfile.ZipInfo]:
    """What the archive says it holds. It must fill the file from the first byte to the last, without a gap behind."""
    file.seek(max(0, size - 42))
    before, end = file.read(20), file.read(22)
    mark, *_, count, length, begin, comment = unpack("<4s4H2IH", end, "an Office document")
    # A locator before the end would lead to a second list, for archives of more than 4 GB.
    if mark != b"PK\x05\x06" or comment or begin + length + 22 != size or before.startswith(b"PK\x06\x07"):
        raise UnfitFile(
            "This document has something added before its beginning or after its end, or is not whole. "
            "Open it; if it opens, save it again under a new name and add that."
        )
    if count > _MOST_PARTS or length > _LARGEST_LIST:
        raise _bomb()
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise _damaged() from None
    if len(parts) != count:
        raise _damaged()
    _refuse_overlap(parts, begin)
    return parts


def _refuse_overlap(parts: list[zipfile.ZipInfo], end: int) -> None:
    """Parts lie one behind another: a bomb lets many names point at the same bytes."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    if not ordered or ordered[0].header_offset:
        raise _damaged()
    following = [*(part.header_offset for part in ordered[1:]), end]
    for part, limit in zip(ordered, following, strict=True):
        if part.header_offset + 30 + len(part.filename) + part.compress_size > limit:
            raise _damaged()


def _refuse_odd_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.orig_filename.casefold() for part in parts]
    if any(part.flag_bits & 0x41 for part in parts):
        raise UnfitFile("Parts of this document are locked with a password. Take it off, save it and add it again.")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnfitFile(f"This document is packed in a way that Office does not use. {_AS_WHOLE}")
    if len(set(names)) < len(names):
        raise UnfitFile(
            f"This document has two parts of the same name, so that nobody knows which one is shown. {_AS_WHOLE}"
        )
    if any(_leads_outside(name) for name in names):
        raise UnfitFile(f"This document has a part whose name leads outside the document. {_AS_WHOLE}")
    if any(re.search(r"(^|/)(vba(project|data)[^/]*$|macrosheets/)", name) for name in names):
        raise _macros()
    if any("activex/" in name for name in names):
        raise _active()
    if any(PROGRAM.fullmatch(name.rpartition(".")[2].strip()) for name in names):
        raise UnfitFile(f"This document has a program packed into it. {_AS_WHOLE}")


def _leads_outside(name: str) -> bool:
    odd = any(unicodedata.category(character) == "Cc" for character in name)
    return odd or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _unpack_all(file: BinaryIO, parts: list[zipfile.ZipInfo], size: int) -> None:
    """Every part, piece by piece, as far as the limits go: what the archive says about sizes must be true."""
    total = 0
    limit = min(_LARGEST_UNPACKED, max(_SMALL_UNPACKED, size * _MOST_TIMES))
    for part in parts:
        length = checksum = 0
        before = b""
        for piece in _unpacked(file, part):
            length, total, checksum = length + len(piece), total + len(piece), zlib.crc32(piece, checksum)
            if total > limit or length > part.file_size:
                raise _bomb()
            # Office allows no definitions in its markup; with them a page of text can grow without end.
            if part.filename.casefold().endswith((".xml", ".rels")) and b"<!DOCTYPE" in before + piece:
                raise UnfitFile(
                    f"This document defines abbreviations in its markup, as no Office program does. {_AS_WHOLE}"
                )
            before = piece[-16:]
        if (length, checksum) != (part.file_size, part.CRC):
            raise _damaged()


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part holds, in pieces that stay small whatever it claims. zipfile would stop at the size it is told."""
    file.seek(part.header_offset)
    flags, method, named, extra = unpack("<6x2H16x2H", file.read(30), "an Office document")
    name = part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437")
    if file.read(named) != name or method != part.compress_type or flags & 0x41:
        raise _damaged()
    file.seek(extra, 1)
    packed_left, inflater = part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while packed_left:
        packed = file.read(min(packed_left, PIECE))
        packed_left -= len(packed)
        if not packed or inflater.unused_data:
            raise _damaged()
        yield from [packed] if method == zipfile.ZIP_STORED else _inflated(inflater, packed)
    if method == zipfile.ZIP_DEFLATED and (not inflater.eof or inflater.unused_data):
        raise _damaged()


def _inflated(inflater: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    try:
        while True:
            piece = inflater.decompress(packed, PIECE)
            yield piece
            packed = inflater.unconsumed_tail
            if not packed and len(piece) < PIECE:
                return
    except zlib.error:
        raise _damaged() from None


def _bomb() -> UnfitFile:
    return UnfitFile(
        "This document would unpack to far more than it seems to hold, so it was not unpacked. "
        "Open it, save what matters as PDF and add that."
    )


_Tag = tuple[str, dict[str, str]]
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"<]*"|'[^'<]*')""")
_TAG = re.compile(r"""</?([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>""")
_DECLARATION = re.compile(r"""\s*<\?xml\s[^?<>]*\?>""")
_OTHER_ENCODING = re.compile(r"""encoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)


def _read_tags(file: BinaryIO, part: zipfile.ZipInfo) -> list[_Tag]:
    """``(name, attributes)`` of every tag in one of the two kinds of lists that an Office document keeps.

    They are flat lists in UTF-8, so no parser is let near them. What Office could read otherwise than it stands here
    (comments, instructions, definitions, another encoding) makes the file unfit: nothing can be said twice.
    """
    try:
        text = b"".join(_unpacked(file, part)).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _odd_markup() from None
    if declared := _DECLARATION.match(text):
        text = text[declared.end() :]
        if _OTHER_ENCODING.search(declared[0]):
            raise _odd_markup()
    if "<" in _TAG.sub("", text) or "\0" in text:
        raise _odd_markup()
    return [(found[1].rpartition(":")[2], _attributes(found[2])) for found in _TAG.finditer(text)]


def _attributes(text: str) -> dict[str, str]:
    return {found[1]: html.unescape(found[2][1:-1]).strip() for found in _ATTRIBUTE.finditer(text)}


def _odd_markup() -> UnfitFile:
    return UnfitFile(f"The list of what is in this document is written as no Office program writes it. {_AS_WHOLE}")


class _Types:
    """What the document says each of its parts is: by the part's name, else by its ending."""

    def __init__(self, tags: list[_Tag]) -> None:
        self._by_part: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}
        for name, given in tags:
            if name not in ("Override", "Default") or not given:
                continue
            known, named = (self._by_part, "PartName") if name == "Override" else (self._by_ending, "Extension")
            key = given.get(named, "").casefold().lstrip("/")
            if key in known:
                raise _odd_markup()
            known[key] = given.get("ContentType", "").casefold()
        self.all = {*self._by_part.values(), *self._by_ending.values()}

    def of(self, part: str) -> str:
        return self._by_part.get(part) or self._by_ending.get(part.rpartition(".")[2], "")


def _refuse_macros(kinds: set[str]) -> None:
    """Types of parts, or of relationships between them, that can do something by themselves."""
    for kind in kinds:
        if "macro" in kind or "vba" in kind:
            raise _macros()
        if "activex" in kind or kind.endswith("/control"):
            raise _active()
        if kind.endswith((".oleobject", "/oleobject")):
            raise UnfitFile(
                "This document has another file embedded in it as an object, which could be a program. "
                "Take it out, add that file as evidence of its own, and add the document without it."
            )


def _macros() -> UnfitFile:
    return UnfitFile(
        "This document has macros in it, small programs. If you know who made it, open it, save it without them "
        "(.docx, .xlsx, .pptx), or as PDF, and add that."
    )


def _active() -> UnfitFile:
    return UnfitFile(f"This document has ActiveX controls in it, which can run programs. {_AS_WHOLE}")


# Many an honest report names the template on its writer's own drive: nobody else's computer finds anything there.
_ON_A_DRIVE = re.compile(r"(?:file:///)?[a-z]:[\\/]", re.IGNORECASE)
# Followed when somebody clicks, or after Excel has asked. All else outside is fetched on opening, without a word.
_FOLLOWED_WHEN_ASKED = re.compile(r"/hyperlink$|/externallinkpath$|/xlexternallinkpath/")


def _refuse_relationships(tags: list[_Tag]) -> None:
    links = [given for name, given in tags if name == "Relationship"]
    _refuse_macros({given.get("Type", "").casefold() for given in links if not _is_outside(given)})
    for given in links:
        kind = given.get("Type", "").casefold()
        if not _is_outside(given) or _FOLLOWED_WHEN_ASKED.search(kind):
            continue
        if kind.endswith("/attachedtemplate"):
            if _ON_A_DRIVE.match(given.get("Target", "")):
                continue
            raise UnfitFile(
                "This document takes its template from elsewhere each time it is opened, which can bring in macros. "
                "If you know who made it, attach the Normal template to it and save it, or save it as PDF, and add that."
            )
        raise UnfitFile(
            "This document fetches something from elsewhere each time it is opened, such as a linked picture or object. "
            "If you know who made it, put in a copy instead of the link, or save the document as PDF, and add that."
        )


def _is_outside(given: dict[str, str]) -> bool:
    target = given.get("Target", "")
    external = given.get("TargetMode", "").casefold() == "external"
    return external or re.match(r"[a-z][a-z0-9+.-]*:|[\\/]{2}", target, re.IGNORECASE) is not None


def _main_part(tags: list[_Tag], by_name: dict[str, zipfile.ZipInfo]) -> str:
    targets = [
        given.get("Target", "").casefold().lstrip("/")
        for name, given in tags
        if name == "Relationship" and given.get("Type", "").casefold().endswith("/officedocument")
    ]
    if len(targets) != 1 or targets[0] not in by_name:
        raise _damaged()
    return targets[0]


def _refuse_other_main(found: str, wanted: str) -> None:
    if found != wanted:
        inside = _INSIDE.get(found, "a document of another kind")
        raise UnfitFile(
            f"The name of this file says that it is {_INSIDE[wanted]}, but inside it is {inside}. "
            "Open it in the program it was made with, save it under the right kind and add that."
        )
