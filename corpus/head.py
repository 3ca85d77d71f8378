"""The machine-readable part of a page: HTML tree -> its meta tags, title, canonical link and JSON-LD."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import jsonld

NAMES = Path(__file__).parent / "data" / "metadata-names.toml"
LONGEST = 2_000
MOST = 400


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says to machines.

    ``metas`` maps the name of a meta tag (lower case; microdata as ``itemprop:name``) to its contents in
    order; ``links`` the relation of a link to its address.
    """

    title: str
    metas: Mapping[str, tuple[str, ...]]
    links: Mapping[str, str]
    language: str | None
    base: str | None
    article: jsonld.Article

    def first(self, *names: str) -> tuple[str, str] | None:
        """The name and the content of the first of the meta tags ``names`` that the page has."""
        return next(((name, self.metas[name][0]) for name in names if name in self.metas), None)


def read_head(tree: LexborHTMLParser) -> Head:
    """The meta tags, links, title and JSON-LD of ``tree``, wherever in the page they stand."""
    metas: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for node in tree.css('meta, link[rel="canonical"], link[rel="shortlink"]')[:MOST]:
        attributes = node.attributes
        if node.tag == "link":
            for relation in (attributes.get("rel") or "").lower().split():
                links.setdefault(relation, (attributes.get("href") or "").strip())
        else:
            _add_meta(metas, attributes)
    scripts = [node.text() for node in tree.css('script[type="application/ld+json"]')[:50]]
    title = tree.css_first("head > title") or tree.css_first("title")
    return Head(
        title=squeeze(title.text()) if title else "",
        metas={name: tuple(contents) for name, contents in metas.items()},
        links=links,
        language=_language(tree.css_first("html"), metas),
        base=_base(tree.css_first("base[href]")),
        article=jsonld.read_article(scripts),
    )


def squeeze(text: str) -> str:
    """``text`` on one line, without the soft hyphens that only say where a word may be broken."""
    return " ".join(text[:LONGEST].replace("\xad", "").split())


def is_absolute(address: str) -> bool:
    """Whether ``address`` is a web address that names its host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


def resolve(base: str | None, address: str) -> str | None:
    """``address`` as an absolute address, read from ``base`` where it needs one; None when it can't be."""
    try:
        whole = urljoin(base or "", address.strip())
        if whole.startswith("//"):
            whole = "https:" + whole
    except ValueError:
        return None
    return whole if is_absolute(whole) else None


def host_of(address: str | None) -> str:
    """The host that ``address`` names, without ``www.``; empty when there is none."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def meta_names(use: str) -> tuple[str, ...]:
    """The names of the meta tags that tell ``use`` (title, issued, url and so on), the surest first."""
    return _names()[use]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    with NAMES.open("rb") as file:
        return {use: tuple(names) for use, names in tomllib.load(file).items()}


def _add_meta(metas: dict[str, list[str]], attributes: Mapping[str, str | None]) -> None:
    content = squeeze(attributes.get("content") or "")
    if not content:
        return
    for key, prefix in (
        ("name", ""),
        ("property", ""),
        ("itemprop", "itemprop:"),
        ("http-equiv", "http-equiv:"),
    ):
        for name in (attributes.get(key) or "").lower().split()[:3]:
            metas.setdefault(prefix + name, []).append(content)


def _language(root: LexborNode | None, metas: Mapping[str, list[str]]) -> str | None:
    """The language that the page declares, as it is written."""
    if root is not None:
        declared = root.attributes.get("lang") or root.attributes.get("xml:lang")
        if declared and declared.strip():
            return declared.strip()
    names = (
        "http-equiv:content-language",
        "content-language",
        "language",
        "dc.language",
        "dcterms.language",
        "og:locale",
    )
    return next((metas[name][0] for name in names if name in metas), None)


def _base(node: LexborNode | None) -> str | None:
    return (node.attributes.get("href") or None) if node else None
