"""A file of rules for one site -> a profile: where its statements lie, what in them to cut, and why.

Most sites need none. One that lays its pages out as no other does gets a TOML file, in ``profiles/`` here
or in a folder of one's own (``onrecord clean PAGE --profiles FOLDER``; ``profiles/`` in a home)::

    hosts = ["ministry.example"]        # and what lies below them: www.ministry.example
    why = "Its pages put the text into a table of one cell."

    [[body]]                            # the text: the elements of the first rule that finds any
    select = "td.speech"
    why = "The speech lies in the table's only cell."

    [[cut]]                             # what goes, wherever it stands
    select = "p.accreditation, .hotline"
    why = "The press office's hours stand in the middle of each text."

    [[title]]                           # the title: the first rule that finds a text
    select = "td.headline b"
    why = "The page's <title> is that of the site."

``select`` is a CSS selector as Beautiful Soup reads it. Each ``why`` is what the explanation of a page says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from soupsieve import SelectorSyntaxError
from soupsieve import compile as check_selector

SHIPPED = Path(__file__).parent / "profiles"
_LISTS = ("body", "cut", "title")


class ProfileError(Exception):
    """A profile that cannot be read: ``place`` is the file and the rule in it, ``reason`` what is wrong."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rule:
    """A CSS selector, and why it is there."""

    select: str
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about a site: its ``name`` is that of its file; rules come in their order."""

    name: str
    hosts: tuple[str, ...]
    why: str
    body: tuple[Rule, ...] = ()
    cut: tuple[Rule, ...] = ()
    title: tuple[Rule, ...] = ()


def read_profiles(folder: Path) -> dict[str, Profile]:
    """Host to profile for all ``*.toml`` files of a folder; an empty one where there is no such folder.

    Raises ProfileError for a file that is no profile, and for a host that two files claim.
    """
    profiles: dict[str, Profile] = {}
    for path in sorted(folder.glob("*.toml")):
        profile = read_profile(path)
        for host in profile.hosts:
            if host in profiles:
                raise ProfileError(str(path), f"{host} has a profile already, in {profiles[host].name}.toml")
            profiles[host] = profile
    return profiles


@cache
def read_shipped() -> Mapping[str, Profile]:
    """The profiles that come with the project."""
    return read_profiles(SHIPPED)


def read_profile(path: Path) -> Profile:
    """One profile; raises ProfileError, which names the place in the file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(str(path), str(error)) from error
    unknown = sorted(set(data) - {"hosts", "why", *_LISTS})
    if unknown:
        raise ProfileError(
            str(path), f"there is no {unknown[0]!r} in a profile; it has hosts, why, body, cut, title"
        )
    hosts = data.get("hosts")
    if not isinstance(hosts, list) or not hosts or not all(isinstance(host, str) and host for host in hosts):
        raise ProfileError(str(path), 'hosts is a list of names, such as ["ministry.example"]')
    rules = {name: _read_rules(path, name, data.get(name, [])) for name in _LISTS}
    if not any(rules.values()):
        raise ProfileError(str(path), "it holds no rule: neither body nor cut nor title")
    names = tuple(host.lower().removeprefix("www.") for host in hosts)
    return Profile(path.stem, names, _read_text(str(path), data, "why"), **rules)


def find_profile(site: str | None, profiles: Mapping[str, Profile]) -> Profile | None:
    """The profile of a host, or of the nearest one above it; None where there is none."""
    host = (site or "").lower()
    while host:
        if host in profiles:
            return profiles[host]
        host = host.partition(".")[2]
    return None


def _read_rules(path: Path, name: str, entries: object) -> tuple[Rule, ...]:
    if not isinstance(entries, list):
        raise ProfileError(f"{path}, {name}", f"rules are written under [[{name}]]")
    return tuple(
        _read_rule(f"{path}, [[{name}]] {number}", entry) for number, entry in enumerate(entries, start=1)
    )


def _read_rule(place: str, entry: object) -> Rule:
    if not isinstance(entry, dict) or set(entry) - {"select", "why"}:
        raise ProfileError(place, "a rule has select and why, and nothing else")
    rule = Rule(_read_text(place, entry, "select"), _read_text(place, entry, "why"))
    try:
        check_selector(rule.select)
    except SelectorSyntaxError as error:
        raise ProfileError(place, f"{rule.select!r} is no selector: {str(error).splitlines()[0]}") from error
    return rule


def _read_text(place: str, data: Mapping[str, Any], name: str) -> str:
    text = data.get(name)
    if not isinstance(text, str) or not text.strip():
        raise ProfileError(place, f"{name} is missing, or no text")
    return text.strip()
