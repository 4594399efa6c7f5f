"""What may be evidence: at least 60 hostile files with what becomes of each, and the honest ones that must pass."""

import hashlib
import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

import docx
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from actions.evidence_files import LARGEST, LONGEST_NAME, FitFile, UnfitFile, inspect

# --- files, made here --------------------------------------------------------------------------


def pdf(body=b"1 0 obj\n<< /Type /Catalog >>\nendobj\n", *, after=b""):
    start = b"%PDF-1.7\n" + body
    return start + b"xref\n0 1\ntrailer\n<< >>\nstartxref\n%d\n%%%%EOF\n" % len(start) + after


def section(name, body=b""):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*, wide=1, high=1, between=b"", after=b""):
    measures = section(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    picture = section(b"IDAT", zlib.compress(b"\0\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + measures + between + picture + section(b"IEND") + after


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, wide=1, high=1, comment=b"", scan=b"\x12\xff\x00\x34\xff\xd0\x56", after=b""):
    head = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + segment(0xFE, comment)
    size = segment(0xC0, struct.pack(">BHHB", 8, high, wide, 1) + b"\x01\x11\0")
    return b"\xff\xd8" + head + size + segment(0xDA, b"\x01\x01\0\0\x3f\0") + scan + b"\xff\xd9" + after


OPENXML = "application/vnd.openxmlformats-officedocument."
DOC = f"{OPENXML}wordprocessingml.document.main+xml"
SHEET = f"{OPENXML}spreadsheetml.sheet.main+xml"
SHOW = f"{OPENXML}presentationml.presentation.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "[Content_Types].xml"
BESIDE = "word/_rels/document.xml.rels"


def types(main=DOC, more="", part="/word/document.xml"):
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    )


def relations(*each):
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def relation(kind, target, mode=""):
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'


def office(main=DOC, more="", *, part="word/document.xml", **how):
    """A small document; ``parts`` are put in beside its own, or instead of them."""
    parts = {
        TYPES: types(main, more, f"/{part}"),
        "_rels/.rels": relations(relation("officeDocument", part)),
        part: f"{XML}<document/>",
    }
    return zipped({**parts, **how.pop("parts", {})}, **how)


def zipped(parts, *, method=zipfile.ZIP_DEFLATED, twice=()):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in [*parts.items(), *twice]:
            archive.writestr(name, content)
    return file.getvalue()


def linked(kind, target, mode="External"):
    return office(parts={BESIDE: relations(relation(kind, target, mode))})


def changed(content, old, new):
    """``content`` with a number in its last lines replaced, to say what no program would."""
    assert content[-22:].count(old) == 1
    return content[:-22] + content[-22:].replace(old, new)


def patched(content, name, field, value):
    """One number in the list at the end of an archive, for the part of that name: see APPNOTE 4.3.12."""
    offset, form = {"flags": (8, "<H"), "method": (10, "<H"), "checksum": (16, "<I"), "size": (24, "<I")}[field]
    name = name.encode()
    at = content.rindex(name) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    return content[: at + offset] + struct.pack(form, value) + content[at + offset + struct.calcsize(form) :]


def on_top_of_each_other():
    """A bomb in which a thousand names point at the same bytes (Fifield 2019)."""
    kernel = office(parts={"word/big.xml": b"\0" * 1_000_000})
    begin = struct.unpack("<I", kernel[-6:-2])[0]
    listed = kernel[begin:-22]
    last = listed[listed.rindex(b"PK\x01\x02") :]
    names = [b"word/%03d.xml" % number for number in range(1000)]
    listed += b"".join(last.replace(b"word/big.xml", name) for name in names)
    count = 4 + len(names)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), begin, 0)
    return kernel[:begin] + listed + end


def lying_about_its_size():
    """Says that it unpacks to ten bytes, with the checksum of those ten, and holds 100 MB."""
    packer = zlib.compressobj(wbits=-15)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(100)) + packer.flush()
    content = office(parts={"word/media/a.txt": b"?" * len(packed)}, method=zipfile.ZIP_STORED)
    content = content.replace(b"?" * len(packed), packed)
    content = patched(content, "word/media/a.txt", "method", 8)
    at = content.index(b"word/media/a.txt") - 30
    content = content[: at + 8] + b"\x08\x00" + content[at + 10 :]
    content = patched(content, "word/media/a.txt", "checksum", zlib.crc32(b"a" * 10))
    return patched(content, "word/media/a.txt", "size", 10)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100)
