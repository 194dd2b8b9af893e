"""True claims taken from a paper, for bench_check.py: what one sentence or one table row says, said again.

Lightly or loosely reworded, by template, or in Chinese with 万 and 亿; false_claims.py makes false ones from them. Nothing here
knows how the checker works.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from pipeline.draft import quotable
from pipeline.records.paper_text import PaperText
from pipeline.text import sentences

NEAR = 400
"""Characters on both sides of a sentence in which a false claim's new number or name must not stand."""

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SCALED = r"million|billion|trillion|thousand|[KMBTk](?![A-Za-z0-9])|万|亿"
MEASURED = r"GB|MB|TB|ms|GeV|TeV|MeV|hours?|days?|minutes|seconds"
QUANTITY = re.compile(
    rf"(?<![A-Za-z0-9_.,\-–−\[(^=+*×·/#$<>≤≥±∼~])(?P<n>{DIGITS})(?P<unit>\s?(?:%|percent\b|(?:{SCALED})|(?:{MEASURED})\b))?"
    r"(?![A-Za-z0-9_\-–−\]^/×=+)%]|[.,:]\d|\s?[=<>≤≥±×+∼]|\s\d)"
)
NAME = re.compile(r"(?<![\w.@/\-])[A-Z][A-Za-z0-9]*(?:[-+.][A-Za-z0-9]+)*(?![\w@/\-])")
MATH = re.compile(r"[=<>≤≥∈∑∏∫√∂∀∃⊂⊗→∞λεσθαβγδηµμπφψ{}|\\]|\b[a-z]\b(?<!\ba)|[^\x00-\x7f–—‘’“”\-]")
CITATION = re.compile(
    r"(?<!that)(?<!\bin)(?<!\bby)(?<!\bof)(?<!from)(?<!\bsee)(?<!\band)(?<!\bto)(?<!with)"
    r"\s(?:\[[\d,;\s–-]+\]|\((?:[^()]*?\b(?:19|20)\d\d[a-z]?[^()]*?|[^()]{0,60})\))(?=[\s.,;:])"
)
BROKEN = re.compile(
    r"^[\d\[]|\d\)? \d|(?:Figure|Table) \d+ [\dA-Z]|[.%\])]\d+ [A-Z]|\bProc\b|arXiv|(?:[A-Z]\w+ [A-Z], ){2}|#|\w\.[A-Z]|(?<!\bal)(?<!\bvs)(?<!\bcf)(?<!etc)(?<!\.[ge])\. [a-z]|\d [A-Z]\w+ [^.]* \d+ [A-Z]"
)
"""What only looks like prose: pieces of tables, figures and references, footnotes' marks."""
MADE_OF = re.compile(r"-(?:based|generated|assisted|trained|hard|complete|embedding)$")
GENERIC = frozenset(
    "AP SOTA SoTA LLM LLMs NLP AI GPU GPUs RNN RNNs CNN CNNs ML II III API CPU US USA UK MLP SGD PhD BLEU CMB QCD SVM IID PDF PDFs WER LMs MeV GeV TeV FLOPS FLOPs".split()
)
NO_NAMES = frozenset(
    "Table Figure Section Appendix Equation Theorem Lemma Algorithm Figs Eqs January February March April June July August September "
    "October November December Then Here When Since Thus Hence However Given Note Finally Moreover Such".split()
)
WORDS = dict(
    enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
)
ZH_WORDS = "零一两三四五六七八九十"


@dataclass(frozen=True)
class Claim:
    """A point's text with its quotes, each with its page; `near` is the paper's text around the sentence that it says."""

    paper: str
    kind: str
    text: str
    quotes: tuple[tuple[str, int], ...]
    near: str = ""
    affiliations: tuple[str, ...] = ()
    true: Claim | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of prose, or a table's row, and where it stands."""

    text: str
    page: int
    start: int
    near: str
    label: str = ""


