"""True claims taken from a paper, and false ones made from them, for bench_check.py.

A true claim says what one sentence or one table row of the paper says: lightly reworded, by template, or in Chinese with
万 and 亿. A false claim changes one thing of a true one. It is kept only where it can be told to be false from the text
around the sentence: a changed number is nowhere near it, a swapped name never stands in a line with the claim's numbers.
Nothing here knows how the checker works.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from random import Random

from pipeline import sentences
from pipeline.records import PaperText

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
GENERIC = frozenset(
    "AP SOTA SoTA LLM LLMs NLP AI GPU GPUs RNN RNNs CNN CNNs ML II III API CPU US USA UK MLP SGD PhD BLEU CMB QCD SVM IID FLOPS FLOPs".split()
)
NO_NAMES = frozenset(
    "Table Figure Section Appendix Equation Theorem Lemma Algorithm Figs Eqs January February March April June July August September "
    "October November December Then Here When Since Thus Hence However Given Note Finally Moreover Such".split()
)
WORDS = dict(enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()))
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
        if sentences.is_prose(words) and len(words) <= 320 and not MATH.search(CITATION.sub("", words)):
            self.prose.append(Sentence(words, page, start, near))
        elif (
            (row := re.match(r"([A-Z][\w.+-]{2,}(?: [A-Za-z(][\w.+)-]+){0,2})((?: \d+(?:\.\d+)?){3,})$", words))
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
        count = Counter(name for one in self.prose for name in set(NAME.findall(one.text[1:])))
        lower = set(re.findall(r"(?<![\w-])[a-z]+", self.text.text))
        common = {name for name in count if name.lower() in lower or name.lower().rstrip("s") in lower}
        proper = {
            name
            for name, n in count.items()
            if n > 2 and re.fullmatch(r"[A-Z][a-z]{3,}(?<!a[nl])", name) and name not in NO_NAMES
        }
        return {
            name: None
            for name, times in sorted(count.items())
            if times > 1 and (is_name(name) or name in proper - common)
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
        return [n for n in [*found, *(n for row in self.rows for n in re.findall(DIGITS, row.text))] if len(n) > 1]

    def together(self, name: str, digits: str, apart: int = 1) -> bool:
        """Tell whether a name and a number stand in one line of the paper, or in lines this far apart."""
        numbered = self.with_number.get(number(digits), set())
        return any(not numbered.isdisjoint(range(i - apart, i + apart + 1)) for i in self.with_name(name))


def is_name(word: str) -> bool:
    parts = re.split(r"[-+.]", word)
    shaped = any(sum(map(str.isupper, p)) > 1 or (p[1:].isalnum() and re.search(r"\d", p[1:])) for p in parts)
    return len(word) > 2 and shaped and word not in GENERIC and not re.fullmatch(r"[IVX]+|[A-Z]\d+", word)


def fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def number(digits: str) -> float:
    return float(digits.replace(",", ""))


def values(text: str) -> set[float]:
    """Give every number of a text, number words and percents as parts of 1 included, whatever it is used for."""
    found = {number(n) for n in re.findall(DIGITS, text)}
    found |= {float(n) for n, word in WORDS.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)}
    return found | {round(n / 100, 8) for n in found} | {round(n * 100, 8) for n in found}


def quantities(text: str) -> list[re.Match[str]]:
    """Give the numbers that count or measure something: no years, no list, table or section numbers, no parts of names."""
    found = []
    for match in QUANTITY.finditer(text):
        before = re.search(r"([A-Za-z.’']+)[\s(]*$", text[: match.start()])
        named = before and re.match(r"[A-Z]|fig|tab|sec|eq|step|layer|top$|version|stage|phase|rank|at$", before[1])
        sentence_start = before and before.start() == 0 and before[1] in ("In", "With", "Of", "For", "The", "Our", "On")
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
    text = re.sub(r"^(?:However|Moreover|In addition|Furthermore|Specifically|Thus|Therefore|Finally),\s", "", text)
    text = re.sub(r"\bour\b", "their", re.sub(r"\bwe\b", "they", text))
    text = re.sub(r"^Our\b", "Their", re.sub(r"^We\b", "The authors", text))
    return text[:1].upper() + text[1:]


SAME = dict(
    pair.split("|")
    for pair in """propose|present;proposed|presented;proposes|presents;introduce|present;introduces|presents;show|demonstrate