MACRO_DOC = "application/vnd.ms-word.document.macroEnabled.main+xml"


class Endless(io.RawIOBase):
    """So many bytes of text that nobody has to hold."""

    def __init__(self, size):
        self.size, self.place, self.read_in_all = size, 0, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        self.place = offset + (0, self.place, self.size)[whence]
        return self.place

    def readinto(self, buffer):
        length = min(len(buffer), max(0, self.size - self.place))
        buffer[:length] = b"a" * length
        self.place += length
        self.read_in_all += length
        return length


# --- hostile -----------------------------------------------------------------------------------


class Hostile(NamedTuple):
    what: str
    name: str
    content: bytes | str | Callable[[], bytes]
    refused: str = ""  # a piece of what is said
    fit_because: str = ""


HOSTILE = [
    # What is in it is not what its ending says.
    Hostile("a web page called a PDF", "report.pdf", HTML, "seems to be a web page"),
    Hostile("a web page called a picture", "photo.png", HTML, "seems to be a web page"),
    Hostile("a web page called a Word document", "report.docx", HTML, "seems to be a web page"),
    Hostile("a Windows program called a PDF", "report.pdf", PROGRAM, "seems to be a Windows program. Do not open it"),
    Hostile("a Windows program called a table", "figures.csv", PROGRAM, "Do not open it"),
    Hostile("a Linux program called a picture", "photo.jpg", b"\x7fELF" + bytes(60), "seems to be a program"),
    Hostile("a shell script called a PDF", "report.pdf", b"#!/bin/sh\nrm -rf ~\n", "seems to be a script"),
    Hostile("a GIF that is also a script", "photo.png", b"GIF89a=1;alert(1)//", "seems to be a GIF"),
    Hostile("the same, called text", "notes.txt", b"GIF89a=1;alert(1)//", "not like plain text"),
    Hostile("a picture from a phone, renamed", "photo.jpg", b"\0\0\0\x18ftypheic" + bytes(40), "as phones take them"),
    Hostile("a PNG called JPEG", "photo.jpg", png(), "seems to be a PNG"),
    Hostile("a PDF called a picture", "photo.png", pdf(), "seems to be a PDF"),
    Hostile("nothing at all", "report.pdf", b"", "is empty"),
    Hostile("blank space", "notes.txt", "\ufeff \r\n\t\u200b ", "nothing in this file but blank space"),
    # Kinds that are not taken.
    Hostile("a web page", "page.html", HTML, "ends in “.html”"),
    Hostile("a drawing with a script", "logo.svg", b"<svg onload='alert(1)'/>", "ends in “.svg”"),
    Hostile("a shortcut", "report.lnk", b"L\0\0\0", "is a program, or starts one"),
    Hostile("a document with macros, under its own ending", "plan.docm", office(MACRO_DOC), "It can carry macros"),
    Hostile("an archive", "evidence.zip", zipped({"a.txt": "a"}), "ends in “.zip”"),
    # Names.
    Hostile("a program behind a second ending", "report.pdf.exe", PROGRAM, "“.pdf” before it does not count"),
    Hostile("a program before a second ending", "invoice.exe.pdf", pdf(), "has “.exe” before “.pdf”"),
    Hostile("the same with blanks between", "invoice.exe            .pdf", pdf(), "has “.exe” before “.pdf”"),
    Hostile("the same, split by a character without width", "invoice.e\u200bxe.pdf", pdf(), "has “.exe” before “.pdf”"),
    Hostile("a web server's script as a picture", "shell.php.jpg", jpeg(), "has “.php” before “.jpg”"),
    Hostile("the same with a semicolon", "shell.asp;.jpg", jpeg(), "has “.asp” before “.jpg”"),
    Hostile("a name cut by NUL", "report.exe\0.pdf", pdf(), "has “.exe” before “.pdf”"),
    Hostile("a name cut by NUL the other way", "report.pdf\0.exe", PROGRAM, "ends in “.exe”"),
    Hostile("dots and blanks that Windows drops", "setup.exe. . ", PROGRAM, "ends in “.exe”"),
    Hostile("a second stream of NTFS", "report.exe::$DATA", PROGRAM, "ends in “.exe__$data”"),
    Hostile("right-to-left, reads report-exe.pdf", "report-\u202efdp.exe", PROGRAM, "ends in “.exe”"),
    Hostile(
        "right-to-left, reads annfdp.pdf", "ann\u202efdp.pdf", pdf(), fit_because="the name is shown as it really is"
    ),
    Hostile("letters that only look like docx", "plan.d\u043ecx", office(), "ends in “.d\u043ecx”"),
    Hostile("a dot that is none", "report\u2024pdf", pdf(), "no ending"),
    Hostile("a path upwards", "../../etc/passwd", b"root:x:0:0", "no ending"),
    Hostile("a path upwards to a fit kind", "../../../static/js/a.txt", b"a", fit_because="only “a.txt” is kept of it"),
    Hostile("a path of Windows", "C:\\Windows\\..\\a.txt", b"a", fit_because="only “a.txt” is kept of it"),
    Hostile("a device of Windows", "CON.txt", b"a", fit_because="it is called “_CON.txt”"),
    Hostile("a hidden file of a server", ".htaccess", b"AddType x y", "ends in “.htaccess”"),
    Hostile("no name", "", pdf(), "came without a name"),
    Hostile("a name that nobody can see", "\u200b\u202e\u3164 \0", pdf(), "came without a name"),
    Hostile("a name of 100,000 letters", "a" * 100_000 + ".pdf", pdf(), fit_because="the name is cut, its ending kept"),
    Hostile("a line that would go into a header", "a\r\nSet-Cookie: b.txt", b"a", fit_because="it becomes one line"),
    # PDF.
    Hostile("a PDF with something before it", "a.pdf", HTML + pdf(), "seems to be a web page"),
    Hostile("a PDF cut off", "a.pdf", pdf()[:-12], "does not end like one"),
    Hostile("a PDF with an archive behind it", "a.pdf", pdf(after=zipped({"a.exe": b"MZ"})), "added behind its end"),
    Hostile("a PDF with a web page behind it", "a.pdf", pdf(after=HTML), "added behind its end"),
    Hostile("only the beginning and end of a PDF", "a.pdf", b"%PDF-1.7\n" + HTML + b"\n%%EOF", "does not end like one"),
    Hostile(
        "a PDF with a script",
        "a.pdf",
        pdf(b"1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n"),
        fit_because="the program that opens it asks; that it has none could not be promised without unpacking it all",
    ),
    # Pictures.
    Hostile("a PNG with an archive behind it", "a.png", png(after=zipped({"a.js": "x"})), "something behind its end"),
    Hostile("a PNG with what was cropped away", "a.png", png(after=png()[8:]), "had been cropped away"),
    Hostile("a JPEG with a web page behind it", "a.jpg", jpeg(after=HTML), "something behind its end"),
    Hostile("a JPEG with PHP behind it", "a.jpg", jpeg(after=b"<?php system($_GET[0]);"), "something behind its end"),
    Hostile("a JPEG with an archive behind it", "a.jpeg", jpeg(after=zipped({"a": "x"})), "something behind its end"),
    Hostile("a JPEG followed by one cut off", "a.jpg", jpeg(after=jpeg()[:-2]), "damaged or not whole"),
    Hostile("a JPEG of only a beginning", "a.jpg", b"\xff\xd8\xff\xd9", "damaged or not whole"),
    Hostile("a PNG without an end", "a.png", png()[:-12], "damaged or not whole"),
    Hostile("a PNG that claims 4 GB in a section", "a.png", png(between=b"\xff\xff\xff\xf0tEXt"), "damaged"),
    Hostile("a PNG of 60,000 by 60,000", "a.png", png(wide=60_000, high=60_000), "60,000 by 60,000 dots"),
    Hostile("a JPEG of 65,000 by 65,000", "a.jpg", jpeg(wide=65_000, high=65_000), "65,000 by 65,000 dots"),
    Hostile(
        "a JPEG with PHP as its comment",
        "a.jpg",
        jpeg(comment=b"<?php system($_GET[0]);"),
        fit_because="it is kept outside the web root under its hash, and handed out as image/jpeg",
    ),
    Hostile(
        "a PNG with a web page as its comment",
        "a.png",
        png(between=section(b"tEXt", HTML)),
        fit_because="it is handed out as an image/png attachment, with nosniff",
    ),
    # Text.
    Hostile("a web page called text", "a.txt", HTML, "begins like a web page"),
    Hostile("the same after a mark and blanks", "a.csv", b"\xef\xbb\xbf \n\t" + HTML, "begins like a web page"),
    Hostile("the same in UTF-16", "a.txt", ("\ufeff" + HTML.decode()).encode("utf-16-le"), "begins like a web page"),
    Hostile("the same after 200,000 blanks", "a.txt", b" " * 200_000 + HTML, "begins like a web page"),
    Hostile("a drawing called text", "a.txt", b"<svg xmlns='x' onload='alert(1)'>", "begins like a web page"),
    Hostile("XML called a table", "a.csv", b"<?xml version='1.0'?><a/>", "begins like a web page"),
    Hostile("PHP called text", "a.txt", b"<?php system($_GET[0]);", "begins like a web page"),
    Hostile("a shell script called text", "a.txt", b"#!/bin/sh\nrm -rf ~", "begins like a web page, a script"),
    Hostile("rich text called text", "a.txt", rb"{\rtf1\object\objdata 0105", "another kind of file"),
    Hostile("a SYLK sheet called a table", "a.csv", b"ID;PWXL;N;E\r\nO;E\r\nNN;NAuto_open;ER101C1", "another kind"),
    Hostile("text with NUL", "a.csv", b"name,number\nA\0B,1", "something else in it than letters"),
    Hostile("text with orders to a terminal", "a.txt", b"\x1b]0;owned\x07", "something else in it than letters"),
    Hostile("text in no encoding of ours", "a.txt", b"caf\x81\x8d", "something else in it than letters"),
    Hostile("UTF-16 cut in the middle", "a.txt", "\ufeffabc".encode("utf-16-le")[:-1], "something else"),
    Hostile(
        "a table with formulas",
        "a.csv",
        b"name,number\n=cmd|'/c calc'!A1,=HYPERLINK(\"http://example.org\")",
        fit_because="honest exports hold = and - too, Excel asks before it runs one, and evidence is never altered",
    ),
    Hostile(
        "text with markup further down",
        "a.txt",
        b"Minutes of 4 April\n<script>alert(1)</script>",
        fit_because="it is handed out as a text/plain attachment, with nosniff",
    ),
    Hostile(
        "markup in UTF-7",
        "a.txt",
        b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        fit_because="no browser of today reads UTF-7, and it is an attachment",
    ),
    Hostile(
        "a script without a tag",
        "a.txt",
        b"alert(document.cookie)",
        fit_because="with nosniff no page can take text/plain for a script",
    ),
    # Office documents.
    Hostile("an old Word document called docx", "a.docx", OLE, "of the old kind (.doc, .xls, .ppt)"),
    Hostile("a workbook with a password", "a.xlsx", OLE, "take the password off"),
    Hostile("a Word document called xlsx", "a.xlsx", office(), "inside it is a Word document (.docx)"),
    Hostile("a workbook called pptx", "a.pptx", office(SHEET), "inside it is an Excel workbook (.xlsx)"),
    Hostile(
        "a Word template called docx", "a.docx", office(DOC.replace("document.m", "template.m")), "a Word template"
    ),
    Hostile("an archive called docx", "a.docx", zipped({"a.txt": "a"}), "is a zip archive"),
    Hostile("a document with macros called docx", "a.docx", office(MACRO_DOC), "has macros in it"),
    Hostile(
        "the same, its type spelt with references", "a.docx", office(MACRO_DOC.replace("m", "&#109;")), "has macros"
    ),
    Hostile("a VBA project", "a.docx", office(parts={"word/vbaProject.bin": OLE}), "has macros in it"),
    Hostile("the same in capitals", "a.docx", office(parts={"WORD/VBAPROJECT.BIN": OLE}), "has macros in it"),
    Hostile(
        "the same under another name",
        "a.docx",
        office(more='<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>'),
        "has macros in it",
    ),
    Hostile(
        "macros of Excel 4",
        "a.xlsx",
        office(SHEET, '<Override PartName="/xl/a.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'),
        "has macros in it",
    ),
    Hostile("an ActiveX control", "a.docx", office(parts={"word/activeX/activeX1.bin": OLE}), "has ActiveX"),
    Hostile(
        "such a control under another name", "a.docx", linked("control", "a1.xml", ""), "has ActiveX controls in it"
    ),
    Hostile("a program packed as an object", "a.docx", linked("oleObject", "embeddings/a.bin", ""), "embedded in it"),
    Hostile("a program beside the parts", "a.pptx", office(SHOW, parts={"ppt/setup.exe": PROGRAM}), "has a program"),
    Hostile("a template from the web", "a.docx", linked("attachedTemplate", "https://example.org/a.dotm"), "template"),
    Hostile("a template from a share", "a.docx", linked("attachedTemplate", r"\\203.0.113.1\a.dotm"), "its template"),
    Hostile("a template by file://", "a.docx", linked("attachedTemplate", "file://203.0.113.1/a.dotm"), "its template"),
    Hostile(
        "the same with more slashes", "a.docx", linked("attachedTemplate", "file://///203.0.113.1/a"), "its template"
    ),
    Hostile("a template by WebDAV", "a.docx", linked("attachedTemplate", r"\\example.org@SSL\a.dotm"), "its template"),
    Hostile(
        "a template on a drive",
        "a.docx",
        linked("attachedTemplate", r"file:///C:\Users\jo\Report.dotx"),
        fit_because="nothing is fetched from elsewhere: honest reports name the template on their writer's own drive",
    ),
    Hostile("a template without saying external", "a.docx", linked("attachedTemplate", "http://x/a", ""), "template"),
    Hostile("an object from the web", "a.docx", linked("oleObject", "http://example.org/a.html!"), "from elsewhere"),
    Hostile("a picture that reports its reader", "a.docx", linked("image", "http://example.org/a.png"), "elsewhere"),
    Hostile("a frame from the web", "a.docx", linked("frame", "http://example.org/a.htm"), "from elsewhere"),
    Hostile("relationships in UTF-16", "a.docx", office(parts={BESIDE: relations().encode("utf-16")}), "no Office"),
    Hostile(
        "relationships in an encoding of mainframes",
        "a.docx",
        office(parts={BESIDE: relations().replace("UTF-8", "IBM037")}),
        "no Office program writes it",
    ),
    Hostile(
        "its true type in a comment",
        "a.docx",
        office(f'x"/><!-- <Override PartName="/word/document.xml" ContentType="{DOC}"/> --><a b="'),
        "no Office program writes it",
    ),
    Hostile(
        "two types for one part",
        "a.docx",
        office(more=f'<x:Override xmlns:x="y" PartName="/word/document.xml" ContentType="{SHEET}"/>'),
        "no Office program writes it",
    ),
    Hostile(
        "a page that grows a billion times",
        "a.docx",
        office(parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'}),
        "defines abbreviations",
    ),
    Hostile("parts with a password", "a.docx", patched(office(), "word/document.xml", "flags", 1), "with a password"),
    Hostile("a part packed otherwise", "a.docx", office(method=zipfile.ZIP_LZMA), "that Office does not use"),
    Hostile("a part that leads upwards", "a.docx", office(parts={"../../a.txt": "a"}), "leads outside"),
    Hostile("a part from the root", "a.docx", office(parts={"/etc/cron.d/a": "a"}), "leads outside"),
    Hostile("a part on another disk", "a.docx", office(parts={"C:/a.txt": "a"}), "leads outside"),
    Hostile("a part with a path of Windows", "a.docx", office(parts={"..\\a.txt": "a"}), "leads outside"),
    Hostile(
        "a name cut by NUL inside",
        "a.docx",
        lambda: office(parts={"a?.txt": ""}).replace(b"a?", b"a\0"),
        "leads outside",
    ),
    Hostile("two parts that differ in capitals", "a.docx", office(twice=[("WORD/document.xml", "b")]), "same name"),
    Hostile("5,001 parts", "a.docx", lambda: office(parts={f"a{n}": "" for n in range(5_001)}), "far more than"),
    Hostile(
        "more links than can be read",
        "a.docx",
        lambda: office(parts={BESIDE: relations(*[relation("image", f"media/{n}.png") for n in range(40_000)])}),
        "more links than",
    ),
    Hostile("a main part that is not there", "a.docx", office(parts={"_rels/.rels": relations()}), "damaged"),
    Hostile("a list of parts that counts wrong", "a.docx", changed(office(), b"\3\0\3\0", b"\2\0\2\0"), "damaged"),
    Hostile("a PNG without height", "a.png", png(high=0), "damaged or not whole"),
    Hostile("a PNG of 25,000 sections", "a.png", lambda: png(between=section(b"tEXt") * 25_000), "damaged"),
    Hostile("a JPEG with a section of no length", "a.jpg", b"\xff\xd8\xff\xe0\0\0\xff\xd9", "damaged or not whole"),
    Hostile("a JPEG in a JPEG", "a.jpg", b"\xff\xd8" + jpeg(), "damaged or not whole"),
    Hostile("eleven JPEGs in a row", "a.jpg", jpeg() * 11, "something behind its end"),
    Hostile("a bomb of zeros", "a.docx", lambda: office(parts={"word/a.xml": bytes(30_000_000)}), "far more than"),
    Hostile("a bomb that lies about its size", "a.docx", lying_about_its_size, "far more than"),
    Hostile("a bomb of names on the same bytes", "a.docx", on_top_of_each_other, "damaged or not whole"),
    Hostile(
        "a bomb packed in a bomb",
        "a.docx",
        lambda: office(parts={"word/embeddings/a.zip": zipped({"a": bytes(5_000_000)})}),
        fit_because="what is packed inside is not unpacked by us, and in itself it is 5 KB",
    ),
    Hostile("a program before a document", "a.docx", PROGRAM + office(), "seems to be a Windows program"),
    Hostile("a document behind another", "a.docx", office() + office(), "added before its beginning or after"),
    Hostile("a document with a page behind it", "a.docx", office() + HTML, "added before its beginning or after"),
    Hostile("a document cut off", "a.docx", office()[:-100], "or is not whole"),
    Hostile("a part with a false checksum", "a.docx", patched(office(), "word/document.xml", "checksum", 1), "damaged"),
    Hostile(
        "a link that somebody may click",
        "a.docx",
        linked("hyperlink", "http://example.org/"),
        fit_because="nothing is fetched until somebody clicks",
    ),
]


def content_of(hostile: Hostile) -> bytes:
    content = hostile.content() if callable(hostile.content) else hostile.content
    return content.encode() if isinstance(content, str) else content


def test_the_table_is_long_enough_and_says_each_thing_once():
    assert len(HOSTILE) >= 60
    assert len({one.what for one in HOSTILE}) == len(HOSTILE)
    assert [one.what for one in HOSTILE if bool(one.refused) == bool(one.fit_because)] == []
    assert len([one for one in HOSTILE if one.refused]) >= 60


@pytest.mark.parametrize("hostile", HOSTILE, ids=[one.what for one in HOSTILE])
def test_a_hostile_file_is_refused_or_harmless(hostile):
    file = io.BytesIO(content_of(hostile))
    file.seek(0, io.SEEK_END)
    if hostile.refused:
        with pytest.raises(UnfitFile) as refusal:
            inspect(file, hostile.name)
        assert hostile.refused in str(refusal.value)
        assert says_what_to_do(str(refusal.value))
    else:
        assert_safe(inspect(file, hostile.name))
    assert file.tell() == 0


def says_what_to_do(words: str) -> bool:
    """Its end is an order, and it is not too long for a message by a field."""
    last = words.removesuffix(".").split(". ")[-1]
    orders = ("add that", "add it again", "add the", "add as evidence", "ask whoever", "or say under")
    return any(order in last for order in orders) and len(words) <= 340


def assert_safe(fit: FitFile) -> None:
    assert 0 < len(fit.name) <= LONGEST_NAME
    assert fit.name.endswith(fit.suffix)
    assert fit.name == unicodedata.normalize("NFC", fit.name)
    assert not fit.name.startswith((".", " ", "CON."))
    assert not set(fit.name) & set('/\\<>:"|?*')
    assert not [letter for letter in fit.name if unicodedata.category(letter)[0] == "C"]


# --- honest ------------------------------------------------------------------------------------


def word_document() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_heading("Training of taxi drivers")
    document.add_paragraph("212 of 240 drivers were trained by 31 March.")
    document.save(file)
    return file.getvalue()


WORKBOOK = office(SHEET, part="xl/workbook.xml")
PRESENTATION = office(SHOW, part="ppt/presentation.xml")
HONEST = {
    "Minutes.pdf": (pdf(), "application/pdf"),
    "Padded.pdf": (pdf(after=b"\r\n" + bytes(500)), "application/pdf"),
    "Strategy.docx": (word_document(), f"{OPENXML}wordprocessingml.document"),
    "Figures.xlsx": (WORKBOOK, f"{OPENXML}spreadsheetml.sheet"),
    "Briefing.pptx": (PRESENTATION, f"{OPENXML}presentationml.presentation"),
    "Poster.png": (png(), "image/png"),
    "Event.jpg": (jpeg(), "image/jpeg"),
    "Event.jpeg": (jpeg(scan=b"\x12\xff\xff\x00\x34" * 40_000), "image/jpeg"),
    "Phone.jpg": (jpeg(after=bytes(8) + jpeg()), "image/jpeg"),
    "Attendance.csv": (b"school,trained\nOak,12\n", "text/csv"),
    "Excel.csv": ("\ufeffschool,trained\r\nÉcole,12\r\n".encode(), "text/csv"),
    "Semicolons.csv": (b"ID;Postcode\r\n1;S60 2TH\r\n", "text/csv"),
    "Below.csv": (b"<5,10\n", "text/csv"),
    "Old.txt": ("Café – “£12”".encode("cp1252"), "text/plain"),
    "Notepad.txt": ("\ufeffMałgorzata".encode("utf-16-le"), "text/plain"),
    "Emoji.txt": ("Well done 🎉\n\tIndented\f".encode(), "text/plain"),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_fit(name):
    content, media_type = HONEST[name]
    fit = inspect(io.BytesIO(content), name)
    assert fit == FitFile(
        name=name,
        suffix=name[name.index(".") :],
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def test_a_document_with_links_to_other_workbooks_is_fit():
    link = relation("externalLinkPath", "file:///S:/figures.xlsx", "External")
    content = office(SHEET, part="xl/workbook.xml", parts={"xl/externalLinks/_rels/a.xml.rels": relations(link)})
    assert inspect(io.BytesIO(content), "Figures.xlsx").suffix == ".xlsx"


def test_a_large_table_packed_well_is_fit():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="n"><v>{n % 7}</v></c></row>' for n in range(60_000))
    content = office(SHEET, part="xl/workbook.xml", parts={"xl/worksheets/sheet1.xml": rows})
    assert inspect(io.BytesIO(content), "Figures.xlsx").size == len(content)


def test_a_file_on_disk_is_looked_into_where_it_lies(tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(word_document())
    with path.open("rb") as file:
        assert inspect(file, "Strategy.docx").suffix == ".docx"
        assert file.tell() == 0


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Évaluation d’été – école.pdf", "Évaluation d’été – école.pdf"),
        ("E\u0301valuation.pdf", "Évaluation.pdf"),
        ("Małgorzata 🎉.PDF", "Małgorzata 🎉.pdf"),
        ("תוכנית 2016.pdf", "תוכנית 2016.pdf"),
        ("Action 1.4.3 v2.pdf", "Action 1.4.3 v2.pdf"),
        ("Minutes.docx.pdf", "Minutes.docx.pdf"),
        ("www.example.com.pdf", "www.example.com.pdf"),
        ("Visit to Mr. Bat.pdf", "Visit to Mr. Bat.pdf"),
        ("C:\\fakepath\\report.pdf", "report.pdf"),
        ("/home/me/report.pdf", "report.pdf"),
        ("...report.pdf", "report.pdf"),
        (".pdf", "evidence.pdf"),
        ("  a \t\n  b .pdf", "a b.pdf"),
        ("report.pdf. ", "report.pdf"),
        ("What: “why?” <a|b>.pdf", "What_ “why_” _a_b_.pdf"),
        ("and\u2215or.pdf", "and_or.pdf"),
        ("con.2016.pdf", "_con.2016.pdf"),
        ("COM¹.pdf", "_COM¹.pdf"),
        ("Contents.pdf", "Contents.pdf"),
        ("half \ud83c a pair.pdf", "half a pair.pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_can_be_shown(given_name, shown):
    assert inspect(io.BytesIO(pdf()), given_name).name == shown


# --- size --------------------------------------------------------------------------------------


def test_a_file_of_just_the_limit_is_fit():
    file = io.BufferedReader(Endless(LARGEST))
    assert inspect(file, "notes.txt").size == LARGEST
    assert file.tell() == 0


@pytest.mark.parametrize("more", [1, 5 * 1024**2, 10**12])
def test_a_file_above_the_limit_is_refused_and_not_read_to_its_end(more):
    raw = Endless(LARGEST + more)
    with pytest.raises(UnfitFile, match="larger than 20 MB"):
        inspect(io.BufferedReader(raw), "notes.txt")
    assert raw.read_in_all <= LARGEST + 256 * 1024


# --- anything ----------------------------------------------------------------------------------

SUFFIXES = st.sampled_from(["", ".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg", ".csv", ".txt", ".exe"])
NAMES = st.builds("".join, st.tuples(st.text(st.characters(exclude_categories=())), SUFFIXES))
STARTS = st.sampled_from([b"", b"%PDF-", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff", b"PK\x03\x04", b"\xff\xfe"])
SAMPLES = st.sampled_from(
    [(name[name.index(".") :], content) for name, (content, _) in HONEST.items() if len(content) < 60_000]
)


def answer(content: bytes, name: str) -> FitFile | None:
    """What is found; anything but the two answers is a fault."""
    file = io.BytesIO(content)
    try:
        fit = inspect(file, name)
    except UnfitFile:
        return None
    finally:
        assert file.tell() == 0
    assert_safe(fit)
    assert (fit.size, fit.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    return fit


@hypothesis_settings(max_examples=300, deadline=None)
@given(STARTS, st.binary(), NAMES)
@example(b"PK\x05\x06", bytes(18), "empty archive.docx")
@example(b"PK\x03\x04" + bytes(38) + b"PK\x05\x06", bytes(8) + struct.pack("<IIH", 0, 42, 0), "no parts.docx")
@example(b"\xff" * 70_000, b"", "only filling.jpg")
def test_any_bytes_under_any_name_get_an_answer(start, rest, name):
    answer(start + rest, name)


@hypothesis_settings(max_examples=400, deadline=None)
@given(SAMPLES, st.lists(st.tuples(st.integers(0, 60_000), st.binary(min_size=1, max_size=4)), max_size=4), st.data())
def test_an_honest_file_damaged_anywhere_gets_an_answer(sample, damages, draw):
    suffix, content = sample
    damaged = bytearray(content)
    for place, written in damages:
        at = -(place % min(len(damaged), 2_000)) - 1  # the lists of an archive stand at its end
        damaged[at : at + len(written) or None] = written
    cut = draw.draw(st.integers(0, 40))
    answer(bytes(damaged[: len(damaged) - cut * (cut > 30)]), f"a{suffix}")


@pytest.mark.parametrize(
    "name", ["Minutes.pdf", "Strategy.docx", "Figures.xlsx", "Briefing.pptx", "Poster.png", "Event.jpg", "Event.jpeg"]
)
def test_a_file_cut_off_anywhere_near_its_end_is_unfit(name):
    content = HONEST[name][0].rstrip(b"\r\n\0")
    for length in range(1, min(60, len(content))):
        assert answer(content[:-length], name) is None, length
