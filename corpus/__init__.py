"""Saved pages -> statements. Knows HTML and text; nothing of indexes.

Start with ``statement`` (what a page becomes), then ``cleaner`` (how). ``page`` finds and reads saved
pages, ``outline``, ``content``, ``boilerplate``, ``phrases`` and ``edges`` find the body (``profile`` is
what somebody wrote down about a site), ``metadata`` and its neighbours find title, date and issuer.
``pool`` cleans on every core, ``archive`` keeps everything.
"""

from __future__ import annotations

from .archive import Archive, ArchiveError, Facts
from .cleaner import clean
from .page import Page, Root, name_roots, read_page, walk
from .pool import clean_all
from .profile import Profile, ProfileError, find_profile, read_profiles
from .statement import Origin, Quote, Reason, Rejected, Removal, Statement

__all__ = [
    "Archive",
    "ArchiveError",
    "Facts",
    "Origin",
    "Page",
    "Profile",
    "ProfileError",
    "Quote",
    "Reason",
    "Rejected",
    "Removal",
    "Root",
    "Statement",
    "clean",
    "clean_all",
    "find_profile",
    "name_roots",
    "read_page",
    "read_profiles",
    "walk",
]
