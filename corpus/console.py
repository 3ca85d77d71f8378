"""What every command shares: a progress bar and a report on stderr, data on stdout, errors as sentences.

The one place that imports rich. Nothing here is printed to stdout but what ``write`` is given.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from .statement import Rejected
from .worker import WorkerError

Item = TypeVar("Item")
STOPPED = "Stopped. What was kept before is untouched; the same command goes on from there."
LISTED = 20
"""So many rejected pages are named one by one; the rest only counted."""


def run(
    parser: argparse.ArgumentParser,
    argv: Sequence[str] | None = None,
    errors: tuple[type[Exception], ...] = (),
) -> int:
    """Parse, call ``args.run(args)`` and return the exit status.

    Errors of the given types, and those of the operating system, become a sentence on stderr and
    status 2; Ctrl-C 130; a reader that has gone (``| head``) ends quietly.
    """
    args = parser.parse_args(argv)
    if not hasattr(args, "run"):
        parser.print_help(sys.stderr)
        return 2
    _tolerate_letters()
    known: tuple[type[Exception], ...] = (*errors, WorkerError)
    try:
        status = int(args.run(args))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # What is still in the buffer must not complain again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        complain(str(stop) or STOPPED)
        return 130
    except known as error:
        complain(str(error))
        return 2
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return 2


def _tolerate_letters() -> None:
    """A terminal that knows no such letter gets a question mark, not a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write(text: str) -> None:
    """One line or more of data to stdout."""
    sys.stdout.write(text + "\n")


def write_json(value: Any) -> None:
    """A value of JSON types to stdout, indented, letters as they are."""
    write(json.dumps(value, ensure_ascii=False, indent=2))


def complain(sentence: str) -> None:
    """A sentence to stderr, on one line, harmless to a terminal whatever a file is called."""
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in sentence)
    sys.stderr.write(line + "\n")


def track(items: Iterable[Item], total: int | None, label: str) -> Iterator[Item]:
    """The items as they come, with a progress bar on stderr where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(items, total=total, description=label)


def print_report(
    kept: int, rejected: Sequence[Rejected], seconds: float, more: Mapping[str, int | str] | None = None
) -> None:
    """The closing report on stderr: kept, rejected by reason, further rows, seconds, pages per second."""
    rows = {"kept": f"{kept:,}"}
    for reason, count in Counter(page.reason for page in rejected).most_common():
        rows[f"rejected: {reason}"] = f"{count:,}"
    rows |= {name: f"{value:,}" if isinstance(value, int) else value for name, value in (more or {}).items()}
    rows["seconds"] = f"{seconds:,.1f}"
    rows["pages per second"] = f"{(kept + len(rejected)) / max(seconds, 0.001):,.0f}"
    _print_table(rows)
    for page in rejected[:LISTED]:
        complain(describe(page))
    if len(rejected) > LISTED:
        complain(f"… and {len(rejected) - LISTED:,} more")


def describe(rejected: Rejected) -> str:
    """One line about a page that became no statement."""
    return ": ".join(filter(None, (rejected.page, rejected.reason, rejected.detail)))


def _print_table(rows: Mapping[str, str]) -> None:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for name, value in rows.items():
        table.add_row(Text(name), Text(value))
    Console(stderr=True).print(table)
