"""Papers typeset from text that is known: the benchmark's truth. Needs the package `typst`.

`make(layout)` gives a PDF and what stands in it: sentences with their pages, in reading order, table rows, running heads, and
every word. Hyphens at line ends are plain hyphens and, in most layouts, spaces are gaps without a glyph, as TeX has them.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

TOPICS = """graph attention, sparse retrieval, video grounding, protein folding, speech separation, code synthesis, dialogue state
    tracking, point cloud registration, offline reinforcement learning, image matting, knowledge distillation, federated averaging,
    few-shot segmentation, neural rendering, table understanding, traffic forecasting, anomaly detection, music transcription""".split(
    ","
)
THINGS = """encoder, decoder, baseline, objective, classifier, regulariser, corpus, benchmark, checkpoint, scheduler, tokeniser,
    adapter, coefficient, neighbourhood, hypothesis, gradient, representation, embedding, architecture, configuration,
    cross-attention layer, pre-training stage, low-rank factor, ablation, validation split, fine-tuning recipe, prior, posterior,
    sampling distribution, loss surface, confidence interval, feature map, workflow, affinity matrix""".split(
    ","
)
QUALITIES = """efficient, heterogeneous, hierarchical, differentiable, well-calibrated, conventional, lightweight, self-supervised,
    state-of-the-art, domain-specific, shallow, overparameterised, stochastic, reflective, fixed, sufficient, naïve""".split(
    ","
)
DOES = """outperforms, approximates, regularises, subsumes, stabilises, simplifies, dominates, reconstructs, complements,
    reweights, disentangles, replaces, accelerates, underestimates, diversifies""".split(",")
ADVERBS = "consistently, substantially, marginally, surprisingly, significantly, rarely, provably, effectively".split(
    ","
)
NAMES = "Sparrow, FinchNet, Wren-2B, OpenHeron, Kestrel-XL, AvoCet, T-Rail, Pipit++, GullFormer, Dunnock".split(
    ","
)
PEOPLE = "Ada Lark, Jürgen Müßig, Zoë Brontë, Kurt Gödel, Émile Fauré, Wei Zhang, Łukasz Ważny, Mary O. Quill".split(
    ","
)
PLACES = "University of Northwick, Institute of Ornithology, Harbour Labs, École de Lyon-Sud".split(
    ","
)
SENTENCES = """The {q} {t} {d} the {q} {t} {a} on {n} of the {n} splits that we tried.
We find that a {q} {t} {d} every {t} of {N} while it needs only {n} million parameters and {n} hours.
In contrast to {N}, the {t} of our approach {a} {d} its {t}, which confirms the findings of earlier work [{n}, {n}].
Figure {n} shows how the {t} {d} the {t} when the number of {q} examples grows from {n} to {n},000.
A {q} {t} of width {n} reaches {f}% accuracy, which is {f} points above the {q} {t} of {N} [{n}].
To obtain a {q} {t}, we follow the usual recipe for {p} and train for {n} epochs with a batch size of {n}.
This {a} changes once the {t} is removed: without it the {q} {t} loses {f} points and {N} {d} it.
Although the {t} {d} a {t} in theory, its {q} counterpart is what most systems for {p} rely on today.
Our {t} was collected between {y} and {y} and contains {n},{k} documents from {n} different sources.
Previous studies of {p} assume that the {t} is {q}; we relax this assumption and let the {t} vary.
Table {n} lists the {t} of each {q} model, and the difference between {N} and {N} is {f} on average.
The remaining {t} {d} neither the {q} {t} nor the {t}, so we leave its analysis to future work.
Let $theta$ be the {t} of a {q} {t} and let $alpha = {f}$ be the weight that {a} {d} it.
Following common practice in {p}, each {t} is evaluated {n} times, and we report the mean and the {q} {t}.
It is worth noting that {N} {d} the {t} by a factor of {f} (p < 0.0{n}) even if the {t} is {q}.
When the {t} is {q}, the {t} of {N} {a} {d} the {t}, as was first observed by Lark et al. in {y}.
Why a {q} {t} {d} the {t} is not obvious, but a {q} {t} gives at least {f}% of the effect.""".splitlines()
ZH_THINGS = "编码器，解码器，基线模型，目标函数，分类器，正则项，语料库，评测集，注意力层，预训练阶段，特征图，先验分布，置信区间，采样策略，损失曲面".split(
    "，"
)
ZH_QUALITIES = (
    "高效的，轻量级的，层次化的，可微分的，传统的，自监督的，稀疏的，通用的，最先进的".split("，")
)
ZH_DOES = "优于，近似于，简化了，取代了，补充了，稳定了，加速了，低估了".split("，")
ZH_TOPICS = "图像分割，语音识别，机器翻译，知识蒸馏，强化学习，异常检测，推荐系统".split("，")
ZH_SENTENCES = """我们发现，{q}{t}在{n}个数据集上显著{d}{q}{t}，平均提升了{f}个百分点。
与{N}相比，本文提出的{q}{t}只需要{n}万个参数，就能在{p}任务上{d}原有的{t}。
实验结果表明，当样本数量从{n}增加到{n}时，{t}的准确率达到{f}%。
为了得到{q}{t}，我们按照{p}的常用方法训练了{n}轮，批大小为{n}。
虽然{t}在理论上{d}{t}，但是大多数{p}系统仍然依赖{q}{t}。
去掉{t}之后，{q}{t}的性能下降了{f}个百分点，这说明它{d}{t}。
如表{n}所示，{N}的{t}比{q}{t}快{n}倍，而显存占用只有后者的{f}%。
本节介绍{p}中的{q}{t}，并分析它为什么{d}{q}{t}。""".splitlines()
HEADINGS = """Introduction, Related Work, Problem Statement, Proposed Method, Training Objective, Experimental Setup, Main Results,
    Ablation Study, Error Analysis, Limitations, Conclusion""".split(",")
ZH_HEADINGS = "引言，相关工作，问题定义，本文方法，训练目标，实验设置，主要结果，消融实验，局限性，结论".split(
    "，"
)


@dataclass(frozen=True)
class Layout:
    """How a made paper is set; `front` names one of the ways of setting title, authors and abstract."""

    name: str
    columns: int = 2
    front: str = "column"  # abstract: "column" (in the first one), "wide" (over both), "run_in" ("Abstract—")
    font: str = "Libertinus Serif"
    size: float = 10
    width: float = 21.6
    height: float = 27.9
    margin: float = 1.9
    numbering: str = "1.1"
    head: str = ""  # running head on pages from 2; "odd_even": two of them
    foot: bool = True
    glyph_spaces: bool = False
    lang: str = "en"
    stamp: bool = False
    scope: str = "column"
    pages: int = 6
    extra: str = ""
    boxes: bool = False
    contents: bool = False
    by_height: bool = False
    """The page's lines are painted from top to bottom across the columns, as some programs do."""


