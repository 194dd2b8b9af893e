"""A figure of the paper in its entry and in the log: cut out, copied, linked and taken out again."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import OVERVIEW, PAPER_PAGES, FakeArxiv, FakeModel, good_draft, make_pdf
from tests.support.markdown import COMMONMARK

_PNG = b"\x89PNG"
_WITH_PICTURE = """## 2024.1.{day}

《{title}》

2023.6 快手的一篇文章，要点：

1. 一个新的做法
2. 模型，很好

总体上，好

<img src="pic/{title}.png" width=600 height=250>

"""
LOG = "# 2024.1\n\n" + "".join(
    _WITH_PICTURE.format(day=9 - n, title=title) for n, title in enumerate(("Robin", "Finch"))
)
PICTURE = "pic/2401.00001v2-figure-1.png"


@pytest.fixture
def log(summarize: Command, arxiv: FakeArxiv) -> Path:
    """Give a log whose entries have pictures; the paper of the fake arXiv has two figures."""
    arxiv.papers["2401.00001"].pdf = make_pdf(PAPER_PAGES, drawn={2: OVERVIEW})
    pictures = summarize.folder / "pic"
    pictures.mkdir()
    for title in ("Robin", "Finch"):
        (pictures / f"{title}.png").write_bytes(b"mine")
    path = summarize.folder / "log.md"
    path.write_bytes(LOG.encode())
    return path


def tree(log: Path) -> dict[str, bytes]:
    """Give the log and every picture beside it, by their paths."""
    paths = [log, *log.parent.glob("pic/**/*"), *log.parent.glob("figures/**/*")]
    return {
        str(path.relative_to(log.parent)): path.read_bytes() for path in paths if path.is_file()
    }


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.fixture
def draft(summarize: Command, log: Path) -> Path:
    """Give the folder of a draft whose entry shows a figure."""
    assert summarize("2401.00001").status == 0
    return summarize.folder / "output/drafts/2401.00001v2"


# ── drafted ──


def test_an_entry_shows_the_overview_where_the_entries_of_the_log_have_pictures(
    draft: Path,
) -> None:
    entry = (draft / "entry.md").read_text("utf-8")
    tag = '<img src="figure-1.png" width="600" alt="Figure 1: An overview of Sparrow, its reader and its writer.">'
    assert entry.count(f"\n\n{tag}\n<!-- 图：Figure 1（p. 2） [summarize") == 1
    assert not (draft / "figure-2.png").exists()


def test_its_picture_is_the_figure_alone_at_two_dots_a_point(draft: Path) -> None:
    picture = (draft / "figure-1.png").read_bytes()
    assert picture.startswith(_PNG)
    assert list(size(picture)) == pytest.approx([412, 172], abs=4)


@pytest.mark.parametrize(("figures", "shown"), [("auto", 0), ("0", 0), ("1", 1), ("2", 1)])
def test_a_log_without_pictures_has_none_and_a_setting_wins_over_any_log(
    summarize: Command, log: Path, figures: str, shown: int
) -> None:
    log.write_text(re.sub("<img.*>\n", "", LOG), "utf-8")
    summarize("2401.00001", SUMMARIZE_FIGURES=figures)
    assert summarize.entry().count("](figure-1.png)") == shown


def test_where_no_figure_is_wanted_none_is_cut_out(summarize: Command, log: Path) -> None:
    summarize("2401.00001", SUMMARIZE_FIGURES="0")
    assert "<img" not in summarize.entry()
    assert not any(name.endswith(".png") for name in summarize.files)


def test_a_setting_may_be_a_number(summarize: Command, log: Path) -> None:
    (summarize.folder / "summarize.toml").write_text("figures = 0\n")
    summarize("2401.00001")
    assert "<img" not in summarize.entry()


def test_a_second_run_writes_nothing_and_a_lost_picture_is_cut_out_again(
    summarize: Command, draft: Path
) -> None:
    before = summarize.files
    summarize("2401.00001")
    assert summarize.files == before
    (draft / "figure-1.png").unlink()
    summarize("2401.00001")
    assert summarize.files == before


def test_a_picture_that_a_person_has_put_in_its_place_stays(
    summarize: Command, log: Path, draft: Path
) -> None:
    (draft / "figure-1.png").write_bytes(b"my own crop")
    summarize("2401.00001", "--fresh")
    assert (draft / "figure-1.png").read_bytes() == b"my own crop"
    summarize("accept", "2401.00001")
    assert (log.parent / PICTURE).read_bytes() == b"my own crop"


def test_a_figure_that_cannot_be_painted_is_left_out_with_a_word(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001", SUMMARIZE_FIGURES="0")
    folder = summarize.folder / "output/drafts/2401.00001v2"
    (folder / "figure-1.png").mkdir()
    result = summarize("2401.00001")
    assert result.status == 0
    assert "Figure 1 is left out: cannot read" in result.err
    assert "<img" not in summarize.entry()


def test_a_link_in_a_pictures_place_is_refused(summarize: Command, draft: Path) -> None:
    other = summarize.folder / "other.png"
    other.write_bytes(b"other")
    (draft / "figure-1.png").unlink()
    (draft / "figure-1.png").symlink_to(other)
    for arguments in (("2401.00001",), ("accept", "2401.00001")):
        result = summarize(*arguments)
        assert result.status == 1
        assert "it is a link" in result.err
    assert other.read_bytes() == b"other"


# ── named by a model ──


def test_a_model_is_told_of_the_figures_and_its_choice_is_shown_with_its_reason(
    with_model: Command, model: FakeModel, log: Path
) -> None:
    chosen = [{"label": "Fig. 2", "reason": "笔记数 -> 的影响"}]
    model.replies = [json.dumps(good_draft() | {"figures": chosen})]
    assert with_model("2401.00001").status == 0
    told = model.calls[0]["messages"][1]["content"]
    assert "- Figure 1: An overview of Sparrow, its reader and its writer.\n" in told
    assert "- Figure 2: F1 on LongRead by the number of notes.\n" in told
    entry = with_model.entry()
    assert '<img src="figure-2.png" width="600" alt="Figure 2: F1 on LongRead' in entry
    assert "<!-- 图：Figure 2（p. 2），笔记数 -> 的影响 [summarize" in entry
    assert "figure-1" not in entry


def test_a_figure_that_the_paper_has_not_is_dropped_with_a_note(
    with_model: Command, model: FakeModel, log: Path
) -> None:
    model.replies = [json.dumps(good_draft() | {"figures": [{"label": "Figure 9", "reason": "x"}]})]
    with_model("2401.00001")
    entry = with_model.entry()
    assert "<!-- 注意：没有找到起草者要的 Figure 9 [summarize" in entry
    assert "<img" not in entry


def test_a_model_that_names_none_is_left_its_choice_and_one_that_is_not_asked_has_none(
    with_model: Command, model: FakeModel, log: Path
) -> None:
    with_model("2401.00001")
    assert "<img" not in with_model.entry()
    chosen = {"figures": [{"label": "Figure 2", "reason": "x"}]}
    model.replies = [json.dumps(good_draft() | chosen)]
    with_model("2401.00001", "--fresh", SUMMARIZE_FIGURES="0")
    assert "that can be shown" not in model.calls[-1]["messages"][1]["content"]
    assert "<img" not in with_model.entry()
    paid = len(model.calls)
    with_model("2401.00001")  # a log that has pictures by now makes no draft anew
    assert len(model.calls) == paid
    assert '<img src="figure-1.png"' in with_model.entry()


def test_a_draft_that_was_made_without_figures_says_how_one_comes_in(
    with_model: Command, model: FakeModel, arxiv: FakeArxiv
) -> None:
    drawn = OVERVIEW.replace("An overview of", "The notes of")
    arxiv.papers["2401.00001"].pdf = make_pdf(PAPER_PAGES, drawn={2: drawn})
    without = with_model("2401.00001", SUMMARIZE_FIGURES="0")
    again = with_model("2401.00001", SUMMARIZE_FIGURES="1")
    assert "no figure is shown" not in without.err
    assert "no figure is shown: the draft was made without; --fresh has the model" in again.err
    chosen = {"figures": [{"label": "Figure 2", "reason": "x"}]}
    model.replies = [json.dumps(good_draft() | chosen)]
    fresh = with_model("2401.00001", "--fresh", SUMMARIZE_FIGURES="1")
    assert "no figure is shown" not in fresh.err
    assert "](figure-2.png)" in with_model.entry()


# ── accepted, and taken back ──


@pytest.mark.parametrize("points", ["1. ", "- "])
@pytest.mark.parametrize("picture", ["", "    "])
@pytest.mark.parametrize("link", ['<img src="pic/{title}.png" width=600>', "![](pic/{title}.png)"])
def test_a_markdown_reader_shows_the_picture_however_far_the_log_indents_its_entries(
    summarize: Command, log: Path, points: str, picture: str, link: str
) -> None:
    indented = re.sub(r"^(?=2023\.6|1\. |2\. |总体)", "    ", _WITH_PICTURE, flags=re.MULTILINE)
    written = re.sub("<img.*>", picture + link, indented).replace("1. ", points)
    before = "# 2024.1\n\n" + written.format(day=9, title="Robin")
    log.write_text(before, "utf-8")
    summarize("2401.00001", SUMMARIZE_FIGURES="1")
    summarize("accept", "2401.00001")
    after = log.read_text("utf-8")
    assert "\n    2024.3 " in after
    shown = re.findall(r"<img [^>]*>", COMMONMARK.render(after))
    assert [one for one in shown if PICTURE in one]
    summarize("undo")
    assert log.read_text("utf-8") == before


def test_accept_copies_the_picture_to_where_the_log_has_its_own_and_links_it_there(
    summarize: Command, log: Path, draft: Path
) -> None:
    picture = (draft / "figure-1.png").read_bytes()
    row = summarize("accept", "2401.00001", "--json").rows[0]
    assert (row["outcome"], row["pictures"]) == ("accepted", [PICTURE])
    after = log.read_text("utf-8")
    assert after.count(f'\n\n<img src="{PICTURE}" width="600" alt="Figure 1: An overview') == 1
    assert "图：" not in after
    assert tree(log) == {
        "log.md": after.encode(),
        "pic/Robin.png": b"mine",
        "pic/Finch.png": b"mine",
        PICTURE: picture,
    }


def test_undo_takes_entry_and_picture_out_byte_for_byte(
    summarize: Command, log: Path, draft: Path
) -> None:
    before, drafted = tree(log), summarize.files
    summarize("accept", "2401.00001")
    assert len(tree(log)) == len(before) + 1
    assert summarize("undo").status == 0
    assert tree(log) == before
    assert {**summarize.files, "undo.json": b""} == {**drafted, "undo.json": b""}


def test_without_pictures_of_its_own_a_log_gets_a_folder_and_undo_takes_it_away(
    summarize: Command, log: Path
) -> None:
    before = re.sub("<img.*>\n", "", LOG)
    log.write_text(before, "utf-8")
    summarize("2401.00001", SUMMARIZE_FIGURES="1")
    summarize("accept", "2401.00001")
    target = "figures/2401.00001v2-figure-1.png"
    assert f"its writer.]({target})" in log.read_text("utf-8")
    assert (log.parent / target).read_bytes().startswith(_PNG)
    summarize("undo")
    assert log.read_text("utf-8") == before
    assert not (log.parent / "figures").exists()


def test_undo_takes_away_the_folders_that_accept_made_and_no_other_empty_one(
    summarize: Command, log: Path
) -> None:
    log.write_text(LOG.replace('"pic/', '"images/2022/06/'), "utf-8")
    (log.parent / "images").mkdir()
    summarize("2401.00001", SUMMARIZE_FIGURES="1")
    summarize("accept", "2401.00001")
    assert (log.parent / "images/2022/06/2401.00001v2-figure-1.png").is_file()
    summarize("undo")
    assert list((log.parent / "images").iterdir()) == []


def test_dry_run_shows_the_link_and_copies_nothing(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    assert f'+<img src="{PICTURE}"' in summarize("accept", "2401.00001", "--dry-run").out
    assert tree(log) == before


def test_an_entry_whose_link_was_taken_away_brings_no_picture(
    summarize: Command, log: Path, draft: Path
) -> None:
    entry = draft / "entry.md"
    entry.write_text(re.sub("<img.*>\n", "", entry.read_text("utf-8")), "utf-8")
    before = set(tree(log))
    assert summarize("accept", "2401.00001").status == 0
    assert set(tree(log)) == before


def test_an_entry_whose_picture_is_away_is_refused(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    (draft / "figure-1.png").unlink()
    result = summarize("accept", "2401.00001")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "links figure-1.png, which is not there: run summarize for the paper again" in result.err
    assert tree(log) == before


def test_a_persons_file_of_the_same_name_is_never_overwritten_nor_taken_away(
    summarize: Command, log: Path, draft: Path
) -> None:
    (log.parent / PICTURE).write_bytes(b"mine too")
    before = tree(log)
    summarize("accept", "2401.00001")
    other = PICTURE.replace("1.png", "1-2.png")
    assert f'src="{other}"' in log.read_text("utf-8")
    assert tree(log)[PICTURE] == b"mine too"
    assert summarize("undo").status == 0
    assert tree(log) == before


def test_a_persons_file_with_the_very_bytes_is_linked_and_stays(
    summarize: Command, log: Path, draft: Path
) -> None:
    (log.parent / PICTURE).write_bytes((draft / "figure-1.png").read_bytes())
    before = tree(log)
    summarize("accept", "2401.00001")
    assert set(tree(log)) == set(before)
    summarize("undo")
    assert tree(log) == before


@pytest.mark.parametrize("change", ["edited", "used"])
def test_undo_leaves_a_picture_that_was_changed_or_is_shown_elsewhere(
    summarize: Command, log: Path, draft: Path, change: str
) -> None:
    summarize("accept", "2401.00001")
    if change == "edited":
        (log.parent / PICTURE).write_bytes(b"edited")
    else:
        log.write_text(log.read_text("utf-8") + f"\n![]({PICTURE})\n", "utf-8")
    picture = (log.parent / PICTURE).read_bytes()
    result = summarize("undo")
    assert result.status == 0
    assert f"{PICTURE} stays" in result.out
    assert (log.parent / PICTURE).read_bytes() == picture


def test_a_link_in_the_folders_place_is_refused_before_anything_is_written(
    summarize: Command, log: Path, draft: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (log.parent / "pic").rename(outside)
    (log.parent / "pic").symlink_to(outside)
    result = summarize("accept", "2401.00001")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "leads out of the log's folder" in result.err
    assert log.read_bytes() == LOG.encode()
    assert {path.name for path in outside.iterdir()} == {"Robin.png", "Finch.png"}


@pytest.mark.parametrize("folder", ["../pic", "/tmp/pic", "https://x.example/pic", "pic/../.."])
def test_pictures_that_a_log_has_elsewhere_are_no_example(
    summarize: Command, log: Path, folder: str
) -> None:
    log.write_text(LOG.replace('"pic/', f'"{folder}/'), "utf-8")
    summarize("2401.00001", SUMMARIZE_FIGURES="1")
    assert summarize("accept", "2401.00001").status == 0
    assert "](figures/2401.00001v2-figure-1.png)" in log.read_text("utf-8")


def test_an_accept_that_fails_at_the_log_leaves_no_picture(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    with log.open("ab"):
        assert summarize("accept", "2401.00001").status == 1
    assert tree(log) == before


# ── killed ──


def killed_accept(log: Path, draft: Path, undo: dict[str, object]) -> None:
    """Leave what an accept that is killed between copying and replacing the log leaves."""
    picture = (draft / "figure-1.png").read_bytes()
    (log.parent / PICTURE).write_bytes(picture)
    (log.parent / "pic" / ".summarize-4711-0123456789abcdef.tmp").write_bytes(picture[:99])
    note = undo | {"earlier": []}
    (draft.parents[1] / "undo.json").write_text(json.dumps(note), "utf-8")


def test_killed_between_copying_and_replacing_the_next_accept_ends_like_an_undisturbed_one(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    summarize("accept", "2401.00001")
    whole = tree(log)
    undo = json.loads(summarize.files["undo.json"])
    summarize("undo")
    killed_accept(log, draft, undo)
    assert summarize("accept", "2401.00001").status == 0
    assert tree(log) == whole
    assert json.loads(summarize.files["undo.json"]) == undo
    summarize("undo")
    assert tree(log) == before


def test_killed_between_the_log_and_the_picture_the_next_undo_goes_on(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    summarize("accept", "2401.00001")
    undo = json.loads(summarize.files["undo.json"]) | {"begun": "2401.00001v2"}
    (draft.parents[1] / "undo.json").write_text(json.dumps(undo), "utf-8")
    log.write_bytes(LOG.encode())
    result = summarize("undo")
    assert result.status == 0
    assert "stays" not in result.out
    assert tree(log) == before
    assert draft.is_dir()


@pytest.mark.parametrize("path", ["../x.png", "{}", "pic/../../x.png", "link/x.png"])
def test_a_note_that_leads_out_of_the_logs_folder_takes_nothing_away(
    summarize: Command, log: Path, draft: Path, tmp_path: Path, path: str
) -> None:
    summarize("accept", "2401.00001")
    note = json.loads(summarize.files["undo.json"])
    victims = [summarize.folder.parent / "x.png", tmp_path / "away" / "x.png"]
    victims[1].parent.mkdir()
    (log.parent / "link").symlink_to(victims[1].parent)
    for victim in victims:
        victim.write_bytes((log.parent / PICTURE).read_bytes())
    note["pictures"][0][0] = path.format(victims[0])
    (draft.parents[1] / "undo.json").write_text(json.dumps(note), "utf-8")
    result = summarize("undo")
    assert result.status == 0
    assert ".png stays" in result.out
    assert all(victim.exists() for victim in victims)


@pytest.mark.parametrize("pictures", [7, {}, ["x"], [["x"]], [[7, "y"]], [["x\0", "y"]]])
def test_a_note_with_odd_pictures_is_damaged(
    summarize: Command, log: Path, draft: Path, pictures: object
) -> None:
    summarize("accept", "2401.00001")
    after = tree(log)
    note = json.loads(summarize.files["undo.json"]) | {"pictures": pictures}
    (draft.parents[1] / "undo.json").write_text(json.dumps(note), "utf-8")
    result = summarize("undo")
    assert result.status == 1
    assert "is damaged: there is no accept to take back" in result.err
    assert summarize("accept", "2401.00001").status == 0
    assert tree(log) == after


@pytest.mark.slow
def test_killed_at_any_moment_log_and_pictures_end_like_undisturbed_ones(
    summarize: Command, log: Path, draft: Path
) -> None:
    before = tree(log)
    start = time.monotonic()
    summarize.process("accept", "2401.00001", "--date", "2024.1.12")
    seconds, whole = time.monotonic() - start, tree(log)
    summarize("undo")
    for part in range(12):
        with summarize.start("accept", "2401.00001", "--date", "2024.1.12") as running:
            time.sleep(seconds * (0.4 + 0.6 * part / 12))
            running.kill()
        assert log.read_bytes() in (before["log.md"], whole["log.md"])
        if log.read_bytes() == whole["log.md"]:
            assert (log.parent / PICTURE).exists()
        assert summarize("accept", "2401.00001", "--date", "2024.1.12").status == 0
        assert tree(log) == whole
        assert summarize("undo").status == 0
        assert tree(log) == before
