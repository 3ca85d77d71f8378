"""The ``onrecord`` command: its overview, its mistakes, the demonstration and the server."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from index.home import Home
from search import search
from web import create_app
from web.cli import main, make_parser
from web.commands import EXPOSED, is_loopback

COMMANDS = ("demo", "serve", "build", "update", "info", "search", "show", "clean")


def test_without_a_command_a_newcomer_is_told_where_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert "onrecord demo" in out
    assert "onrecord build" in out


def test_the_version_is_the_distributions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("onrecord ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert "usage: onrecord" in capsys.readouterr().out
    assert command in make_parser().format_help()


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["serach"])
    assert stop.value.code == 2
    assert "serach" in capsys.readouterr().err


def test_the_demonstration_prints_a_search_and_is_quick_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["demo", "--no-serve", "--home", str(tmp_path / "demo")]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert "air defence" in first
    assert "\n1. " in first
    generation = Home(tmp_path / "demo").open().name
    assert main(command) == 0
    assert capsys.readouterr().out == first
    assert Home(tmp_path / "demo").open().name == generation


def test_the_demonstration_leaves_another_archive_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    sentence = "The harbour was reopened on Monday morning, the port authority said. "
    (tmp_path / "pages" / "a.txt").write_text(f"Harbour reopened\n\n{sentence * 5}\n\n{sentence * 3}\n")
    assert main(["build", str(tmp_path / "pages"), "--home", str(tmp_path / "home")]) == 0
    assert main(["demo", "--no-serve", "--home", str(tmp_path / "home")]) == 2
    assert "leaves it alone" in capsys.readouterr().err


@pytest.mark.parametrize(
    "query", ["air defence", '"air defence" -navy', "said:battery", "issued:2024 kind:speech"]
)
def test_command_page_json_and_python_agree(
    query: str, sample_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", query, "--json", "--home", str(sample_home.path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    client = create_app(sample_home.path).test_client()
    answered = client.get("/search.json", query_string={"q": query}).get_json()
    assert answered | {"seconds": 0} == printed | {"seconds": 0}
    found = [hit.statement.id for hit in search(query, sample_home.path)]
    page = client.get("/search", query_string={"q": query}).text
    listed = re.findall(r'<h2[^>]*><a href="/statement/([0-9a-f]{16})', page)
    assert found == [hit["id"] for hit in printed["hits"]] == listed
    assert found


def test_a_taken_port_gets_a_sentence(sample_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--home", str(sample_home.path), "--port", port]) == 2
    assert f"Port {port} on 127.0.0.1 is taken" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http", "²"])
def test_a_port_that_is_none_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["serve", f"--port={port}"])
    assert stop.value.code == 2
    assert "65535" in capsys.readouterr().err


def test_a_host_that_is_none_gets_a_sentence(sample_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["serve", "--home", str(sample_home.path), "--host", "no.such.host.invalid", "--port", "0"]) == 2
    )
    assert "no.such.host.invalid" in capsys.readouterr().err


def test_serving_nothing_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--home", str(tmp_path / "none"), "--port", "0"]) == 2
    assert "onrecord build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)],
)
def test_only_loopback_is_served_without_a_warning(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_it_serves_until_it_is_stopped(sample_home: Home, host: str) -> None:
    command = [
        sys.executable,
        "-m",
        "web",
        "serve",
        "--home",
        str(sample_home.path),
        "--port",
        "0",
        "--host",
        host,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().split(" is at ")[1].split()[0]
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}search.json?q=air+defence", timeout=20) as answer:
                assert json.load(answer)["total"] > 0
                assert "waitress" not in answer.headers.get("Server", "")
        finally:
            server.terminate()
        _, errors = server.communicate(timeout=20)
    assert (EXPOSED.format(host=host) in errors) is (host == "0.0.0.0")
    assert "Traceback" not in errors
