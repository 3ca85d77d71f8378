"""The README is never ahead of the code, nor behind it: commands, options, fields, libraries, pictures."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.statement import Reason
from index.engines import ENGINES
from search.grammar import parse
from web.cli import make_parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in make_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


COMMANDS = dict(commands())


def row_of(command: str) -> str:
    return next(line for line in README.splitlines() if line.startswith(f"| `onrecord {command}"))


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    names = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
    return names - {"--help"}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_in_the_readme_and_no_other(command: str) -> None:
    assert set(re.findall(r"`(--[a-z-]+)`", row_of(command))) == options_of(COMMANDS[command])


def test_the_readme_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"\bonrecord ([a-z]+)", README)) <= {*COMMANDS, "command"}


def test_every_engine_and_no_other_is_in_the_readme() -> None:
    table = README.split("Engines are chosen by", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| `([a-z]+)` ", table, re.MULTILINE)) == set(ENGINES)


def test_every_example_of_the_query_language_can_be_read() -> None:
    table = README.split("## The query language", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    examples = [example for row in rows for example in re.findall(r"`([^`]+)`", row) if example != "( )"]
    assert len(examples) > 15
    for example in examples:
        parse(example)


def test_every_field_can_be_asked() -> None:
    table = README.split("## The fields", 1)[1].split("\n## ", 1)[0]
    names = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([a-z]+)`", line.split("|")[1])
    ]
    assert {"title", "text", "issuer", "speaker", "said", "kind", "place", "language", "host"} <= set(names)
    for name in names:
        parse(f"{name}:2024" if name in ("issued", "date", "before", "after") else f"{name}:word")


def test_every_library_is_in_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = README.split("## What it is built on", 1)[1].casefold()
    known = known.replace("beautiful soup", "beautifulsoup4").replace("whoosh reloaded", "whoosh-reloaded")
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        assert re.split(r"[><=\[]", requirement)[0] in known


def test_every_reason_for_rejection_is_told() -> None:
    told = " ".join(README.split("No page is dropped in silence", 1)[1].split("\n\n", 1)[0].split())
    words = {
        "no text": "no running text",
        "not a statement": "a listing",
        "bad encoding": "a broken encoding",
    }
    words |= {"outside": "a link that leaves the folder"}
    for reason in Reason:
        assert words.get(reason, str(reason)) in told


def test_pictures_and_files_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_makefile_has_the_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
