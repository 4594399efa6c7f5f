"""Whether a PNG or a JPEG is one whole picture, and nothing besides."""

import re
from typing import BinaryIO

from actions.evidence_unfit import PIECE, UnfitFile, broken, not_what_it_says, unpack

# Data after the end of a picture is never drawn, so nobody sees it: a second file, or the rest of a screenshot that was
# cropped before it was shared. It is refused.
_BEHIND_PICTURE = (
    "This picture carries something behind its end that is not shown: another file, a short film, or what had been "
    "cropped away. Open it, save it again as a new picture, or take a screenshot of it, and add that."
)
_MOST_PIXELS = 200_000_000  # a sheet of A0 scanned at 300 dpi has 140 million
_MOST_SECTIONS = 20_000  # a PNG of 20 MB has about 2,500


def look_into_png(file: BinaryIO, size: int) -> None:
    wanted = "a PNG picture"
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        raise not_what_it_says(file, wanted)
    if file.read(8) != b"\0\0\0\x0dIHDR":
        raise broken(wanted)
    width, height = unpack(">II", file.read(8), wanted)
    _refuse_measures(width, height, wanted)
    place, has_picture = 33, False
    for _ in range(_MOST_SECTIONS):
        file.seek(place)
        length, name = unpack(">I4s", file.read(8), wanted)
        place += 12 + length
        if place > size:
            break
        has_picture = has_picture or name == b"IDAT"
        if name == b"IEND" and has_picture and not length:
            if place < size:
                raise UnfitFile(_BEHIND_PICTURE)
            return
    raise broken(wanted)


def _refuse_measures(width: int, height: int, wanted: str) -> None:
    if not width or not height:
        raise broken(wanted)
    if width * height > _MOST_PIXELS:
        raise UnfitFile(
            f"This picture is {width:,} by {height:,} dots, more than a screen or a printer can use. "
            "Save it smaller and add that."
        )


_SIZES_OF_JPEG = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END_OF_JPEG = 0xDA, 0xD9
_MOST_PICTURES = 10


def look_into_jpeg(file: BinaryIO, size: int) -> None:
    """One whole picture; more whole ones may follow, as phones keep a map of brightness behind the first."""
    if file.read(3) != b"\xff\xd8\xff":
        raise not_what_it_says(file, "a JPEG picture")
    place = 0
    for _ in range(_MOST_PICTURES):
        file.seek(place)
        _pass_jpeg(file)
        place = file.tell()
        after = file.read(PIECE)
        padding = len(after) - len(after.lstrip(b"\0"))
        place += padding
        if place == size:
            return
        if not after[padding:].startswith(b"\xff\xd8\xff"):
            break
    raise UnfitFile(_BEHIND_PICTURE)


def _pass_jpeg(file: BinaryIO) -> None:
    """Go from the beginning of a picture to behind its end, section by section."""
    file.seek(2, 1)
    has_size = has_picture = False
    for _ in range(_MOST_SECTIONS):
        marker = _next_marker(file)
        if marker == _END_OF_JPEG and has_size and has_picture:
            return
        if marker < 0xC0 or 0xD0 <= marker <= 0xD9:
            break
        (length,) = unpack(">H", file.read(2), "a JPEG picture")
        section = file.read(max(0, length - 2))
        if length < 2 or len(section) < length - 2:
            break
        if marker in _SIZES_OF_JPEG:
            height, width = unpack(">HH", section[1:5], "a JPEG picture")
            _refuse_measures(width, height, "a JPEG picture")
            has_size = True
        if marker == _SCAN:
            _pass_scan(file)
            has_picture = True
    raise broken("a JPEG picture")


def _next_marker(file: BinaryIO) -> int:
    lead = file.read(2)
    while lead == b"\xff\xff":
        lead = lead[1:] + file.read(1)
    if len(lead) < 2 or lead[0] != 0xFF:
        raise broken("a JPEG picture")
    return lead[1]


# Inside a scan FF stands only before 00 or a restart (D0 to D7); FF FF is filling.
_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def _pass_scan(file: BinaryIO) -> None:
    place = file.tell()
    while piece := file.read(PIECE):
        if found := _AFTER_SCAN.search(piece):
            file.seek(place + found.start())
            return
        # The two bytes may lie on either side of the cut.
        place += len(piece) - (len(piece) > 1 and piece.endswith(b"\xff"))
        file.seek(place)
    raise broken("a JPEG picture")