LAYOUTS = (
    Layout("cvpr", scope="parent"),
    Layout("neurips", columns=1, margin=3.8, head="38th Conference on Neural Birdsong Processing (NBP 2031), Northwick.", foot=True),
    Layout("acl", size=11, margin=2.5, font="Libertinus Serif", stamp=True),
    Layout("icml", head="Sparse Finches for Efficient Retrieval of Everything", extra="#show heading: set text(size: 11pt)"),
    Layout("ieee", front="run_in", numbering="I.A", head="JOURNAL OF IMAGINARY ENGINEERING, VOL. 14, NO. 8, AUGUST 2031", foot=False, size=9.5),
    Layout("iclr", columns=1, margin=3.5, font="New Computer Modern", head="Under review as a conference paper at ICBR 2031",
           extra="#show heading: smallcaps"),
    Layout("revtex", front="wide", font="New Computer Modern", numbering="I.A", stamp=True, head="PHYSICAL BIRDS B 88, 041108 (2031)"),
    Layout("elsevier", front="wide", font="DejaVu Serif", size=8, head="Q. Lark and J. Müßig / Knowledge-Based Nests 214 (2031) 106–118",
           by_height=True),
    Layout("lncs", columns=1, width=15.5, height=23.5, margin=1.7, head="odd_even", foot=False, font="New Computer Modern"),
    Layout("acm", size=9, boxes=True, head="NEST 31, July 14–18, 2031, Northwick", scope="parent", glyph_spaces=True),
    Layout("nature", columns=3, front="wide", size=8.5, margin=1.5, numbering="", head="ARTICLES   NATURE ORNITHOLOGY", font="DejaVu Sans"),
    Layout("thesis", columns=1, size=12, width=21, height=29.7, margin=3, head="odd_even", pages=14, contents=True),
    Layout("review", size=11, margin=2.5, extra='#set par.line(numbering: it => text(6pt, gray)[#it])', head="Confidential review copy, do not distribute"),
    Layout("zh_journal", lang="zh", front="wide", font="Noto Serif SC", size=9.5, by_height=True, head="计算机鸟类学报  第三十一卷"),
    Layout("zh_report", lang="zh", columns=1, margin=3, font="Noto Sans SC", head="内部技术报告"),
    Layout("word", columns=1, font="DejaVu Sans", size=10.5, numbering="1.", glyph_spaces=True, boxes=True),
)  # fmt: skip