shows|demonstrates;use|employ;uses|employs;used|employed;method|approach;methods|approaches;achieves|reaches;achieve|reach
obtains|gets;obtain|get;significantly|clearly;evaluate|test;evaluated|tested;contains|has;contain|have;important|key
various|several;results|findings;performance|quality;find|observe;many|numerous;perform|do;also|too;since|because;very|quite
shown|seen;provide|give;provides|gives;allows|lets;consider|look at;need|require;needs|requires""".replace(
        "\n", ";"
    ).split(";")
)


def loosely(sentence: str) -> str:
    """Say a sentence in other words where the table has them, its opening clause at the end; empty where that changes little."""
    text = reworded(sentence)
    words = re.findall(r"\w+", text)
    text = re.sub(r"\b[a-z]+\b", lambda m: SAME.get(m[0], m[0]), text)
    opening = re.match(r"((?:In|On|For|With|During|After|Using|By|When|As|At) [^,.;]{5,70}), ([^.]+)\.$", text)
    if opening:
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
    worded = re.finditer(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)\b(?P<unit>)", sentence.text)
    for match in [*quantities(sentence.text), *worded]:
        noun = re.match(r"\s((?:(?!of |and |to |in |with |for |than |on |as |or |the |at |from |is )[a-z-]+ ){0,3}[a-z-]{2,}s|[a-z-]+ data)\b", sentence.text[match.end() :])  # fmt: skip
        word = next((ZH_WORDS[n] for n, word in WORDS.items() if word == match["n"]), None)
        written = word or zh_number(match["n"], match["unit"] or "")
        if not noun or not written or re.search(r"\b(?:as|is|was|has|this|less|times|its|across|plus|vs)$", noun[1]):
            continue
        found.append(f"{written} {noun[1]}" if written[-1] in "万亿%" else f"{written}个 {noun[1]}")
    return found


COMPARED = re.compile(
    r"(?P<a>[A-Z][\w.+-]+) (?:\w+ )?(?:outperforms?|surpass(?:es)?|exceeds?|beats) (?:the )?(?P<b>[A-Z][\w.+-]+)"
)
SCORED = re.compile(
    rf"(?P<m>[A-Z][\w.+-]+)[^.;]{{0,60}}?\b(?:achiev|reach|obtain|attain|get|scor|yield|ha[sd])\w*\b[^.;\d]{{0,30}}?(?P<n>{DIGITS})(?P<u>%?)"
    r"(?: (?P<metric>[A-Z][\w@-]*[A-Z\d]|accuracy))?[^.;\d]{0,20}? (?:on|in) (?:the )?(?P<d>[A-Z][\w.+-]+)"
)


def said(source: Source, one: Sentence) -> Iterator[tuple[str, str]]:
    """Give what one sentence says, with the kind of saying it."""
    yield "sentence", reworded(one.text)
    yield "loose", loosely(one.text)
    for match in COMPARED.finditer(one.text):
        if is_name(match["a"]) and is_name(match["b"]):
            yield "zh compare", f"实验结果，{match['a']} 优于 {match['b']}"
    for match in SCORED.finditer(one.text):
        model, data, score = match["m"], match["d"], f"{match['n']}{match['u']} {match['metric'] or ''}".strip()
        if is_name(model) and is_name(data) and len(quantities(match[0])) == 1:
            yield "score", f"{model} reaches {score} on {data}."
            yield "zh score", f"实验结果，{model} 在 {data} 上达到 {score}"
    if facts := zh_facts(source, one):
        yield (
            "zh fact",
            (f"{named[0]}：" if (named := names_in(source, one.text)) else "本文有 ") + "，".join(facts[:3]),
        )


def true_claims(source: Source, rng: Random) -> list[Claim]:
    """Give the true claims that one paper yields, all kinds, in random order."""
    found: list[Claim] = []
    for i, one in enumerate(source.prose):
        quote = ((one.text, one.page),)
        found += [Claim(source.key, kind, text, quote, one.near) for kind, text in said(source, one)]
        before = source.prose[i - 1]
        if i and one.page == before.page and 0 < one.start - before.start < NEAR:
            found.append(Claim(source.key, "neighbour", reworded(one.text), ((before.text, one.page),), one.near))
    for row in source.rows:
        quoted = (rng.choice([r for r in source.rows if abs(r.start - row.start) < 600]), row)[rng.random() < 0.6]
        score = rng.choice(re.findall(DIGITS, row.text[len(row.label) :]))
        text = (f"{row.label} 的结果是 {score}", f"{row.label} scores {score}.")[rng.random() < 0.5]
        found.append(Claim(source.key, "row", text, ((quoted.text, quoted.page),), row.near))
    rng.shuffle(found)
    return [claim for claim in found if len(claim.text) > 8]


# ── false claims ──


def falsified(claim: Claim, kind: str, text: str) -> Claim:
    return replace(claim, kind=kind, text=text, true=claim)


def put(text: str, match: re.Match[str], new: str, group: str = "n") -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def digit_changed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Change one digit; the new number is nowhere near. `…, elsewhere` where the paper has it somewhere else."""
    found = quantities(claim.text)
    if not found or claim.kind == "row":
        return None
    match = rng.choice(found)
    places = [i for i, c in enumerate(match["n"]) if c.isdigit()]
    place = rng.choice(places)
    old = match["n"][place]
    new = match["n"][:place] + rng.choice([d for d in "123456789" if d != old]) + match["n"][place + 1 :]
    if number(new) in values(claim.near) or number(new) in values(claim.text):
        return None
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    if zh and match["unit"] and match["unit"].strip() in "万亿":
        return falsified(claim, "Chinese: digit", put(claim.text, match, new))
    elsewhere = number(new) in source.with_number
    return falsified(claim, f"{zh}digit" + (", elsewhere in paper" if elsewhere else ""), put(claim.text, match, new))


