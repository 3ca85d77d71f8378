"""One saved page -> a statement, or the reason why it is none.

The line: decode, look at it before any parser, tell text from HTML, read what the page says about
itself, pick the body, complete the metadata from the body, find the quotations.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from .content import Body, read_body
from .encoding import decode
from .guard import inspect
from .metadata import Metadata, Reading, Value, complete, name_people, read_metadata
from .outline import read_outline
from .page import Page
from .plaintext import read_text
from .profile import Profile
from .refusal import refuse
from .shaping import Shape, shape
from .statement import Origin, Reason, Rejected, Statement, identify
from .template import Template

FEWEST_WORDS = 5

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|title|meta|table|br|article|h1)\b", re.IGNORECASE)


def clean(
    page: Page, template: Template | None = None, profile: Profile | None = None
) -> Statement | Rejected:
    """The statement that a saved page holds; never raises for what a page contains.

    ``template`` is what repeats on the pages of the site, where that is known; ``profile`` are the rules
    that somebody wrote for it.
    """
    source = page.path or page.url or ""
    if not page.data.strip():
        return Rejected(source, Reason.EMPTY, "the page is empty")
    text = decode(page)
    if isinstance(text, Rejected):
        return text
    if not is_html(text):
        return clean_text(page, text)
    if rejected := inspect(text, source):
        return rejected
    return clean_html(page, text, template, profile)


def is_html(text: str) -> bool:
    """Whether a text is HTML: a tag of those that fill pages stands in its first 20,000 characters."""
    return bool(_MARKUP.search(text, 0, 20_000))


def clean_html(
    page: Page, html: str, template: Template | None, profile: Profile | None = None
) -> Statement | Rejected:
    """The statement of a page in HTML."""
    tree = LexborHTMLParser(html)
    whole = read_outline(tree)
    metadata = read_metadata(tree, page, whole)
    shaped = shape(html, profile) if profile else None
    if profile and shaped and shaped.name:
        metadata = replace(metadata, title=Reading(shaped.name, f"profile {profile.name}", 1.0))
    title = metadata.title.value if metadata.title else None
    part = read_outline(LexborHTMLParser(shaped.html)) if shaped else whole
    body = read_body(part, title, template)
    if shaped:
        body = replace(body, removed=(*shaped.removed, *body.removed))
    if why := refuse(part, title, body):
        return Rejected(page.path or page.url or "", Reason.NOT_A_STATEMENT, why)
    found = assemble(page, metadata, body)
    if isinstance(found, Rejected):
        return found
    return replace(
        found, provenance={**found.provenance, "text": trace_text(body, template, profile, shaped)}
    )


def trace_text(
    body: Body, template: Template | None, profile: Profile | None, shaped: Shape | None
) -> Origin:
    """How the text was found, and how sure that is: what the site is known for, why it was read twice."""
    ways = ["page"]
    if profile and shaped:
        rule = shaped.body
        ways.append(f"profile {profile.name}: {rule.why if rule else 'no rule found its body'}")
    if template:
        ways.append(f"template of the site, from {template.pages} pages")
    if body.doubt:
        ways.append(f"looked at twice: {body.doubt}")
    sure = 1.0 if shaped and shaped.body else 0.6 if body.doubt else 0.9
    return Origin("; ".join(ways), sure)


def clean_text(page: Page, text: str) -> Statement | Rejected:
    """The statement of a page that was saved as text."""
    return assemble(page, Metadata(), read_text(text))


def assemble(page: Page, metadata: Metadata, body: Body) -> Statement | Rejected:
    """The statement of a body and what the page says about itself."""
    source = page.path or page.url or ""
    if not body.paragraphs:
        return Rejected(source, Reason.NO_TEXT, "no running text was found on the page")
    if sum(len(paragraph.split()) for paragraph in body.paragraphs) < FEWEST_WORDS:
        longest = max(map(len, body.paragraphs))
        if longest < 4 * FEWEST_WORDS:
            return Rejected(source, Reason.TOO_SHORT, f"its text has fewer than {FEWEST_WORDS} words")
    metadata = complete(
        metadata,
        page=page,
        paragraphs=body.paragraphs,
        headline=body.headline,
        header_lines=body.header_lines,
    )
    text = "\n\n".join(body.paragraphs)
    metadata, quotes = name_people(metadata, text)
    language = value(metadata.language)
    url = value(metadata.url)
    return Statement(
        id=identify(url, page.url, page.path),
        title=value(metadata.title) or body.headline or body.paragraphs[0][:120],
        text=text,
        issuer=value(metadata.issuer),
        issued=value(metadata.issued),
        modified=value(metadata.modified),
        delivered=value(metadata.delivered),
        kind=value(metadata.kind),
        speakers=value(metadata.speakers) or (),
        places=value(metadata.places) or (),
        quotes=quotes,
        notes="\n\n".join(body.notes),
        language=language,
        url=url,
        source=page.path,
        digest=hashlib.sha256(page.data).hexdigest(),
        provenance=metadata.provenance(),
        removed=body.removed,
    )


def value(reading: Reading[Value] | None) -> Value | None:
    """The value of a reading, or None."""
    return reading.value if reading else None
