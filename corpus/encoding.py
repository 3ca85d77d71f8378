"""Bytes -> text: the encoding of a page, believed only where it fits, and a text without tricks.

A byte order mark is believed; then whatever is UTF-8 is read as UTF-8, since by chance hardly anything is;
then what the page declares, from outside (``Page.encoding``) before from within, as long as it fits; then
what pages of its language used to be written in; at last windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .labels import find_codec, list_codecs
from .letters import has_unseen_references, purify, purify_letters, resolve
from .page import MAX_BYTES, Page
from .statement import Reason, Rejected

HEAD = 4_096
"""Bytes in which a declaration is looked for."""

SAMPLE = 200_000
"""Bytes that decide which encoding fits."""

MOST_CONTROLS = 0.02
"""A share of control characters that no text has; in compressed data it is a tenth."""


def decode(page: Page) -> str | Rejected:
    """The text of the page, line ends as ``\\n``, purified (``letters``); BAD_ENCODING where it has none."""
    source = page.path or page.url or ""
    if len(page.data) > MAX_BYTES:
        return Rejected(source, Reason.TOO_LARGE, f"more than {MAX_BYTES // 1_000_000} MB")
    kind = _name_binary(page.data)
    if kind:
        return Rejected(source, Reason.BAD_ENCODING, f"it is {kind}, not a saved page")
    text = _decode_utf8(page.data) or _decode_other(page, source)
    if isinstance(text, Rejected) or not has_unseen_references(text):
        return text
    return purify(resolve(text))


def declared(page: Page) -> Iterator[str]:
    """The codecs that were declared for a page, outside it and within; those not on the list are left out."""
    head = page.data[:HEAD].replace(b"\0", b"")
    labels = [page.encoding or "", *(found[1].decode("ascii") for found in _DECLARATION.finditer(head))]
    return (codec for codec in map(find_codec, labels) if codec)


_DECLARATION = re.compile(
    rb"""(?:<meta\s[^>]{0,200}?charset\s*=|<\?xml\s[^>]{0,100}?encoding\s*=)\s*["']?\s*([\w.:-]{2,40})""",
    re.I,
)
_LANGUAGE = re.compile(rb"""<html\s[^>]{0,500}?lang\s*=\s*["']?([a-z]{2}[\w-]{0,10})""", re.I)
_NOT_CONTROLS = bytes({*range(256)} - {*range(9), 11, 12, *range(14, 32), 127})

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_KINDS = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF89a": "a GIF picture",
    b"GIF87a": "a GIF picture",
    b"PK\x03\x04": "a zip file or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
    b"bplist": "a Safari web archive",
    b"\x1f\x8b": "compressed more than once",
}


def _name_binary(data: bytes) -> str | None:
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)


def _decode_utf8(data: bytes) -> str | None:
    """The text of honest UTF-8 (nine pages in ten); None where there is more to it."""
    if data.translate(None, _NOT_CONTROLS):
        return None
    data = data.removeprefix(_MARKS[0][0])
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isascii() else purify_letters(text, data)


def _decode_other(page: Page, source: str) -> str | Rejected:
    data = page.data
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return purify(data.removeprefix(mark).decode(codec, "replace"))
    if wide := _guess_utf16(data):
        return purify(data.decode(wide, "replace"))
    if b"\x1b$" in data and "iso2022-jp" in declared(page):
        return purify(data.decode("iso2022-jp", "replace"))
    written = data.rstrip(b"\0")
    controls = written.translate(None, _NOT_CONTROLS + b"\v\f")
    if not written or len(controls) > MOST_CONTROLS * len(written):
        return Rejected(source, Reason.BAD_ENCODING, "it is a binary file, not a saved page")
    return purify(_decode_bytes(page))


def _guess_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark has NULs beside its ASCII letters, on one side and not the other."""
    even, odd = data[:2_000:2].count(0), data[1:2_000:2].count(0)
    least = len(data[:2_000]) // 8
    if odd > least and even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd * 20 < even else None


def _decode_bytes(page: Page) -> str:
    """The text of single bytes or pairs, or of UTF-8 that is not all right."""
    sample = page.data[:SAMPLE]
    text = sample.decode("utf-8", "surrogateescape")
    strays, pairs = sum(map(len, _STRAYS.findall(text))), len(sample) - len(text)
    labelled = list(declared(page))
    if strays * (1 if "utf-8" in labelled else 20) <= pairs:
        return _STRAYS.sub(_decode_strays, page.data.decode("utf-8", "surrogateescape"))
    language = _LANGUAGE.search(page.data, 0, HEAD)
    for codec in [*labelled, *(list_codecs(language[1].decode("ascii")) if language else ()), *_LAST]:
        text = sample.decode(codec, "replace")
        if codec not in _NOT_BYTES and text.count("\ufffd") * 50 <= strays and not _is_misread(text):
            return page.data.decode(codec, "replace")
    return page.data.decode("cp1252", "replace")


_STRAYS = re.compile("[\udc80-\udcff]+")
_NOT_BYTES = ("utf-8", "utf-16-le", "utf-16-be")
_LAST = ("cp1252", "cp1251", "koi8-r")
"""Western letters, and where they make no sense, Cyrillic: the pages that declared nothing the most often."""


def _decode_strays(found: re.Match[str]) -> str:
    """A byte that is no UTF-8, as windows-1252."""
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


_ACCENTED = re.compile("[\xc0-\xff]")
_ACCENTED_WORD = re.compile("[\xc0-\xff]{4,}")
_SMALL, _LARGE = re.compile("[а-я]"), re.compile("[А-Я]")


def _is_misread(text: str) -> bool:
    """Whether another script or another encoding of Cyrillic was read so.

    Then Latin letters with accents stand in rows, or most of the Cyrillic letters are capitals.
    """
    accented = len(_ACCENTED.findall(text))
    if accented >= 20 and sum(map(len, _ACCENTED_WORD.findall(text))) * 2 > accented:
        return True
    return len(_LARGE.findall(text)) > len(_SMALL.findall(text))
