"""What every command shares: a progress bar and a report on stderr, data on stdout, errors as sentences.

The one place that imports rich. Nothing here is printed to stdout but what ``write`` is given.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from .statement import Rejected

Item = TypeVar("Item")
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
    try:
        status = int(args.run(args))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt as stop:
        complain(str(stop) or "Stopped. What was there before is untouched; run the same command to go on.")
        return 130
    except errors as error:
        complain(str(error))
        return 2
    except OSError as error:
        complain(str(error))
        return 2


def write(text: str) -> None:
    """One line or more of data to stdout."""
    sys.stdout.write(text + "\n")


def write_json(value: Any) -> None:
    """A value of JSON types to stdout, indented, letters as they are."""
    write(json.dumps(value, ensure_ascii=False, indent=2))


def complain(sentence: str) -> None:
    """A sentence to stderr."""
    sys.stderr.write(sentence + "\n")


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
    table = Table(show_header=False, box=None)
    table.add_row("kept", f"{kept:,}")
    for reason, count in Counter(page.reason for page in rejected).most_common():
        table.add_row(f"rejected: {reason}", f"{count:,}")
    for name, value in (more or {}).items():
        table.add_row(name, f"{value:,}" if isinstance(value, int) else value)
    table.add_row("seconds", f"{seconds:,.1f}")
    table.add_row("pages per second", f"{(kept + len(rejected)) / max(seconds, 0.001):,.0f}")
    Console(stderr=True).print(table)
    for page in rejected[:LISTED]:
        complain(f"{page.page}: {page.reason}: {page.detail}")
    if len(rejected) > LISTED:
        complain(f"… and {len(rejected) - LISTED:,} more")
