"""What a line of text is, judged by itself: a date, the credit of a picture, running text, a title again."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from .outline import HEADINGS
from .phrases import fold


@dataclass(slots=True)
class Line:
    """A candidate paragraph: ``links`` characters inside links, ``mark`` why structure would cut it.

    ``tag`` is empty where the page was saved as text.
    """

    text: str
    tag: str = "p"
    links: int = 0
    mark: str | None = None

    @property
    def is_heading(self) -> bool:
        """Whether the page marks it as a heading."""
        return self.tag in HEADINGS

    @property
    def is_linked(self) -> bool:
        """Whether the line is nearly nothing but links."""
        return self.links > 0.8 * len(self.text)


_DATE = re.compile(
    r"^\W*(?:\d{1,4}[./\-年]\s?\d{1,2}[./\-月]\s?\d{1,4}日?|(?:[^\W\d]+\.?,?\s+){0,2}\d{1,2}(?:st|nd|rd|th|\.|º|er)?,?\s+(?:de\s+|d'|of\s+)?"
    r"[^\W\d]+\.?,?\s+(?:de\s+|del\s+)?\d{4}|(?:[^\W\d]+,?\s+)?[^\W\d]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?:\s*(?:г\.|року|р\.|года))?"
    r"(?:[\s,|@–-]*(?:at\s+|um\s+|às\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr)?\s*(?:[A-Z]{2,4})?)?\W*(?:[|｜]?\s*来源.{0,20})?$",
    re.IGNORECASE,
)


_CREDIT = re.compile(
    r"©|/\s*Getty|Getty Images|iStock|Shutterstock|picture[ -]alliance|Adobe ?Stock|Unsplash|Pixabay|"
    r"\(AP Photo|AFP/|/AFP\b|/\s?dpa\b|\bdpa/|EPA-EFE|REUTERS/|"
    r"^(?:Foto|Photo|Bild|Image|Crédit|Фото|Fot)\.?\s?:",
    re.IGNORECASE,
)


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date, perhaps with a time."""
    return len(text) < 60 and bool(_DATE.match(text))


def is_credit(text: str) -> bool:
    """Whether a line is the credit of a picture: it names an agency or holder and is no sentence."""
    return len(text) < 130 and text[-1] not in '.!?:”"' and bool(_CREDIT.search(text))


def is_running(line: Line) -> bool:
    """Whether a line is running text: a sentence that is no link."""
    return len(line.text) > 120 and line.links < 0.5 * len(line.text)


def repeats_title(text: str, titles: Set[str]) -> bool:
    """Whether a line says the title again; ``titles`` are folded. "Print: The title" does."""
    words = fold(text)
    if words in titles:
        return True
    if len(words) < 20 or text[-1] in ".!?…:":
        return False
    return any(
        min(len(words), len(title)) > 0.85 * max(len(words), len(title))
        and (words in title or title in words)
        for title in titles
    )


_CONTACT = re.compile(r"\S@\S+\.\w|(?:\+|\b00|\()\d[\d ()./-]{6,}\d|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b")


def names_contact(text: str) -> bool:
    """Whether a line holds an e-mail address or a telephone number."""
    return bool(_CONTACT.search(text, 0, 2_000))