def word_changed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Change a number word that counts things (`three data sets`, 三个 datasets) into one that is nowhere near."""
    found = list(re.finditer(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)(?= (?:[a-z-]+ )?[a-z]+s\b)|(?P<zh>[两三四五六七八九十])(?=个 )", claim.text))  # fmt: skip
    free = sorted(set(range(2, 11)) - values(claim.near))
    if not found or not free or claim.kind == "row":
        return None
    match, new = rng.choice(found), rng.choice(free)
    if match["zh"]:
        return falsified(claim, "Chinese: number word", put(claim.text, match, ZH_WORDS[new], "zh"))
    return falsified(claim, "number word", put(claim.text, match, WORDS[new]))


def numbers_swapped(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Swap two numbers that count different things; ranges and lists (`3, 5 and 7`) are left alone."""
    found = quantities(claim.text)
    pairs = [(a, b) for a, b in itertools.pairwise(found) if number(a["n"]) != number(b["n"])]
    respectively = "respectively" in claim.text
    for first, second in rng.sample(pairs, len(pairs)):
        if {first["n"], second["n"]} == {"0", "1"}:
            continue
        between = re.sub(
            r"\b(?:and|or|to|versus|vs|about|the|with|than|from|of|over)\b",
            "",
            claim.text[first.end() : second.start()],
        )
        after = re.match(r"\W*(\w+)", claim.text[second.end() :])
        content = set(re.findall(r"[A-Za-z]{3,}", between)) - {after[1] if after else ""}
        if not content and not respectively:
            continue
        text = put(put(claim.text, second, first["n"]), first, second["n"])
        # not false where the near text has both ways round, as in "53.3 … 49.7" and "49.7 … 53.3" of two lists
        return falsified(claim, "Chinese: numbers swapped" if claim.kind.startswith("zh") else "numbers swapped", text)
    return None


SCALE = {
    "million": "billion", "billion": "million", "trillion": "billion", "thousand": "million", "M": "B", "B": "M", "K": "M",
    "k": "M", "T": "B", "万": "亿", "亿": "万", "GB": "MB", "MB": "GB", "TB": "GB", "ms": "s", "GeV": "TeV", "TeV": "GeV",
    "MeV": "GeV", "hour": "day", "hours": "days", "day": "hour", "days": "hours", "minutes": "hours", "seconds": "minutes",
}  # fmt: skip