@dataclass
class Truth:
    """What stands in a made paper.

    `sentences` are those of the running text in order, captions, footnotes and boxes not among them; `pages` where each
    begins; `others` are sentences of captions, footnotes and boxes; `words` everything else that is printed.
    """

    sentences: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class _Author:
    """Writes one paper's typst source and its truth side by side."""

    def __init__(self, layout: Layout, seed: str) -> None:
        self._layout, self._random, self.truth, self._out = (
            layout,
            Random(seed),
            Truth(),
            list[str](),
        )
        self._zh, self._floats = layout.lang == "zh", 0

    def write(self) -> str:
        self._preamble()
        self._front()
        headings = ZH_HEADINGS if self._zh else HEADINGS
        for at in range(self._layout.pages + 2):
            self._section(
                headings[at % len(headings)].strip() + ("" if at < len(headings) else f" {at}"), at
            )
        self._references()
        return "\n".join(self._out)

    # ── words ──

    def _one(self, of: list[str]) -> str:
        return " ".join(self._random.choice(of).split())

    def _sentence(self) -> str:
        r, zh = self._random, self._zh
        fill: dict[str, Callable[[], str]] = {
            "{q}": lambda: self._one(ZH_QUALITIES if zh else QUALITIES),
            "{t}": lambda: self._one(ZH_THINGS if zh else THINGS),
            "{d}": lambda: self._one(ZH_DOES if zh else DOES),
            "{p}": lambda: self._one(ZH_TOPICS if zh else TOPICS),
            "{a}": lambda: self._one(ADVERBS),
            "{N}": lambda: self._one(NAMES),
            "{n}": lambda: str(r.randint(2, 96)),
            "{f}": lambda: f"{r.uniform(0.2, 96):.1f}",
            "{k}": lambda: f"{r.randint(100, 999)}",
            "{y}": lambda: str(r.randint(1991, 2030)),
        }
        return re.sub(
            r"\{\w\}", lambda m: fill[m[0]](), r.choice(ZH_SENTENCES if zh else SENTENCES)
        )

    def _flowing(self, footnote: bool = False) -> str:
        """Give a sentence of the running text as source, and keep it."""
        words = self._sentence()
        at = len(self.truth.sentences)
        self.truth.sentences.append(
            words.replace("$theta$", "𝜃").replace("$alpha =", "𝛼 =").replace("$", "")
        )
        note = f"#footnote[{_escaped(self._other())}]" if footnote else ""
        return f"#m({at}){_escaped(words)}{note}"

    def _other(self) -> str:
        self.truth.others.append(
            words := self._sentence()
            .replace("$theta$", "it")
            .replace("$alpha = ", "")
            .replace("$", "")
        )
        return words

    def _paragraph(self, count: int, notes: int = 0) -> None:
        gap = "" if self._zh else " "
        self._out.append(gap.join(self._flowing(at < notes) for at in range(count)) + "\n")

    # ── parts of a paper ──

    def _preamble(self) -> None:
        o = self._layout
        page, head = "#here().page()", "none"
        if o.head == "odd_even":
            even, odd = self._one(PEOPLE) + " et al.", "On the Retrieval of Sparse Finches"
            head = f"context if calc.even(here().page()) [{page} #h(1fr) {even}] else if here().page() > 1 [{odd} #h(1fr) {page}]"
            self.truth.heads += [even, odd]
        elif o.head:
            head = f"context if here().page() > 1 [#text(8pt)[{_escaped(o.head)}] #h(1fr) {'' if o.foot else page}]"
            self.truth.heads.append(o.head)
        stamp = ("background: context if here().page() == 1 { place(left + horizon, dx: 0.6cm, rotate(-90deg, reflow: true, text(16pt, gray)"
                 "[arXiv:3101.01234v2  [cs.AV]  17 Jun 2031])) },") if o.stamp else ""  # fmt: skip
        self._out.append(f"""#set page(width: {o.width}cm, height: {o.height}cm, margin: (x: {o.margin}cm, y: 2.4cm), columns: {o.columns},
  header: {head}, {stamp} footer: {"context align(center)[#here().page()]" if o.foot else "none"})
#set text(font: ("{o.font}", "Libertinus Serif"), size: {o.size}pt, lang: "{o.lang}", hyphenate: {str(not self._zh).lower()})
#set par(justify: true, first-line-indent: 1.2em, spacing: 0.65em)
#set heading(numbering: {f'"{o.numbering}"' if o.numbering else "none"})
#show heading: set block(above: 1.1em, below: 0.8em)
#show heading: set text(size: {o.size + 1}pt)
#show figure.caption: set text(size: {o.size - 1}pt)
#let m(i) = context [#metadata((i, here().page()))<s>]
#let column(place-at, body, caption, kind) = figure(body, caption: caption, kind: kind, supplement: if kind == table [{"表" if self._zh else "Table"}] else [{"图" if self._zh else "Figure"}], placement: place-at)
{o.extra}""")

    def _front(self) -> None:
        o = self._layout
        title = (
            "稀疏编码器在大规模检索任务中的应用研究"
            if self._zh
            else f"{self._one(NAMES)}: Towards {self._one(QUALITIES)} models of {self._one(TOPICS)}"
        )
        authors = ", ".join(self._random.sample([" ".join(p.split()) for p in PEOPLE], 4))
        place = self._one(PLACES)
        self.truth.words += [
            title,
            authors,
            place,
            "arXiv:3101.01234v2 [cs.AV] 17 Jun 2031" if o.stamp else "",
            "Abstract Contents 摘要",
        ]
        name = "摘要" if self._zh else "Abstract"
        abstract = ("" if self._zh else " ").join(self._flowing() for _ in range(6))
        top = f'#align(center)[#text({o.size + 7}pt, weight: "bold")[{_escaped(title)}] \\ {_escaped(authors)} \\ _{_escaped(place)}_]\n#v(0.8em)'
        wide = f"#pad(x: 1.5cm)[#align(center)[*{name}*]\n{abstract}]\n#v(1em)"
        if o.front == "wide":
            top += wide
        self._out.append(
            f'#place(top, scope: "parent", float: true)[{top}]' if o.columns > 1 else top
        )
        if o.contents:
            self._out.append("#outline()\n#pagebreak()")
        if o.front == "run_in":
            self._out.append(f"*_{name}_—{abstract}*\n")
        elif o.front == "column":
            self._out.append(f"#align(center)[*{name}*]\n#pad(x: 0.5cm)[{abstract}]\n")
        if o.boxes:
            self._out.append(
                f"#place(bottom, float: true, block(width: 100%, inset: 4pt, stroke: 0.5pt, text(7.5pt)[{_escaped(self._other())} {_escaped(self._other())}]))"
            )

    def _section(self, title: str, at: int) -> None:
        self.truth.headings.append(title)
        self._out.append(f"= {title}\n")
        self._paragraph(self._random.randint(4, 7), notes=at % 2)
        if at % 3 == 0:
            self._table()
        self._paragraph(self._random.randint(3, 6))
        if at % 3 == 1:
            self._figure()
        if at % 2:
            self._out.append(
                "$ cal(L)(theta) = sum_(i=1)^n w_i log p(y_i | x_i) + lambda norm(theta)^2 $ <e"
                + f"{at}>\n"
            )
            self.truth.words.append("log")
        self._paragraph(self._random.randint(4, 7))
        if at % 4 == 2:
            self._out += [f"+ {self._flowing()}" for _ in range(3)] + [""]
        self._paragraph(self._random.randint(4, 6))

    def _table(self) -> None:
        wide, cells = self._layout.scope == "parent", list[str]()
        columns = ["Method" if not self._zh else "方法", "Birds", "Nests", "Eggs (%)"] + (
            ["Flights", "Speed", "Years"] if wide else []
        )
        self.truth.rows.append(" ".join(columns))
        cells += columns
        for name in self._random.sample(NAMES, 5):
            row = [
                name.strip() + self._random.choice(["", " (ours)", " w/o prior"]),
                *(f"{self._random.uniform(1, 99):.1f}" for _ in columns[1:]),
            ]
            row[-1] += " ± 0.3"
            self.truth.rows.append(" ".join(row))
            cells += row
        body = f"table(columns: {len(columns)}, align: (left,) + (right,) * {len(columns) - 1}, stroke: none, inset: 3pt, {', '.join('[' + _escaped(c) + ']' for c in cells)})"
        self._float(body, "table", "parent" if wide else "column")

    def _figure(self) -> None:
        labels = [self._one(ADVERBS) for _ in range(3)]
        self.truth.words += labels
        marks = "".join(
            f"#place(dx: {x}cm, dy: {y}cm, text(6pt)[{words}])"
            for words, x, y in zip(labels, (0.3, 2.2, 1.1), (0.4, 1.0, 1.7), strict=True)
        )
        self._float(f"box(width: 5.5cm, height: 2.6cm, stroke: 0.6pt)[{marks}]", "image", "column")

    def _float(self, body: str, kind: str, scope: str) -> None:
        self._floats += 1
        where = (
            self._random.choice(["top", "bottom", "auto"])
            if scope == "parent"
            else self._random.choice(["top", "bottom", "none", "auto"])
        )
        caption = f"[{_escaped(self._other())} {_escaped(self._other())}]"
        made = f"column({where}, {body}, {caption}, {kind})"
        self._out.append(
            f'#{{ set figure(scope: "{scope}")\n {made} }}\n' if where != "none" else f"#{made}\n"
        )

    def _references(self) -> None:
        name = "参考文献" if self._zh else "References"
        self._out.append(
            f"#heading(numbering: none)[{name}]\n#set text(size: {self._layout.size - 1}pt)\n#set par(first-line-indent: 0pt, hanging-indent: 1.5em)"
        )
        self.truth.headings.append(name)
        for number in range(1, 16):
            entry = f"[{number}] {self._one(PEOPLE)} and {self._one(PEOPLE)}. {self._one(TOPICS).capitalize()} with a {self._one(QUALITIES)} {self._one(THINGS)}. Journal of Nests, {self._random.randint(1991, 2030)}."
            self.truth.words.append(entry)
            self._out.append(_escaped(entry) + "\n")


