"""What a file of evidence may be: decided by its ending and by what is in it, before anything is kept.

Nothing here stores a file, and nothing in a file is believed because the file says so: sizes are counted, archives are
unpacked piece by piece and thrown away, and the few lines of markup that matter are read without an XML parser.

A file that passes is handed out as an attachment and never drawn by us. That is why some odd ones may pass: text that
has markup further down, a formula in a CSV, a script in a PDF. Whether a PDF carries one cannot be told without
unpacking all of it, and the reader's own program asks before it runs anything.
"""

import codecs
import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from actions.evidence_office import OPENXML, look_into_office
from actions.evidence_pictures import look_into_jpeg, look_into_png
from actions.evidence_unfit import PIECE, PROGRAM, UnfitFile, not_what_it_says

__all__ = ["LARGEST", "LONGEST_NAME", "FitFile", "UnfitFile", "inspect"]

LARGEST = 20 * 1024 * 1024  # bytes
LONGEST_NAME = 120  # characters, ending included


@dataclass(frozen=True)
class FitFile:
    """A file that may be kept: ``name`` can be shown and offered for saving, ``suffix`` has its dot (".pdf")."""

    name: str
    suffix: str
    media_type: str
    size: int
    sha256: str


def inspect(file: BinaryIO, name: str) -> FitFile:
    """Look into ``file``, which can be sought, and say what it is; UnfitFile where it cannot be evidence.

    ``name`` is what the browser called it; nothing but its ending is believed. The file stands at its beginning
    afterwards, whatever was found.
    """
    try:
        stem, suffix = _read_name(name)
        file.seek(0)
        size, sha256 = _weigh(file)
        kind = _KINDS[suffix]
        file.seek(0)
        kind.look_into(file, size)
        return FitFile(_safe_name(stem, suffix), suffix, kind.media_type, size, sha256)
    finally:
        file.seek(0)


def _weigh(file: BinaryIO) -> tuple[int, str]:
    """Bytes and SHA-256. Reading ends at the limit: how much more there is does not matter."""
    size, digest = 0, hashlib.sha256()
    while piece := file.read(PIECE):
        size += len(piece)
        if size > LARGEST:
            raise UnfitFile(
                f"This file is larger than {LARGEST // 1024**2} MB. Make its pictures smaller, split it, "
                "or say under “held by us” where it can be seen."
            )
        digest.update(piece)
    if not size:
        raise UnfitFile("This file is empty. Open it on your computer to see that it was saved, and add it again.")
    return size, digest.hexdigest()


# --- its name ------------------------------------------------------------------------------------

# Not allowed in names on Windows; and what looks like a slash, which old programs turn into one.
_NOT_IN_A_NAME = re.compile('[<>:"|?*\u2044\u2215\u2216\u29f5\u29f8\u29f9\uff0f\uff3c]')
# Letters by category that show nothing.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_OF_A_DEVICE = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}


def _read_name(name: str) -> tuple[str, str]:
    """``(stem, suffix)`` of the last part of a path, without anything that cannot be seen or that leads elsewhere."""
    shown = unicodedata.normalize("NFC", "".join(_as_shown(character) for character in name))
    last = " ".join(_NOT_IN_A_NAME.sub("_", re.split(r"[/\\]", shown)[-1]).split()).rstrip(". ")
    if not last:
        raise UnfitFile("This file came without a name. Give it one that says what it is, and add it again.")
    stem, dot, ending = last.rpartition(".")
    suffix = f".{ending.strip().casefold()}" if dot else ""
    if suffix not in _KINDS:
        raise UnfitFile(_not_taken(stem, suffix))
    inner = [word.rstrip(" _;") for word in stem.casefold().split(".")[1:]]
    if hidden := next(filter(PROGRAM.fullmatch, inner), ""):
        raise UnfitFile(
            f"The name of this file has “.{hidden}” before “{suffix}”. Names like that are used to hide a program: "
            "if it is none, give the file a name without it and add it again."
        )
    return stem, suffix


def _as_shown(character: str) -> str:
    """Nothing for control, zero-width and direction marks: with those a name can read “exe.pdf” and end in “.exe”."""
    if character.isspace() or character in _BLANK:
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def _not_taken(stem: str, suffix: str) -> str:
    taken = "Evidence can be a pdf, docx, xlsx, pptx, png, jpg, csv or txt file: save it as one of these and add that."
    if not suffix:
        return f"The name of this file has no ending that says what kind it is. {taken}"
    before = f".{stem.rpartition('.')[2].strip().casefold()}" if "." in stem else ""
    inner = f"; the “{before}” before it does not count" if before in _KINDS else ""
    if PROGRAM.fullmatch(suffix[1:]):
        return (
            f"The name of this file ends in “{suffix}”{inner}. That is a program, or starts one: do not open it unless "
            f"you know what it is. {taken}"
        )
    macros = " It can carry macros." if suffix[1:] in _WITH_MACROS else ""
    return f"The name of this file ends in “{suffix[:20]}”{inner}.{macros} {taken}"


_WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"}


def _safe_name(stem: str, suffix: str) -> str:
    stem = stem.strip(". ") or "evidence"
    if stem.partition(".")[0].rstrip().casefold() in _OF_A_DEVICE:
        stem = f"_{stem}"
    return stem[: LONGEST_NAME - len(suffix)].rstrip(". ") + suffix


# --- PDF -----------------------------------------------------------------------------------------

# The number says where the table of contents begins; all that may follow the end is padding.
_END_OF_PDF = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")


def _look_into_pdf(file: BinaryIO, size: int) -> None:
    if file.read(5) != b"%PDF-":
        raise not_what_it_says(file, "a PDF")
    file.seek(max(0, size - 2048))
    end = _END_OF_PDF.search(file.read(2048))
    if end is None or int(end[1]) >= size:
        raise UnfitFile(
            "This file begins like a PDF but does not end like one: it is not whole, or something has been added behind "
            "its end. Open it; if it opens, print or save it as a new PDF and add that."
        )


# --- text ----------------------------------------------------------------------------------------

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOTHING_TO_SEE = re.compile("[\\s\ufeff\u200b\u200c\u200d\u2060\xad]*")
# What some program would run or draw if it went by the first letters: markup of any kind, scripts, PostScript, PDF,
# rich text, a GIF that is also a script. ID;P begins a SYLK sheet, which Excel opens as one, formulas of 1992 included.
_LIKE_MARKUP = re.compile(r"<[a-z!?/%]|#!|%!ps|%pdf-|\{\\rtf|gif8[79]a|(?-i:ID;P(?![a-z]))", re.IGNORECASE)


def _look_into_text(file: BinaryIO, size: int) -> None:
    """Text in UTF-8, UTF-16 with its mark, or Windows-1252, as Windows and Excel save it."""
    start = file.read(4)
    if start.startswith((b"MZ", b"\x7fELF")) and b"\0" in file.read(64):
        raise not_what_it_says(file, "text")
    for encoding in _encodings(start):
        file.seek(0)
        try:
            beginning = _read_text(file, encoding)
        except UnicodeDecodeError:
            continue
        if not beginning:
            raise UnfitFile("There is nothing in this file but blank space. Look at it, and add the right one.")
        if _LIKE_MARKUP.match(beginning):
            raise UnfitFile(
                "This file begins like a web page, a script or another kind of file, not like plain text or a table. "
                "Open it, save what it shows as PDF, text or CSV and add that."
            )
        return
    raise _no_text()


def _encodings(start: bytes) -> tuple[str, ...]:
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def _read_text(file: BinaryIO, encoding: str) -> str:
    """The first letters, once all of it has been read and nothing unprintable was met."""
    decoder, beginning = codecs.getincrementaldecoder(encoding)(), ""
    while True:
        piece = file.read(PIECE)
        text = decoder.decode(piece, final=not piece)
        if _UNPRINTABLE.search(text):
            raise _no_text()
        if len(beginning) < 20:
            beginning = _NOTHING_TO_SEE.sub("", beginning + text, count=1)[:100]
        if not piece:
            return beginning


def _no_text() -> UnfitFile:
    return UnfitFile(
        "The name of this file says that it is text, but there is something else in it than letters. "
        "Open it in the program it was made with, save it as CSV or text in UTF-8, or as PDF, and add that."
    )


# --- what is taken -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kind:
    media_type: str
    look_into: Callable[[BinaryIO, int], None]


def _office(media_type: str, main: str) -> _Kind:
    return _Kind(OPENXML + media_type, functools.partial(look_into_office, main=f"{OPENXML}{main}.main+xml"))


_KINDS = {
    ".pdf": _Kind("application/pdf", _look_into_pdf),
    ".docx": _office("wordprocessingml.document", "wordprocessingml.document"),
    ".xlsx": _office("spreadsheetml.sheet", "spreadsheetml.sheet"),
    ".pptx": _office("presentationml.presentation", "presentationml.presentation"),
    ".png": _Kind("image/png", look_into_png),
    ".jpg": _Kind("image/jpeg", look_into_jpeg),
    ".jpeg": _Kind("image/jpeg", look_into_jpeg),
    ".csv": _Kind("text/csv", _look_into_text),
    ".txt": _Kind("text/plain", _look_into_text),
}
