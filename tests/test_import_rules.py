"""The rules of .importlinter notice each kind of wrong import, however it is written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = "Imports point one way; packages of one row do not know each other"
CIRCLES = "No module or package imports in a circle"
PURE = "What checks, renders and reads text is pure"
MODEL_DOOR = "Only model/ talks to a model"
ARXIV_DOOR = "Only arxiv/ talks to arXiv"
PDF_DOOR = "Only pdf/ and extract/ read PDFs"
AGENT_DOOR = "Only commands/mcp_server speaks to an agent's host"
CLUSTER_DOOR = "Only commands/cluster and its worker speak to Dask"

WAYS = (
    "{}\n",
    "def planted() -> None:\n    {}\n",
    "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {}\n",
    "try:\n    {}\nexcept ImportError:\n    pass\n",
)
"""Where an import can stand in a module."""

WRONG = {
    LAYERS: [
        # against the arrow
        ("records", "from pipeline.text import squash", "pipeline.text.squash"),
        ("text", "from pipeline.check.claims import check", "pipeline.check.claims"),
        ("text", "import pipeline.model.ask", "pipeline.model.ask"),
        ("pdf", "from pipeline.extract import process", "pipeline.extract.process"),
        ("draft", "from pipeline import settings", "pipeline.settings"),
        ("store", "from pipeline.settings import Settings", "pipeline.settings"),
        ("settings", "from pipeline.commands import doctor", "pipeline.commands.doctor"),
        ("commands", "from pipeline.cli import main", "pipeline.cli"),
        ("errors", "from pipeline import files", "pipeline.files"),
        # between packages of one row
        ("check", "from pipeline.entry.render import render", "pipeline.entry.render"),
        ("extract", "from pipeline.draft import extractive", "pipeline.draft.extractive"),
        ("log", "import pipeline.store.output_folder", "pipeline.store.output_folder"),
        ("arxiv", "from pipeline.store import replies", "pipeline.store.replies"),
        ("model", "from pipeline.pdf import page", "pipeline.pdf.page"),
        ("network", "from pipeline import resources", "pipeline.resources"),
    ],
    PURE: [
        (package, f"import {library}", library)
        for package in ("check", "entry", "text", "records")
        for library in ("arxiv", "openai", "pypdf", "requests", "socket", "subprocess")
    ],
    MODEL_DOOR: [
        ("draft", "from openai import OpenAI", "openai"),
        ("commands", "import openai.types.chat", "openai"),
    ],
    ARXIV_DOOR: [
        ("commands", "import arxiv", "arxiv"),
        ("model", "from requests.adapters import HTTPAdapter", "requests"),
        ("network", "import requests", "requests"),
    ],
    PDF_DOOR: [
        ("commands", "import pypdfium2", "pypdfium2"),
        ("draft", "from pypdf.generic import DictionaryObject", "pypdf"),
        ("store", "import pypdf", "pypdf"),
    ],
    AGENT_DOOR: [
        ("cli", "import mcp", "mcp"),
        ("commands", "from mcp.server.mcpserver import MCPServer", "mcp"),
    ],
    CLUSTER_DOOR: [
        ("cli", "from distributed import Client", "distributed"),
        ("commands", "import distributed.client", "distributed"),
    ],
}
"""By the rule that forbids it: where a wrong import is planted, the import, and the module that it imports."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Plant all wrong imports in one copy of the tree; give what is said of each broken rule."""
    tree = copy(tmp_path_factory.mktemp("planted"))
    for place, statement, _ in (plant for plants in WRONG.values() for plant in plants):
        for module, way in modules(place):
            plant(tree, module, way.format(statement))
    plant(tree, "check.there", "from pipeline.check import back\n")
    plant(tree, "check.back", "def planted() -> None:\n    from pipeline.check import there\n")
    plant(tree, "newcomer", "import json\n")
    return broken(tree)


def modules(place: str) -> list[tuple[str, str]]:
    """Give the modules that take an import, each with the way it is written there: of a package, a new one for each way."""
    if (ROOT / "pipeline" / place).is_dir():
        return [(f"{place}.planted_{number}", way) for number, way in enumerate(WAYS)]
    return [(place, WAYS[0])]


def plant(tree: Path, module: str, code: str) -> None:
    path = tree / "pipeline" / f"{module.replace('.', '/')}.py"
    with path.open("a", encoding="utf-8") as file:
        file.write(code)


def copy(folder: Path) -> Path:
    """Give a copy of what the rules are about."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=without)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def broken(tree: Path) -> dict[str, str]:
    """Give the name of each rule that a tree breaks, with what is said of it."""
    lint = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=tree, capture_output=True, text=True, check=False
    )
    assert "Contracts: " in done.stdout, done.stderr
    summary, _, details = done.stdout.partition("Broken contracts")
    names = re.findall(r"^(.+) BROKEN$", summary, re.MULTILINE)
    assert bool(names) == bool(done.returncode)
    said = re.split(rf"^({'|'.join(map(re.escape, names))})\n-+\n", details, flags=re.MULTILINE)
    return dict(zip(said[1::2], said[2::2], strict=True)) if names else {}


def test_the_tree_as_it_is_breaks_no_rule(tmp_path: Path) -> None:
    assert broken(copy(tmp_path)) == {}


@pytest.mark.parametrize("rule", WRONG)
def test_each_wrong_import_is_noticed_however_it_is_written(
    planted: dict[str, str], rule: str
) -> None:
    unnoticed = [
        f"{module} -> {imported}"
        for place, _, imported in WRONG[rule]
        for module, _ in modules(place)
        if f" pipeline.{module} -> {imported} (l." not in planted[rule]
    ]
    assert unnoticed == []


def test_a_circle_within_a_package_is_noticed(planted: dict[str, str]) -> None:
    assert "No cycles are allowed in pipeline.check." in planted[CIRCLES]
    assert re.search(r"- \.(there -> \.back|back -> \.there) ", planted[CIRCLES])


def test_a_new_module_at_the_top_has_to_be_given_its_layer(planted: dict[str, str]) -> None:
    assert "not listed as layers:\n\n- pipeline.newcomer\n" in planted[LAYERS]
