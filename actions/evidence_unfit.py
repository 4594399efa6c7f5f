"""What is said to somebody whose file cannot be evidence, where several kinds of file say the same."""

import codecs
import re
import struct
from typing import Any, BinaryIO

PIECE = 64 * 1024  # files are read in pieces of so many bytes

# Endings under which some computer runs what it is given. "com" is missing: pages of www.example.com.pdf are honest.
PROGRAM = re.compile(
    "apk|aspx?|bash|bat|cgi|chm|cmd|cpl|dll|dmg|exe|hta|inf|iso|jar|jnlp|jse?|jsp|lnk|msc|msi|msix|msp|php[0-9]?|phar|phtml"
    "|pif|psm?1|py|reg|scf|scr|sh|swf|sys|url|vb|vbe|vbs|vhdx?|ws[fh]|xll"
)


class UnfitFile(Exception):
    """This file cannot be evidence. The message tells the person at the form what is wrong and what to do."""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"#!": "a script",
    b"<": "a web page or other markup",
    b"{\\rtf": "a rich text document",
    b"PK\x03\x04": "an Office document or a zip archive",
    OLE: "an Office document of the old kind",
}
_RUNS = ("a Windows program", "a program", "a script", "a web page or other markup")


def not_what_it_says(file: BinaryIO, wanted: str) -> UnfitFile:
    """For a file that begins otherwise than ``wanted``. Nobody is told to open a program to see what it is."""
    file.seek(0)
    start = file.read(64)
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    found = next((words for begins, words in _BEGINNINGS.items() if text.startswith(begins)), "")
    if start[4:8] == b"ftyp":
        found = "a picture or film as phones take them (HEIC, MP4)"
    what = f"; it seems to be {found}" if found else ""
    to_do = "Open it in the program it was made with, save it under the right kind and add that."
    if found in _RUNS:
        to_do = "Do not open it: ask whoever looks after your computer to see what it is."
    return UnfitFile(f"The name of this file says that it is {wanted}, but that is not what is in it{what}. {to_do}")


def broken(wanted: str) -> UnfitFile:
    """For a file that begins like ``wanted`` and does not go on like it."""
    return UnfitFile(
        f"This file begins like {wanted} but is damaged or not whole. "
        "Open it on your computer; if it opens, save it again under a new name and add that."
    )


def unpack(form: str, found: bytes, wanted: str) -> tuple[Any, ...]:
    """What stands in ``found``, which may be shorter than ``form`` (see struct) has it: then the file is broken."""
    if len(found) != struct.calcsize(form):
        raise broken(wanted)
    return struct.unpack(form, found)
