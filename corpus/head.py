"""The machine-readable part of a page: HTML tree -> its meta tags, title, canonical link and JSON-LD."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import jsonld

NAMES = Path(__file__).parent / "data" / "metadata-names.toml"
LONGEST = 2_000
MOST, MOST_SCRIPTS, MOST_TIMES = 400, 50, 40
# The attributes that name a meta tag, with what tells these names apart.
PREFIXES = {"name": "", "property": "", "itemprop": "itemprop:", "http-equiv": "http-equiv:"}
MACHINE_READABLE = (
    'meta, title, base[href], link[rel="canonical"], link[rel="shortlink"], time[datetime], '
    'script[type="application/ld+json"]'
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says to machines.

    ``metas`` maps the name of a meta tag (lower case; microdata as ``itemprop:name``) to its contents in
    order; ``links`` the relation of a link to its address; ``times`` are the elements of that name as
    pairs: for machines, as shown.
    """

    title: str
    metas: Mapping[str, tuple[str, ...]]
    links: Mapping[str, str]
    language: str | None
    base: str | None
    article: jsonld.Article
    times: tuple[tuple[str, str], ...] = ()

    def first(self, *names: str) -> tuple[str, str] | None:
        """The name and the content of the first of the meta tags ``names`` that the page has."""
        return next(((name, self.metas[name][0]) for name in names if name in self.metas), None)


def read_head(tree: LexborHTMLParser) -> Head:
    """The meta tags, links, title and JSON-LD of ``tree``, wherever in the page they stand."""
    # One query for all of them: each costs a walk through the whole page.
    nodes: dict[str, list[LexborNode]] = {}
    for node in tree.css(MACHINE_READABLE):
        nodes.setdefault(node.tag or "", []).append(node)
    metas: dict[str, list[str]] = {}
    for node in nodes.get("meta", ())[:MOST]:
        _add_meta(metas, node.attributes)
    scripts = [node.text() for node in nodes.get("script", ())[:MOST_SCRIPTS]]
    return Head(
        title=_title(nodes.get("title", ())),
        metas={name: tuple(contents) for name, contents in metas.items()},
        links=_links(nodes.get("link", ())),
        language=_language(tree.root, metas),
        base=next((node.attributes.get("href") or None for node in nodes.get("base", ())), None),
        article=jsonld.read_article(scripts),
        times=tuple(
            (node.attributes.get("datetime") or "", " ".join(node.text().split()))
            for node in nodes.get("time", ())[:MOST_TIMES]
        ),
    )


def _title(nodes: Sequence[LexborNode]) -> str:
    """The page's title; pictures within the page (SVG) have titles, too."""
    own = (node for node in nodes if node.parent is not None and node.parent.tag == "head")
    node = next(own, nodes[0] if nodes else None)
    return squeeze(node.text()) if node is not None else ""


def _links(nodes: Sequence[LexborNode]) -> dict[str, str]:
    links: dict[str, str] = {}
    for node in nodes:
        attributes = node.attributes
        for relation in (attributes.get("rel") or "").lower().split():
            links.setdefault(relation, (attributes.get("href") or "").strip())
    return links


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
    for key, value in attributes.items():
        if value and key in PREFIXES:
            for name in value.lower().split()[:3]:
                metas.setdefault(PREFIXES[key] + name, []).append(content)


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