def unit_changed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Change a unit or scale. A score's % is left alone (69% on MMLU is 69); so is % put to anything but a count of things."""
    for match in rng.sample(found := quantities(claim.text), len(found)):
        unit, after = (match["unit"] or ""), claim.text[match.end() :]
        zh = "Chinese: " if claim.kind.startswith("zh") else ""
        if unit.strip() in SCALE:
            new = unit.replace(unit.strip(), SCALE[unit.strip()])
            if re.search(re.escape(match["n"]) + r"[\s-]?" + re.escape(new.strip()) + r"\b", claim.near):
                continue
            if unit == "万" and number(match["n"]) >= 100 and rng.random() < 0.5:  # 2700万 written as 27亿
                text = put(claim.text, match, f"{number(match['n']) / 100:g}").replace("万", "亿")
                return falsified(claim, "Chinese: unit or scale", text)
            return falsified(claim, f"{zh}unit or scale", put(claim.text, match, new, "unit"))
        if (
            unit
            and len(re.findall("%|percent", claim.text)) == 1
            and re.match(r" of | more| less| fewer| faster| slower| relative| increase| reduction| [a-z]+s\b", after)
        ):
            return falsified(claim, f"{zh}% dropped", put(claim.text, match, "", "unit"))
        counts = re.match(r"个? (?:[a-z-]+ ){0,2}(?!times|points|less|plus|is|was|has)[a-z]{3,}s\b", after)
        if not unit and counts and "out of" not in claim.text and re.fullmatch(r"[1-9]\d", match["n"]) and not re.search(rf"{match['n']} ?(?:%|percent)", claim.near):  # fmt: skip
            return falsified(
                claim,
                f"{zh}% added",
                put(claim.text, match, match["n"] + ("%" if zh else "% of")).replace("%个 ", "% "),
            )
    return None


def renamed(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)


def name_swapped(source: Source, claim: Claim, rng: Random, foreign: list[str]) -> Iterator[Claim]:
    """Swap a name for one that the paper has (never in a line with a number of the claim), and for one that it has not."""
    present = names_in(source, claim.text)
    if not present:
        return
    old = rng.choice(present)
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    given = [match["n"] for match in quantities(claim.text)] or re.findall(rf"(?<= ){DIGITS}(?=\.?$)", claim.text)
    others = [
        n for n in source.names if fold(n) not in fold(claim.near) and not any(fold(p) in fold(n) for p in present)
    ]
    rng.shuffle(others)
    new = next((n for n in others if not any(source.together(n, digits) for digits in given)), None)
    if new and given and claim.kind != "row":
        yield falsified(claim, f"{zh}name of the paper, number claim", renamed(claim.text, old, new))
    elif new and claim.kind in ("sentence", "loose"):
        yield falsified(claim, "name of the paper, no number", renamed(claim.text, old, new))
    if foreign:
        yield falsified(claim, f"{zh}name not in the paper", renamed(claim.text, old, rng.choice(foreign)))