class Source:
    """What claims are made from: the sentences, rows and names of one paper's abstract and body."""

    def __init__(self, key: str, text: PaperText) -> None:
        self.key, self.text = key, text
        self.prose: list[Sentence] = []
        self.rows: list[Sentence] = []
        for section in text.sections:
            if section.kind not in ("abstract", "body"):
                continue
            for offset, words in sentences.split(text.text[section.start : section.end]):
                self._take(section.start + offset, words)

    def _take(self, start: int, words: str) -> None:
        end = start + len(words)
        page = self.text.page_at(start)
        if not words or page != self.text.page_at(end - 1):
            return
        near = self.text.text[max(0, start - NEAR) : end + NEAR]
        plain = CITATION.sub("", words)
        if (
            quotable.is_prose(words)
            and words.count("(") == words.count(")")
            and len(words) <= 320
            and not MATH.search(plain)
            and not BROKEN.search(plain)
        ):
            self.prose.append(Sentence(words, page, start, near))
        elif (
            (
                row := re.match(
                    r"([A-Z][\w.+-]{2,}(?: [A-Za-z(][\w.+)-]+){0,2})((?: \d+(?:\.\d+)?){3,})$",
                    words,
                )
            )
            and len(words) < 120
            and not re.match(r"\s(?:19|20)\d\d\b", row[2])
        ):
            self.rows.append(Sentence(words, page, start, near, row[1]))

    @cached_property
    def split(self) -> list[tuple[int, str]]:
        """All sentences and rows, the paper over, with their offsets: where a name and a number can be said to go together."""
        return [(start, words) for start, words in sentences.split(self.text.text) if words]

    @cached_property
    def lines(self) -> list[str]:
        return [fold(words) for _, words in self.split]

    @cached_property
    def with_number(self) -> dict[float, set[int]]:
        """Which lines have a number, by its value."""
        found: defaultdict[float, set[int]] = defaultdict(set)
        for i, (_, words) in enumerate(self.split):
            for digits in re.findall(DIGITS, words):
                found[number(digits)].add(i)
        return found

    @cache  # noqa: B019 - a source lives as long as the work on its paper
    def with_name(self, name: str) -> set[int]:
        return {i for i, line in enumerate(self.lines) if fold(name) in line}

    @cached_property
    def names(self) -> dict[str, None]:
        """What two sentences of prose have and is written like a name (`GLIP-T`, `COCO`), or is never in lower case (`Vicuna`)."""
        count = Counter(
            name
            for one in self.prose
            for name in {m[0] for m in NAME.finditer(one.text) if m.start()}
        )
        lower = set(re.findall(r"(?<![\w-])[a-z]+", self.text.text))
        proper = {
            name
            for name, n in count.items()
            if n > 2 and re.fullmatch(r"[A-Z][a-z]{3,}(?<!a[nl])", name)
        }
        proper -= {
            name
            for name in proper
            if name in NO_NAMES or {name.lower(), name.lower().rstrip("s")} & lower
        }
        person = r"(?:[A-Z][a-z]+|[A-Z]\.) {0}(?:,|\.| and\b)|{0}(?:,? (?:[A-Z]\.|et al|and [A-Z])| \(?(?:19|20)\d\d)"
        proper = {name for name in proper if not re.search(person.format(name), self.text.text)}
        shouted = {name for name in count if name.isupper() and name.lower() in lower}
        return {
            m: None
            for m, n in sorted(count.items())
            if n > 1 and (m in proper or (is_name(m) and m not in shouted))
        }

    @cached_property
    def flat_pages(self) -> dict[int, str]:
        return {page.number: fold(self.text.page_text(page.number)) for page in self.text.pages}

    @cached_property
    def flat(self) -> str:
        return fold(self.text.text)

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers of two digits and more in prose and rows, with doubles, in order."""
        found = [m["n"] for one in self.prose for m in quantities(one.text)]
        return [
            n
            for n in [*found, *(n for row in self.rows for n in re.findall(DIGITS, row.text))]
            if len(n) > 1
        ]

    def together(self, name: str, digits: str, apart: int = 1) -> bool:
        """Tell whether a name and a number stand in one line of the paper, or in lines this far apart."""
        numbered = self.with_number.get(number(digits), set())
        return any(
            not numbered.isdisjoint(range(i - apart, i + apart + 1)) for i in self.with_name(name)
        )


def is_name(word: str) -> bool:
    parts = re.split(r"[-+.]", word)
    shaped = any(
        sum(map(str.isupper, p)) > 1 or (p[1:].isalnum() and re.search(r"\d", p[1:])) for p in parts
    )
    return (
        len(word) > 2
        and shaped
        and not MADE_OF.search(word)
        and word not in GENERIC
        and not re.fullmatch(r"[IVX]+|[A-Z]\d+|[A-Z][A-Za-z+]{1,7}\d\d", word)
    )


def fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def number(digits: str) -> float:
    return float(digits.replace(",", ""))


def values(text: str) -> set[float]:
    """Give every number of a text, number words and percents as parts of 1 included, whatever it is used for."""
    found = {number(n) for n in re.findall(DIGITS, text)}
    found |= {
        float(n) for n, word in WORDS.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    }
    return found | {round(n / 100, 8) for n in found} | {round(n * 100, 8) for n in found}


def quantities(text: str) -> list[re.Match[str]]:
    """Give the numbers that count or measure something: no years, no list, table or section numbers, no parts of names."""
    found = []
    for match in QUANTITY.finditer(text):
        before = re.search(r"([A-Za-z.’']+)[\s(]*$", text[: match.start()])
        named = before and re.match(
            r"[A-Z]|fig|tab|sec|eq|step|layer|top$|version|stage|phase|rank|at$", before[1]
        )
        sentence_start = (
            before
            and before.start() == 0
            and before[1] in ("In", "With", "Of", "For", "The", "Our", "On")
        )
        year = re.fullmatch(r"(?:19|20)\d\d", match["n"]) and not match["unit"]
        if not year and (not named or sentence_start) and (match.start() > 0 or match["unit"]):
            found.append(match)
    return found


def names_in(source: Source, text: str) -> list[str]:
    return [name for name in NAME.findall(text) if name in source.names]


# ── true claims ──


def reworded(sentence: str) -> str:
    """Say a sentence without its citations, brackets and connective, in the third person."""
    text = re.sub(r"\s{2,}", " ", CITATION.sub("", sentence)).strip()
    text = re.sub(
        r"^(?:However|Moreover|In addition|Furthermore|Specifically|Thus|Therefore|Finally),\s",
        "",
        text,
    )
    text = re.sub(r"\bour\b", "their", re.sub(r"\bwe\b", "they", text))
    text = re.sub(r"^Our\b", "Their", re.sub(r"^We\b", "The authors", text))
    return text[:1].upper() + text[1:]


SAME = dict(
    pair.split("|")
    for pair in """propose|present;proposed|presented;proposes|presents;introduce|present;introduces|presents;show|demonstrate