def _escaped(text: str) -> str:
    """Escape what typst's markup gives a meaning, formulas apart."""
    return re.sub(r"([\\#*_`<>@~\[\]])", r"\\\1", text).replace("--", "-\\-").replace("//", "/\\/")


def make(layout: Layout, fonts: Path) -> tuple[bytes, Truth]:
    """Typeset a paper; `fonts` is a folder with the fonts that the machine may lack (Noto Serif SC, Noto Sans SC)."""
    import typst

    author = _Author(layout, layout.name)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.typ"
        source.write_text(author.write(), "utf-8")
        pdf = typst.compile(str(source), font_paths=[str(fonts)], pdf_tags=False)
        found = json.loads(typst.query(str(source), "<s>", field="value", font_paths=[str(fonts)]))
    pages = dict(found)
    author.truth.pages = [pages[at] for at in range(len(author.truth.sentences))]
    return as_others_do(pdf, layout), author.truth


def as_others_do(pdf: bytes, layout: Layout) -> bytes:
    """Make soft hyphens plain ones and, in most layouts, spaces gaps: the files that papers come in are TeX's."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ContentStream, DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        blanks: dict[str, tuple[bytes, float]] = {}
        for name, reference in _dictionary(_dictionary(page["/Resources"])["/Font"]).items():
            font = reference.get_object()
            if "/ToUnicode" in font:
                cmap = font["/ToUnicode"].get_data()
                plain = DecodedStreamObject()
                plain.set_data(cmap.replace(b"> <00AD>", b"> <002D>"))
                font[NameObject("/ToUnicode")] = writer._add_object(plain)
                code = re.search(rb"\n<(\w{4})> <0020>", cmap)
                blanks[name] = (
                    bytes.fromhex(code[1].decode()) if code else b"",
                    _width(font, code[1] if code else b"0"),
                )
        if not layout.glyph_spaces:
            content = ContentStream(page["/Contents"].get_object(), writer)
            _open_gaps(content, blanks)
            if layout.by_height:
                _sort_by_height(content)
            page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _dictionary(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = value.get_object()
    return found


def _width(font: Any, code: bytes) -> float:
    """Give a glyph's width in thousandths of an em, from a composite font's /W array."""
    at, runs, wanted = 0, font["/DescendantFonts"][0].get_object().get("/W", []), int(code, 16)
    while at < len(runs):
        if isinstance(listed := runs[at + 1].get_object(), list):
            if runs[at] <= wanted < runs[at] + len(listed):
                return float(listed[wanted - runs[at]])
            at += 2
        else:
            if runs[at] <= wanted <= runs[at + 1]:
                return float(runs[at + 2])
            at += 3
    return 250.0


def _open_gaps(content: Any, blanks: dict[str, tuple[bytes, float]]) -> None:
    from pypdf.generic import ArrayObject, ByteStringObject, FloatObject

    blank, width = b"", 250.0
    operations = []
    for operands, operator in content.operations:
        if operator == b"Tf":
            blank, width = blanks.get(operands[0], (b"", 250.0))
        if operator in (b"Tj", b"TJ") and blank:
            made = ArrayObject()
            for piece in operands[0] if operator == b"TJ" else operands:
                if isinstance(piece, (int, float)):
                    made.append(piece)
                    continue
                raw = piece if isinstance(piece, bytes) else piece.original_bytes
                codes = [raw[at : at + 2] for at in range(0, len(raw), 2)]
                kept = b""
                for code in codes:
                    if code == blank:
                        made += [ByteStringObject(kept)] * bool(kept) + [FloatObject(-width)]
                        kept = b""
                    else:
                        kept += code
                made += [ByteStringObject(kept)] * bool(kept)
            operands, operator = [made], b"TJ"
        operations.append((operands, operator))
    content.operations = operations


def _sort_by_height(content: Any) -> None:
    """Put the pieces of a page, each between its q and Q, in order from top to bottom and left to right."""
    pieces, depth = list[list[Any]]([[]]), 0
    for operation in content.operations:
        depth += (operation[1] == b"q") - (operation[1] == b"Q")
        pieces[-1].append(operation)
        if depth == 0:
            pieces.append([])

    def place(piece: list[Any]) -> tuple[float, float]:
        moved = next(
            (operands for operands, operator in piece if operator == b"cm"), [0, 0, 0, 0, 0, 1e6]
        )
        return -round(float(moved[5])), float(moved[4])

    content.operations = [operation for piece in sorted(pieces, key=place) for operation in piece]
