"""Switch rules off and negate conditions, one at a time, and tell which changes no test notices.

python tests/bench/mutate.py check [extract log model …] [--most 30] [--seed 1] [--only MODULE]
                                   [--rules | --conditions] [--whole]

Two kinds of change are made to a copy of the tree, each alone:

- a rule off: a function that gives findings, matches or a verdict gives none (an iterator yields
  nothing; what returns a tuple, a list or a bool returns an empty one or False);
- a condition negated: `if`, `while`, a comprehension's `if`, the test of `a if b else c`.

The tests of the package run first, then, where they pass, all others that are not slow (`--whole`).
What survives is printed with its place. A sample of `--most` of each kind is drawn by `--seed`,
so that two runs are comparable; cosmic-ray and mutmut have no operator that switches a rule off, and
run the whole suite for each change.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
EMPTY = {"bool": "False", "list": "[]", "tuple": "()", "set": "set()", "dict": "{}"}
"""What a rule that is off gives, by the type it is said to return."""
LONGEST = 300
"""Seconds: a change that makes the tests run longer is noticed, too."""

MOST = 4 << 30
"""Bytes of memory: so does one that makes them fill it."""


class Change(NamedTuple):
    """One change: where it is, what it is, and the lines of its module with it."""

    path: Path
    line: int
    kind: str
    words: str
    source: str


def changes(path: Path) -> Iterator[Change]:
    """Give every change of one module."""
    source = path.read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (given := _given_when_off(node)):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield _cut(path, source, body, given, node)
        conditions = [node.test] if isinstance(node, ast.If | ast.While | ast.IfExp) else []
        conditions += node.ifs if isinstance(node, ast.comprehension) else []
        for test in conditions:
            if "TYPE_CHECKING" not in ast.unparse(test):
                said = ast.get_source_segment(source, test) or ""
                start, end = _span(source, test)
                changed = f"{source[:start]}(not ({said})){source[end:]}"
                yield Change(path, test.lineno, "condition", said, changed)


def _given_when_off(node: ast.FunctionDef) -> str:
    """Give the statement that a rule has in its body's place, empty where the function is no rule."""
    said = ast.unparse(node.returns) if node.returns else ""
    if said.startswith(("Iterator", "Iterable")):
        return "yield from ()"
    if " | None" in said or said == "None | ":
        return "return None"
    kind = said.partition("[")[0]
    return f"return {EMPTY[kind]}" if kind in EMPTY and "self" not in _first(node) else ""


def _first(node: ast.FunctionDef) -> str:
    return node.args.args[0].arg if node.args.args else ""


def _cut(
    path: Path, source: str, body: list[ast.stmt], given: str, node: ast.FunctionDef
) -> Change:
    start, _ = _span(source, body[0])
    _, end = _span(source, body[-1])
    return Change(path, node.lineno, "rule", node.name, source[:start] + given + source[end:])


def _span(source: str, node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Give the characters of a node; `ast` counts columns in bytes."""
    lines = source.splitlines(keepends=True)

    def at(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + len(
            lines[line - 1].encode()[:column].decode("utf-8")
        )

    assert node.end_lineno is not None and node.end_col_offset is not None
    return at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)


def is_noticed(change: Change, tree: Path, package: str, *, whole: bool) -> bool:
    """Tell whether a test fails with a change, in a copy of the tree that is put right afterwards."""
    place = tree / change.path.relative_to(ROOT)
    before = place.read_text("utf-8")
    place.write_text(change.source, "utf-8")
    suites = [[f"tests/{package}"]]
    suites += [["tests", f"--ignore=tests/{package}", "-m", "not slow"]] if whole else []
    try:
        return any(_fails(tree, suite) for suite in suites)
    finally:
        place.write_text(before, "utf-8")


def _fails(tree: Path, suite: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *suite]
    environ = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=tree,
            env=environ,
            capture_output=True,
            timeout=LONGEST,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST)),
        )
    except subprocess.TimeoutExpired:
        return True
    if done.returncode > 2:  # below 0: a change that ended the process
        raise SystemExit(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:])
    return done.returncode != 0


def copy_tree() -> Path:
    """Copy what the tests need beside ../shared, so that they find it."""
    tree = Path(tempfile.mkdtemp(prefix=".mutate-", dir=ROOT.parent))
    for name in ("pipeline", "prompts", "templates", "tests", ".github", ".ci"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", ".importlinter"):
        shutil.copy(ROOT / name, tree / name)
    return tree


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("packages", nargs="+")
    parser.add_argument("--most", type=int, default=30, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="MODULE")
    parser.add_argument("--rules", action="store_true", help="only rules switched off")
    parser.add_argument("--conditions", action="store_true", help="only conditions negated")
    parser.add_argument("--whole", action="store_true", help="run the other tests on survivors too")
    wanted = parser.parse_args()
    kinds = [kind for kind in ("rule", "condition") if getattr(wanted, f"{kind}s")] or [
        "rule",
        "condition",
    ]
    tree = copy_tree()
    try:
        if _fails(tree, [f"tests/{package}" for package in wanted.packages]):
            raise SystemExit("the tests fail before anything is changed")
        for package in wanted.packages:
            modules = sorted((ROOT / "pipeline" / package).glob(f"{wanted.only or '*'}.py"))
            found = [change for path in modules for change in changes(path)]
            for kind in kinds:
                of_kind = [change for change in found if change.kind == kind]
                sample = random.Random(wanted.seed).sample(of_kind, min(wanted.most, len(of_kind)))
                _report(package, kind, sample, tree, whole=wanted.whole)
    finally:
        shutil.rmtree(tree)


def _report(package: str, kind: str, sample: list[Change], tree: Path, *, whole: bool) -> None:
    survived = [one for one in sample if not is_noticed(one, tree, package, whole=whole)]
    for one in survived:
        print(f"  survived: {one.path.relative_to(ROOT)}:{one.line}: {one.kind}: {one.words[:90]}")
    killed = len(sample) - len(survived)
    print(f"{package:<10} {kind}s: {killed} of {len(sample)} noticed", flush=True)


if __name__ == "__main__":
    main()