def paired_wrongly(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Put another number of the paper, written alike, in a number's place: not near, and in no line with a name of the claim."""
    found = [m for m in quantities(claim.text) if len(m["n"]) > 1]
    present = names_in(source, claim.text)
    if not found or claim.kind == "row":
        return None
    match = rng.choice(found)
    alike = sorted({n for n in source.numbers if len(n) == len(match["n"]) and ("." in n) == ("." in match["n"])})
    rng.shuffle(alike)
    for new in alike:
        if number(new) not in values(claim.near) and not any(source.together(name, new) for name in present):
            zh = "Chinese: " if claim.kind.startswith("zh") else ""
            return falsified(claim, f"{zh}number from elsewhere", put(claim.text, match, new))
    return None


def row_mixed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Give a table's row the score of another row; no row of this label, and no sentence with it, has that score."""
    if claim.kind != "row":
        return None
    label = re.split(r" 的结果| scores ", claim.text)[0]
    others = [r for r in source.rows if r.page == claim.quotes[0][1] and not set(r.label.split()) & set(label.split())]
    first = label.split()[0]
    scores = [(r, n) for r in others for n in re.findall(r"\d+\.\d+", r.text) if not source.together(first, n, apart=0)]
    if not scores:
        return None
    other, new = rng.choice(scores)
    text = re.sub(rf"(?<= ){DIGITS}(?=\.?$)", new, claim.text)
    quoted = rng.choice([claim.quotes, ((other.text, other.page),)])
    return replace(falsified(claim, "score of another row", text), quotes=quoted)


def quote_altered(source: Source, claim: Claim, rng: Random, vocabulary: list[str]) -> Claim | None:
    """Replace, drop or add one word of four letters or more in the quote; what comes out stands nowhere in the paper."""
    (quote, page), *_ = claim.quotes
    words = list(re.finditer(r"(?<![\w-])[a-z]{4,}(?![\w-])", quote))
    if claim.kind != "sentence" or len(quote.split()) < 7 or len(words) < 3:
        return None
    word, other = rng.choice(words), rng.choice(vocabulary)
    way = rng.choice(("replaced", "dropped", "added"))
    new = {"replaced": other, "dropped": "", "added": f"{word[0]} {other}"}[way]
    made = re.sub(r"\s{2,}", " ", quote[: word.start()] + new + quote[word.end() :])
    if other == word[0] or fold(made) in source.flat:
        return None
    return replace(falsified(claim, f"quote: word {way}", claim.text), quotes=((made, page),))


def quote_moved(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Name another page for the quote, one that does not have it."""
    (quote, page), *_ = claim.quotes
    pages = [number for number, flat in source.flat_pages.items() if number != page and fold(quote) not in flat]
    if claim.kind != "sentence" or not pages:
        return None
    return replace(falsified(claim, "quote on another page", claim.text), quotes=((quote, rng.choice(pages)),))


NEGATED = (
    (r"\b(do|does|did|is|are|was|were|can|could|will|has|have) not\b", r"\1"),
    (r"\bcannot\b", "can"),
    (r"\bwithout\b", "with"),
)
ASSERTED = (
    (r"\b(is|are|was|were|can|could|will) (?!not\b|no\b|only\b|also\b)", r"\1 not "),
    (r"\boutperforms\b", "does not outperform"), (r"\bimproves\b", "does not improve"), (r"\bachieves\b", "does not achieve"),
    (r"\bshows\b", "does not show"), (r"\buses\b", "does not use"), (r"优于", "没有优于"),
)  # fmt: skip
OPPOSITE = {
    "higher": "lower", "better": "worse", "larger": "smaller", "faster": "slower", "more": "less", "greater": "smaller",
    "outperforms": "underperforms", "outperform": "underperform", "increases": "decreases", "increase": "decrease",
    "improves": "degrades", "improve": "degrade", "reduces": "increases", "reduce": "increase", "above": "below",
    "increasing": "decreasing", "reducing": "increasing", "improvement": "drop", "best": "worst", "优于": "不如",
}  # fmt: skip
FLIPPED = OPPOSITE | {new: old for old, new in OPPOSITE.items() if old not in ("greater", "reduces", "reduce", "reducing", "improvement", "more")} | {"less": "more"}  # fmt: skip


def negated(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Drop the only negation of a sentence, or put one to its only verb that takes it."""
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    if claim.kind not in ("sentence", "loose", "score", "zh compare"):
        return None
    several = len(re.findall(r"\b(?:not|no|nor|never|without|cannot|neither)\b", claim.text))
    for table, what in ((NEGATED, "negation dropped"), (ASSERTED, "negation added")):
        for pattern, new in table:
            hits = re.findall(pattern, claim.text)
            if len(hits) == 1 and several == (what == "negation dropped"):
                return falsified(claim, zh + what, re.sub(pattern, new, claim.text))
    return None


def turned(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Turn the only comparative or verb of direction round."""
    hits = [w for w in re.findall(r"\b[a-z]+\b|优于", claim.text) if w in FLIPPED]
    if len(hits) != 1 or claim.kind not in ("sentence", "loose", "zh compare") or f"{hits[0]} or" in claim.text:
        return None
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    pattern = hits[0] if zh else rf"\b{hits[0]}\b"
    return falsified(claim, f"{zh}direction turned", re.sub(pattern, FLIPPED[hits[0]], claim.text))


def false_claims(source: Source, claims: list[Claim], rng: Random, foreign: list[str], each: int) -> list[Claim]:
    """Give at most `each` false claims a kind, from the paper's true ones."""
    foreign = [name for name in foreign if fold(name) not in source.flat]
    vocabulary = sorted({w for one in source.prose for w in re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", one.text)})
    count: Counter[str] = Counter()
    found: list[Claim] = []
    for claim in claims:
        made = [
            make(source, claim, rng)
            for make in (
                digit_changed,
                word_changed,
                numbers_swapped,
                unit_changed,
                paired_wrongly,
                row_mixed,
                quote_moved,
                negated,
                turned,
            )
        ]
        made += [quote_altered(source, claim, rng, vocabulary), *name_swapped(source, claim, rng, foreign)]
        for one in made:
            if one and one != one.true and count[one.kind] < each:
                count[one.kind] += 1
                found.append(one)
    return found


# ── affiliations ──

ORGANISATIONS = [
    forms.split("|")
    for forms in """Google|谷歌; Microsoft Research Asia|MSRA|微软亚洲研究院; Microsoft|微软; Facebook AI Research|FAIR; Hugging Face; UCLA|University of
California, Los Angeles; Salesforce Research|Salesforce; Nanyang Technological University|NTU|南洋理工大学|南洋理工; Hong Kong University
of Science and Technology|HKUST|香港科技大学|港科大; Peking University|北京大学|北大; Sun Yat-sen University|中山大学; Zhejiang University|浙江大学|浙大;
Tongji University|同济大学; Fudan University|复旦大学|复旦; Kuaishou Technology|快手; Meituan|美团; ByteDance|字节跳动|字节; Huawei|华为; Harbin
Institute of Technology|哈尔滨工业大学|哈工大; King Abdullah University of Science and Technology|KAUST; Princeton
University|Princeton|普林斯顿大学; University of Edinburgh|爱丁堡大学; University of Washington|华盛顿大学; University of Oxford|Oxford|牛津大学;
University of Toronto|多伦多大学; University of Amsterdam|Universiteit van Amsterdam|阿姆斯特丹大学; Massachusetts Institute of
Technology|MIT|麻省理工; Allen Institute for AI|AI2; Meta AI|Meta; OpenAI; Amazon Web Services|Amazon|亚马逊; Shanghai Jiao Tong
University|上海交通大学|上海交大; Stanford University|Stanford|斯坦福; Tsinghua University|清华大学|清华; University of Bristol|布里斯托大学; Kyoto
University|京都大学; Chalmers University of Technology; Inria; Institute for Advanced Study|普林斯顿高等研究院; Northeastern University;
Brown University|布朗大学; CERN""".replace("\n", " ").split("; ")
]


def affiliation_claims(source: Source, rng: Random, each: int) -> tuple[list[Claim], list[Claim]]:
    """Give true affiliations (written out on page 1, in any of their usual forms) and swapped ones (no form of them there)."""
    page = source.text.page_text(1)
    front = source.text.section_text("front") or page[:1500]
    flat = fold(page)
    here = [forms for forms in ORGANISATIONS if any(re.search(rf"\b{re.escape(f)}\b", front) for f in forms)]
    away = [forms for forms in ORGANISATIONS if not any(fold(f) and fold(f) in flat for f in forms)]
    # a name within another's is not told apart: Microsoft in Microsoft Research Asia
    away = [a for a in away if not any(fold(h[0]) in fold(a[0]) or fold(a[0]) in fold(h[0]) for h in here)]
    true: list[Claim] = []
    false: list[Claim] = []
    for forms in here[:each]:
        kept = rng.choice(forms)
        claim = Claim(source.key, "affiliation", kept, (), affiliations=(kept,))
        true.append(claim)
        new = rng.choice(rng.choice(away))
        false.append(replace(falsified(claim, "affiliation swapped", new), affiliations=(new,)))
    return true, false
