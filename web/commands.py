"""``onrecord demo`` and ``onrecord serve``: from the command line to the page in a browser."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import logging
import os
import sys
from importlib import resources
from pathlib import Path
from typing import Protocol

import waitress

from corpus.console import complain, print_report, track, write
from index.builder import build, update
from index.home import Home
from search import search
from search.commands import print_results

from . import create_app

DEMO_HOME = "var/demo"
DEMO_QUERY = "air defence"
DEMO_LIMIT = 5
HOST = "127.0.0.1"
PORT = 8000
THREADS = 8
NO_INDEX = "There is no index in {home} yet. Make one with: onrecord build FOLDER --home {home}"
TAKEN = (
    "Port {port} on {host} is taken, perhaps by another onrecord. "
    "Choose another with --port; --port 0 takes any free one."
)
EXPOSED = (
    "Anybody who can reach {host} can read the whole archive: there is no login and no encryption. "
    "Put a reverse proxy in front of it, or leave --host out to serve this machine only."
)


class Server(Protocol):
    """What a server of waitress does, on one socket or several."""

    def run(self) -> None:
        """Answer until stopped."""

    def close(self) -> None:
        """Let go of the port."""


class ServeError(Exception):
    """The page can't be served; the message is a sentence that says what to do."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``demo`` and ``serve``."""
    demo = commands.add_parser(
        "demo",
        help="build the sample corpus, search it, serve it",
        description="Builds the sample corpus that comes with On Record, prints one search, and serves the "
        "page. Nothing needs to be prepared; a second time it is quick.",
    )
    demo.add_argument(
        "--home", type=Path, default=Path(DEMO_HOME), metavar="DIR", help=f"where to build it ({DEMO_HOME})"
    )
    demo.add_argument("--no-serve", action="store_true", help="stop after the search")
    add_serving(demo)
    demo.set_defaults(run=run_demo)

    serve = commands.add_parser(
        "serve",
        help="serve the web page",
        description="Serves the page for reading and searching, until Ctrl-C. An update of the index shows "
        "without a restart.",
    )
    home = Path(os.environ.get("ONRECORD_HOME", "var"))
    serve.add_argument(
        "--home",
        type=Path,
        default=home,
        metavar="DIR",
        help="the folder that build made (var, or ONRECORD_HOME)",
    )
    add_serving(serve)
    serve.set_defaults(run=run_serve)


def add_serving(parser: argparse.ArgumentParser) -> None:
    """The options by which a server is reached."""
    parser.add_argument(
        "--port", type=read_port, default=PORT, help=f"the port to listen on ({PORT}); 0 takes a free one"
    )
    parser.add_argument("--host", default=HOST, help=f"the address to listen on ({HOST}: this machine only)")


def read_port(text: str) -> int:
    """A port from 0 to 65535."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port; ports go from 0 to 65535")
    return int(text)


def run_demo(args: argparse.Namespace) -> int:
    """Build or refresh the sample, print one search, serve unless told not to."""
    home = prepare_sample(args.home)
    print_search(home)
    if args.no_serve:
        return 0
    return serve_home(home, args.host, args.port)


def find_sample() -> Path:
    """The folder of the sample pages that came with the package."""
    return Path(str(resources.files("corpus"))) / "sample"


def prepare_sample(path: Path) -> Home:
    """The home at ``path`` with the sample in it. Raises ServeError where something else is there."""
    home, sample = Home(path), find_sample().resolve()
    others = [str(root.path) for root in home.roots if not is_sample(root.path)]
    if others:
        raise ServeError(
            f"{path} holds an archive of {others[0]}; the demonstration leaves it alone. "
            f"Give it a folder of its own: onrecord demo --home {DEMO_HOME}"
        )
    known = [root.path for root in home.roots]
    if known == [sample] and home.current():
        update(home, progress=track)
        return home
    report = build(home, [sample], progress=track)
    print_report(report.kept, report.rejected, report.seconds)
    return home


def is_sample(folder: Path) -> bool:
    """Whether the folder is the sample of this installation or of another."""
    return (folder.parent.name, folder.name) == ("corpus", "sample")


def print_search(home: Home) -> None:
    """One search with its snippets, as ``onrecord search`` prints it."""
    write(f"\n$ onrecord search '{DEMO_QUERY}' --limit {DEMO_LIMIT} --home {home.path}")
    print_results(search(DEMO_QUERY, home, limit=DEMO_LIMIT))
    write("")


def run_serve(args: argparse.Namespace) -> int:
    """Serve the home until stopped."""
    home = Home(args.home)
    home.open()
    return serve_home(home, args.host, args.port)


def serve_home(home: Home, host: str, port: int) -> int:
    """Serve on that address until stopped; 0 when it was stopped by hand."""
    server = listen(home, host, port)
    if not is_loopback(host):
        complain(EXPOSED.format(host=host))
    write(f"On Record is at {address_of(server, host)} — stop it with Ctrl-C.")
    sys.stdout.flush()
    try:
        server.run()
    finally:
        server.close()
    return 0


def listen(home: Home, host: str, port: int) -> Server:
    """A server that listens already. Raises ServeError."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    try:
        server: Server = waitress.create_server(
            create_app(home), host=host, port=port, threads=THREADS, ident=""
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(TAKEN.format(port=port, host=host)) from error
        raise ServeError(f"{host}:{port} can't be listened on: {error.strerror or error}.") from error
    except ValueError as error:
        raise ServeError(f"{host} is no address of this machine: {error}.") from error
    return server


def address_of(server: Server, host: str) -> str:
    """The address to open in a browser."""
    ports = getattr(server, "effective_listen", None) or [("", getattr(server, "effective_port", PORT))]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{ports[0][1]}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
