"""Pages of many sites -> the template of each site that has several, and pages cleaned with it.

Templates are learned in a pass of their own, before anything is cleaned, so that a page becomes the same
statement wherever and in whatever order it is cleaned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser

from .cleaner import clean, is_html
from .encoding import decode
from .guard import inspect
from .outline import read_outline
from .page import Found, Page, read_page
from .profile import Profile, find_profile
from .statement import Reason, Rejected, Statement
from .template import FEWEST_PAGES, MOST_PAGES, Template, Traces, find_site, learn, observe

MOST_LOOKED_AT = 20_000
"""So many pages, evenly spread, are asked which site they are from."""

Observer: TypeAlias = Callable[[Iterable[Page | Rejected]], Iterable[Traces | Rejected]]
"""Observes pages, in their order (``pool.clean_all`` with the task ``observe_page``)."""


def clean_page(
    templates: Mapping[str, Template], profiles: Mapping[str, Profile], page: Page
) -> Statement | Rejected:
    """The statement that a page holds, cleaned with the template and the profile of its site, if any."""
    site = find_site(page)
    return clean(page, templates.get(site or ""), find_profile(site, profiles))


def observe_page(page: Page) -> Traces | Rejected:
    """What a page shows of its site's template; never raises for what a page contains."""
    source = page.path or page.url or ""
    text = decode(page)
    if isinstance(text, Rejected):
        return text
    if not is_html(text):
        return Rejected(source, Reason.NO_TEXT, "a page saved as text shows no template")
    return inspect(text, source) or observe(read_outline(LexborHTMLParser(text)))


def learn_templates(
    found: Sequence[Found], known: Collection[str], observer: Observer
) -> dict[str, Template]:
    """Site to template for the sites of these pages that are not ``known`` and have pages enough."""
    chosen = list(_choose(found, known))
    traces = observer(read_page(page) for _, page in chosen)
    shown: defaultdict[str, list[Traces]] = defaultdict(list)
    for (site, _), trace in zip(chosen, traces, strict=True):
        if isinstance(trace, Traces):
            shown[site].append(trace)
    learned = ((site, learn(pages)) for site, pages in shown.items())
    return {site: template for site, template in learned if template is not None}


def _choose(found: Sequence[Found], known: Collection[str]) -> Iterator[tuple[str, Found]]:
    """The pages to learn from, with their site: at most MOST_PAGES of each."""
    sites: defaultdict[str, list[Found]] = defaultdict(list)
    for place in _spread(found, MOST_LOOKED_AT):
        page = read_page(place)
        site = find_site(page) if isinstance(page, Page) else None
        if site and site not in known:
            sites[site].append(place)
    for site, places in sites.items():
        if len(places) >= FEWEST_PAGES:
            yield from ((site, place) for place in _spread(places, MOST_PAGES))


def _spread(found: Sequence[Found], most: int) -> list[Found]:
    """At most so many of them, evenly spread."""
    step = max(1.0, len(found) / most)
    return [found[int(at * step)] for at in range(min(len(found), most))]
