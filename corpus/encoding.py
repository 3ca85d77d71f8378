"""Bytes -> text: the encoding of a page, believed only where it fits, and a text without tricks."""

from __future__ import annotations

import re
import unicodedata

from .page import Page
from .statement import Reason, Rejected


def decode(page: Page) -> str | Rejected:
    """The text of the page, NFC, without NULs, controls, bidi marks and invisible characters."""
    data = page.data
    if b"\0" in data[:1000]:
        return Rejected(page.path or "", Reason.BAD_ENCODING, "it looks like a binary file, not a page")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return purify(text)


_UNWANTED = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)


def purify(text: str) -> str:
    """The text, NFC, without what nobody sees: for every string that may hold character references."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)
