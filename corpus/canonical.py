"""A page -> the address that it says it has: absolute, without what only counts visitors."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from .head import Head, is_absolute, meta_names, resolve
from .page import Page
from .reading import Reading

# Parameters that services share a page under.
SHARED = frozenset(("u", "url", "uri", "link", "shareurl", "canonicalurl"))


def find_url(tree: LexborHTMLParser, head: Head, page: Page) -> Reading[str] | None:
    """The canonical address of the page; a relative one is read from what else names the host."""
    told = [("canonical", head.links.get("canonical"), 1.0)]
    told += [(name, head.metas[name][0], 0.95) for name in meta_names("url") if name in head.metas]
    told += [("json-ld", head.article.url, 0.9)]
    named = [(source, address, sure) for source, address, sure in told if address]
    for source, address, sure in named:
        if is_absolute(address):
            return Reading(normalise(address), source, sure)
    base = head.base or page.url
    for source, address, sure in named:
        whole = resolve(base, address) if base or address.startswith("//") else None
        if whole:
            return Reading(normalise(whole), source, sure - 0.1)
    return _saved_from(page) or _linked(tree) or _own(page)


def normalise(address: str) -> str:
    """``address`` with its host in lower case, without fragment and without campaign parameters."""
    try:
        parts = urlsplit(address)
        query = parts.query
        if "utm_" in query or "fbclid" in query:
            kept = [
                pair for pair in parse_qsl(query, keep_blank_values=True) if not _campaign().match(pair[0])
            ]
            query = urlencode(kept)
    except ValueError:
        return address
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, ""))


def _saved_from(page: Page) -> Reading[str] | None:
    """The address in the comment that a browser writes into a page it saves."""
    match = _comment().search(page.data[:3_000])
    address = match[1].decode("ascii", "replace") if match else ""
    return Reading(normalise(address), "saved from", 0.9) if is_absolute(address) else None


def _linked(tree: LexborHTMLParser) -> Reading[str] | None:
    """The address that most of the page's links for sharing carry."""
    shared: Counter[str] = Counter()
    for node in tree.css('a[href*="url=http"], a[href*="u=http"]')[:20]:
        try:
            pairs = parse_qsl(urlsplit(node.attributes.get("href") or "").query)
        except ValueError:
            continue
        shared.update(value for name, value in pairs if name.lower() in SHARED and is_absolute(value))
    if not shared:
        return None
    (address, count), *_ = shared.most_common(1)
    return Reading(normalise(address), "links for sharing", 0.7) if 2 * count > sum(shared.values()) else None


def _own(page: Page) -> Reading[str] | None:
    return Reading(page.url, "page", 0.8) if page.url and is_absolute(page.url) else None


@cache
def _comment() -> re.Pattern[bytes]:
    return re.compile(rb"<!-- saved from url=\(\d{4}\)(\S{1,2000}) -->")


@cache
def _campaign() -> re.Pattern[str]:
    return re.compile(r"utm_|fbclid|gclid|mc_[ce]id", re.IGNORECASE)
