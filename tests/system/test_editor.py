"""A real YAML language server completes and explains a questionnaire. It comes from npm, so `.ci/run` fetches it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import NODE, ROOT


class Editor:
    """The least that an editor says to a language server, over its standard input and output."""

    def __init__(self, folder: Path, server: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [str(server), "--stdio"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = 0
        self._opened = 0
        client = {"textDocument": {"hover": {}, "completion": {}, "publishDiagnostics": {}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": client})
        self._tell("initialized", {})
        settings = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}
        self._tell("workspace/didChangeConfiguration", {"settings": settings})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _messages(self) -> Iterator[dict[str, Any]]:
        """What the server says; whatever it asks is answered with nothing."""
        stream = self._process.stdout
        assert stream
        while head := stream.readline():
            length = int(head.split(b":")[1])
            while stream.readline().strip():
                pass
            message = json.loads(stream.read(length))
            if "method" in message and "id" in message:
                self._send(
                    {"id": message["id"], "result": [] if message["method"] == "workspace/configuration" else None}
                )
            yield message

    def ask(self, method: str, params: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        return next(
            item["result"] for item in self._messages() if item.get("id") == self._asked and "method" not in item
        )

    def open(self, text: str) -> tuple[str, list[str]]:
        """Open a document; its address, and what the server complains about."""
        self._opened += 1
        uri = (self._folder / f"project{self._opened}.yaml").as_uri()
        self._tell(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )
        found = (item["params"] for item in self._messages() if item.get("method") == "textDocument/publishDiagnostics")
        return uri, [each["message"] for each in next(item for item in found if item["uri"] == uri)["diagnostics"]]

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        """Ask about a place; lines and columns count from 0."""
        return self.ask(method, {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}})

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    server = NODE / "node_modules" / ".bin" / "yaml-language-server"
    if not server.exists():
        pytest.skip("the npm packages of tests/node are not installed here (see CONTRIBUTING.md)")
    opened = Editor(tmp_path_factory.mktemp("project"), server)
    yield opened
    opened.close()


SCHEMA = f"# yaml-language-server: $schema={(ROOT / 'docs' / 'schemas' / 'questionnaire-1.schema.json').as_uri()}\n"


def test_a_key_is_completed_with_its_help(editor: Editor) -> None:
    text = f"{SCHEMA}product:\n  phase: growth\npractices:\n  reliability:\n    rest\n"
    uri, _ = editor.open(text)
    items = {item["label"]: item for item in editor.at("textDocument/completion", uri, 5, 8)["items"]}
    told = json.dumps(items["restore_drill"])
    assert "restore" in told
    assert "Partial: " in told


def test_the_answers_to_a_question_are_offered(editor: Editor) -> None:
    uri, _ = editor.open(f"{SCHEMA}product:\n  phase: \n")
    labels = [item["label"] for item in editor.at("textDocument/completion", uri, 2, 9)["items"]]
    assert {"mvp", "pmf", "growth", "maturity"} <= set(labels)
    uri, _ = editor.open(f"{SCHEMA}product:\n  phase: mvp\npractices:\n  reliability:\n    backups: \n")
    labels = [item["label"].strip('"') for item in editor.at("textDocument/completion", uri, 5, 13)["items"]]
    assert {"yes", "partial", "planned", "no", "unknown"} <= set(labels)


def test_a_key_is_explained_where_the_mouse_rests(editor: Editor) -> None:
    uri, _ = editor.open(f"{SCHEMA}product:\n  phase: growth\nmetrics:\n  logo_churn_monthly: 0.03\n")
    told = json.dumps(editor.at("textDocument/hover", uri, 4, 5))
    assert "Targets" in told


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_gets_no_complaint(editor: Editor, path: Path) -> None:
    assert editor.open(SCHEMA + path.read_text(encoding="utf-8"))[1] == []


def test_a_mistake_gets_a_complaint(editor: Editor) -> None:
    _, complaints = editor.open(f"{SCHEMA}product:\n  phase: groth\ntema:\n  size: 3\n")
    assert len(complaints) == 2
    assert any("tema" in complaint for complaint in complaints)