shows|demonstrates;uses|employs;used|employed;method|approach;methods|approaches;achieves|reaches;achieve|reach
obtains|gets;obtain|get;significantly|clearly;evaluate|test;evaluated|tested;contains|has;contain|have;important|key
various|several;results|findings;performance|quality;find|observe;many|numerous;perform|do;also|too;since|because;very|quite
shown|seen;provide|give;provides|gives;allows|lets;consider|look at""".replace("\n", ";").split(";")
)


def loosely(sentence: str) -> str:
    """Say a sentence in other words where the table has them, its opening clause at the end; empty where that changes little."""
    text = reworded(sentence)
    words = re.findall(r"\w+", text)
    text = re.sub(r"(?<![\w-])[a-z]+(?![\w-])", lambda m: SAME.get(m[0], m[0]), text)
    opening = re.match(
        r"((?:In|On|For|With|During|After|Using|By|When|As|At) [^,.;]{5,70}), ([^.]+)\.$", text
    )
    if opening and not re.match(r"(?:which|where|and|or|but|when|while)\b", opening[2]):
        text = f"{opening[2][0].upper()}{opening[2][1:]} {opening[1][0].lower()}{opening[1][1:]}."
    changed = sum(a != b for a, b in zip(words, re.findall(r"\w+", text), strict=False))
    return text if changed > 2 else ""


def zh_number(digits: str, unit: str) -> str | None:
    """Write an English quantity with 万 and 亿; None where that is not usual."""
    scale = {
        "million": 1e6,
        "billion": 1e9,
        "trillion": 1e12,
        "thousand": 1e3,
        "M": 1e6,
        "B": 1e9,
        "T": 1e12,
        "K": 1e3,
        "k": 1e3,
    }
    unit = unit.strip()
    if unit in ("%", "percent"):
        return f"{digits}%"
    if unit and unit not in scale:
        return None
    value = number(digits) * scale.get(unit, 1)
    for size, sign in ((1e8, "亿"), (1e4, "万")):
        if value >= size:
            return f"{value / size:.8g}{sign}" if value / size == round(value / size, 3) else None
    return f"{value:.8g}" if unit else digits


def zh_facts(source: Source, sentence: Sentence) -> list[str]:
    """Give `2700万 grounding data` for each `27M grounding data` that a sentence has."""
    found = []
    worded = re.finditer(
        r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)\b(?P<unit>)", sentence.text
    )
    for match in [*quantities(sentence.text), *worded]:
        few = (
            r"(?:(?!of |and |to |in |with |for |than |on |as |or |the |at |from |is )[a-z-]+ ){0,3}"
        )
        noun = re.match(rf"\s({few}data|{few}[a-z-]{{2,}}s)\b", sentence.text[match.end() :])
        word = next((ZH_WORDS[n] for n, word in WORDS.items() if word == match["n"]), None)
        written = word or zh_number(match["n"], match["unit"] or "")
        if (
            not noun
            or not written
            or re.search(r"\b(?:as|is|was|has|this|less|times|its|across|plus|vs)$", noun[1])
        ):
            continue
        found.append(f"{written} {noun[1]}" if written[-1] in "万亿%" else f"{written}个 {noun[1]}")
    return found


COMPARED = re.compile(
    r"(?P<a>[A-Z][\w.+-]+) (?:\w+ )?(?:outperforms?|surpass(?:es)?|exceeds?|beats) (?:the )?(?P<b>[A-Z][\w.+-]+)"
)
SCORED = re.compile(
    rf"(?P<m>[A-Z][\w.+-]+)(?: model)?(?: \w+ly)? (?:achiev|reach|obtain|attain|get|scor|yield)(?:es|s|ed|d)?\b[^.;,\d]{{0,30}}? (?P<n>{DIGITS})(?P<u>%?)"
    r"(?: (?P<metric>[A-Z][\w@-]*[A-Z\d]|accuracy))?(?![\w%-]| ?(?:million|billion|thousand|[KMBT]\b))(?:[^.;\d]{0,20}? (?:on|in) (?:the )?(?P<d>[A-Z][\w.+-]+))?"
)


def said(source: Source, one: Sentence) -> Iterator[tuple[str, str]]:
    """Give what one sentence says, with the kind of saying it."""
    yield "sentence", reworded(one.text)
    yield "loose", loosely(one.text)
    for match in COMPARED.finditer(one.text):
        if is_name(match["a"]) and is_name(match["b"]):
            yield "zh compare", f"实验结果，{match['a']} 优于 {match['b']}"
    for match in SCORED.finditer(one.text):
        score = f"{match['n']}{match['u']} {match['metric'] or ''}".strip()
        if is_name(match["m"]) and len(quantities(match[0])) == 1:
            data = match["d"] if match["d"] and is_name(match["d"]) else None
            yield "score", f"{match['m']} reaches {score}{f' on {data}' if data else ''}."
            yield (
                "zh score",
                f"实验结果，{match['m']} {f'在 {data} 上' if data else ''}达到 {score}",
            )
    if facts := zh_facts(source, one):
        named = list(
            dict.fromkeys(names_in(source, one.text))
        )  # of several names it may be said of any
        yield "zh fact", (f"{named[0]}：" if len(named) == 1 else "本文有 ") + "，".join(facts[:3])


def true_claims(source: Source, rng: Random) -> list[Claim]:
    """Give the true claims that one paper yields, all kinds, in random order."""
    found: list[Claim] = []
    for i, one in enumerate(source.prose):
        quote = ((one.text, one.page),)
        found += [
            Claim(source.key, kind, text, quote, one.near) for kind, text in said(source, one)
        ]
        before = source.prose[i - 1]
        if i and one.page == before.page and 0 < one.start - before.start < NEAR:
            found.append(
                Claim(
                    source.key,
                    "neighbour",
                    reworded(one.text),
                    ((before.text, one.page),),
                    one.near,
                )
            )
    for row in source.rows:
        quoted = (rng.choice([r for r in source.rows if abs(r.start - row.start) < 600]), row)[
            rng.random() < 0.6
        ]
        score = rng.choice(re.findall(DIGITS, row.text[len(row.label) :]))
        text = (f"{row.label} 的结果是 {score}", f"{row.label} scores {score}.")[rng.random() < 0.5]
        found.append(Claim(source.key, "row", text, ((quoted.text, quoted.page),), row.near))
    rng.shuffle(found)
    return [claim for claim in found if len(claim.text) > 8]
