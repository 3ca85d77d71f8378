"""The command line of the index: ``build``, ``update``, ``check``, ``info``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.archive import ArchiveError
from corpus.console import LISTED, complain, print_report, track, write, write_json

from .audit import advise, compare
from .builder import Means, Report, build, rebuild, update
from .engine import EngineError
from .engines import ENGINES
from .home import Home, HomeError
from .overview import summarise

ERRORS = (HomeError, ArchiveError, EngineError)
"""What the commands raise for a person to read."""

PATHS = "a folder, searched with all that is below it, or one page (.html, .htm, .xhtml, .txt, also with .gz)"

BUILD = """\
Clean saved pages, archive them, and make the search index, from nothing. The old index answers until
the new one is whole. The paths named are remembered as roots; pages elsewhere leave the index, but never
the archive. Without a path the known roots are read again.

  onrecord build pages/            the first time
  onrecord build                   again, with all pages cleaned anew
  onrecord build --from-archive    only the index, for instance with another --engine"""

UPDATE = """\
Read what is new or changed below the roots, and take out what is gone. Nothing else is touched.
A path that is named becomes a root; then only what lies below it is looked at.

  onrecord update                  everything
  onrecord update more-pages/      another folder besides"""

CHECK = """\
Compare the saved pages, the archive and the index, and read every file of the index against the sums in
its manifest. Lists what is missing, extra or changed; the exit status is 1 where there is anything."""

INFO = "Tell what is in a home: sizes, roots, statements by issuer and year, and the versions of everything."


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``build``, ``update``, ``check`` and ``info``."""
    parser = _add(commands, "build", "clean, archive and index saved pages", BUILD)
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=PATHS)
    parser.add_argument("--engine", metavar="NAME", help=f"what the index is kept in: {', '.join(ENGINES)}")
    parser.add_argument("--from-archive", action="store_true", help="make only the index, read no page")
    _add_run(parser)
    parser.set_defaults(run=run_build)
    parser = _add(commands, "update", "only what is new, changed or gone", UPDATE)
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=PATHS)
    _add_run(parser)
    parser.set_defaults(run=run_update)
    parser = _add(commands, "check", "compare pages, archive and index", CHECK)
    parser.add_argument("--json", action="store_true", help="print the differences as JSON")
    parser.set_defaults(run=run_check)
    parser = _add(commands, "info", "what is in there", INFO)
    parser.add_argument("--json", action="store_true", help="print it as JSON, with all issuers")
    parser.set_defaults(run=run_info)


def run_build(args: argparse.Namespace) -> int:
    """``onrecord build``; status 1 if pages were rejected under ``--strict``."""
    home, means = Home(args.home), Means(jobs=args.jobs)
    if args.from_archive and args.paths:
        raise HomeError("--from-archive reads no pages: leave the paths out, or the option.")
    if args.from_archive:
        return _tell(rebuild(home, args.engine, means, track), home, args)
    return _tell(build(home, args.paths, args.engine, means, track), home, args)


def run_update(args: argparse.Namespace) -> int:
    """``onrecord update``; status 1 if pages were rejected under ``--strict``."""
    home = Home(args.home)
    return _tell(update(home, args.paths, Means(jobs=args.jobs), track), home, args)


def run_check(args: argparse.Namespace) -> int:
    """``onrecord check``; status 1 where there are differences."""
    home = Home(args.home)
    differences = list(compare(home))
    if args.json:
        write_json([asdict(difference) for difference in differences])
    else:
        for difference in differences:
            write(f"{difference.place}: {difference.what}: {difference.how}")
    command = advise(differences)
    if command is None:
        complain(f"Pages, archive and index of {home.path} agree.")
        return 0
    complain(f"{len(differences):,} differences. Mend them with: {home.advise(command)}")
    return 1


def run_info(args: argparse.Namespace) -> int:
    """``onrecord info``."""
    summary = summarise(Home(args.home))
    if args.json:
        write_json(summary)
        return 0
    _write_summary(summary)
    if summary["problem"]:
        complain(summary["problem"])
    return 0


def to_json(report: Report) -> dict[str, Any]:
    """The report of ``build`` and ``update`` as JSON types."""
    values = asdict(report)
    index = values.pop("index")
    return values | {"index": index, "pages_per_second": round(report.pages_per_second, 1)}


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str, description: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=help, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--home", metavar="DIR", type=Path, help="where everything is kept (default: $ONRECORD_HOME, or var)"
    )
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", metavar="N", type=_positive, help="processes at work (default: one a core)")
    parser.add_argument("--strict", action="store_true", help="exit status 1 if any page was rejected")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _tell(report: Report, home: Home, args: argparse.Namespace) -> int:
    if args.json:
        write_json(to_json(report))
    else:
        print_report(report.kept, report.rejected, report.seconds, _rows(report))
        for shared in report.disbelieved[:LISTED]:
            pages = f"{len(shared.sources)} unrelated pages ({', '.join(shared.sources[:3])}, …)"
            complain(f"{shared.url}: {pages} say this is their address; each is taken by its own path.")
        complain(f"Search it: {home.advise('search')} 'some words'")
    return 1 if args.strict and report.rejected else 0


def _rows(report: Report) -> Mapping[str, int | str]:
    compared = ("new", "changed", "unchanged", "gone")
    rows: dict[str, int | str] = {name: getattr(report, name) for name in compared}
    rows["megabytes read"] = f"{report.bytes / 1e6:,.1f}"
    rows["URLs not believed"] = len(report.disbelieved)
    rows["statements indexed"] = report.index.statements
    rows["quotations indexed"] = report.index.quotes
    rows["seconds for the index"] = f"{report.index_seconds:,.1f}"
    return {name: value for name, value in rows.items() if value}


def _write_summary(summary: Mapping[str, Any]) -> None:
    archive, index = summary["archive"], summary["index"]
    write(f"home        {summary['home']}")
    for root in summary["roots"]:
        write(f"root        {root['name']}: {root['path']}{'' if root['there'] else ' (not there)'}")
    write(
        f"archive     {archive['statements']:,} statements in {archive['versions']:,} versions, "
        f"{archive['pages']:,} pages, {archive['bytes'] / 1e6:,.1f} MB"
    )
    if index:
        write(
            f"index       {index['statements']:,} statements, {index['quotes']:,} quotations, "
            f"{index['bytes'] / 1e6:,.1f} MB, {index['engine']}, built {index['built']}"
        )
    for name in ("rejected", "languages", "kinds", "years", "issuers"):
        if summary[name]:
            write(f"{name:<12}{_list_counts(summary[name])}")
    write(f"versions    {', '.join(f'{name} {number}' for name, number in summary['versions'].items())}")


def _list_counts(counts: Mapping[str, int]) -> str:
    listed = [f"{name or '(none)'} {count:,}" for name, count in list(counts.items())[:LISTED]]
    return ", ".join(listed) + (f", and {len(counts) - LISTED:,} more" if len(counts) > LISTED else "")
