"""False claims made from true ones: one thing changed, and kept only where the paper tells it to be false.

A changed number is nowhere near the sentence; a swapped name stands in no line with a number of the claim; what a Chinese
claim counts, the paper counts nowhere by the new number. What cannot be told apart is left out.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.bench.true_claims import (
    DIGITS,
    WORDS,
    ZH_WORDS,
    Claim,
    Source,
    fold,
    names_in,
    number,
    quantities,
    values,
)


def falsified(claim: Claim, kind: str, text: str) -> Claim:
    return replace(claim, kind=kind, text=text, true=claim)


def put(text: str, match: re.Match[str], new: str, group: str = "n") -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def nowhere(source: Source, claim: Claim, new: str, after: str) -> bool:
    """Tell whether the paper never counts the same things by this number: a Chinese claim is not bound to one sentence."""
    noun = re.match(r"[万亿%个 ]*[^，]*?([a-z-]+)(?:，|$)", after)
    if not claim.kind.startswith("zh") or not noun:
        return True
    word = ZH_WORDS.index(new) if new in ZH_WORDS else new
    counted = "|".join({str(word), WORDS.get(int(word) if str(word).isdigit() else -1, str(word))})
    return not re.search(
        rf"\b(?:{counted})\b[^.]{{0,40}}\b{noun[1]}", source.text.text, re.IGNORECASE
    )


def digit_changed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Change one digit; the new number is nowhere near. `…, elsewhere` where the paper has it somewhere else."""
    found = quantities(claim.text)
    if not found or claim.kind == "row":
        return None
    match = rng.choice(found)
    places = [i for i, c in enumerate(match["n"]) if c.isdigit()]
    place = rng.choice(places)
    old = match["n"][place]
    new = (
        match["n"][:place]
        + rng.choice([d for d in "123456789" if d != old])
        + match["n"][place + 1 :]
    )
    if number(new) in values(claim.near) | values(claim.text) or not nowhere(
        source, claim, new, claim.text[match.end("n") :]
    ):
        return None
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    if zh and match["unit"] and match["unit"].strip() in "万亿":
        return falsified(claim, "Chinese: digit", put(claim.text, match, new))
    elsewhere = number(new) in source.with_number
    return falsified(
        claim,
        f"{zh}digit" + (", elsewhere in paper" if elsewhere else ""),
        put(claim.text, match, new),
    )


def word_changed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Change a number word that counts things (`three data sets`, 三个 datasets) into one that is nowhere near."""
    found = list(re.finditer(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)(?= (?:[a-z-]+ )?[a-z]+s\b)|(?P<zh>[两三四五六七八九十])(?=个 )", claim.text))  # fmt: skip
    free = sorted(set(range(2, 11)) - values(claim.near))
    if not found or not free or claim.kind == "row":
        return None
    match, new = rng.choice(found), rng.choice(free)
    if not nowhere(source, claim, ZH_WORDS[new], claim.text[match.end() :]):
        return None
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
        heads = re.findall(r"([a-z-]+)(?=，|$)", claim.text)
        if claim.kind.startswith("zh") and len(set(heads)) < len(
            heads
        ):  # 100个 diverse images，25个 images
            continue
        text = put(put(claim.text, second, first["n"]), first, second["n"])
        return falsified(
            claim,
            "Chinese: numbers swapped" if claim.kind.startswith("zh") else "numbers swapped",
            text,
        )
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
            if re.search(
                re.escape(match["n"]) + r"[\s-]?" + re.escape(new.strip()) + r"\b", claim.near
            ):
                continue
            if (
                unit == "万" and number(match["n"]) >= 100 and rng.random() < 0.5
            ):  # 2700万 written as 27亿
                text = put(claim.text, match, f"{number(match['n']) / 100:g}").replace("万", "亿")
                return falsified(claim, "Chinese: unit or scale", text)
            return falsified(claim, f"{zh}unit or scale", put(claim.text, match, new, "unit"))
        if (
            unit
            and len(re.findall("%|percent", claim.text)) == 1
            and re.match(
                r" of | more| less| fewer| faster| slower| relative| increase| reduction| [a-z]+s\b",
                after,
            )
        ):
            return falsified(claim, f"{zh}% dropped", put(claim.text, match, "", "unit"))
        counts = re.match(
            r"个? (?:[a-z-]+ ){0,2}(?!times|points|less|plus|is|was|has)[a-z]{3,}s\b", after
        )
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
    given = [match["n"] for match in quantities(claim.text)]
    others = [
        n
        for n in source.names
        if fold(n) not in fold(claim.near) and not any(fold(p) in fold(n) for p in present)
    ]
    rng.shuffle(others)
    new = next((n for n in others if not any(source.together(n, digits) for digits in given)), None)
    if new and given and claim.kind != "row":
        yield falsified(
            claim, f"{zh}name of the paper, number claim", renamed(claim.text, old, new)
        )
    elif new and claim.kind in ("sentence", "loose"):
        yield falsified(claim, "name of the paper, no number", renamed(claim.text, old, new))
    if foreign:
        yield falsified(
            claim, f"{zh}name not in the paper", renamed(claim.text, old, rng.choice(foreign))
        )


def paired_wrongly(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Put another number of the paper, written alike, in a number's place: not near, and in no line with a name of the claim."""
    found = [m for m in quantities(claim.text) if len(m["n"]) > 1]
    present = names_in(source, claim.text)
    if not found or claim.kind == "row":
        return None
    match = rng.choice(found)
    alike = sorted(
        {
            n
            for n in source.numbers
            if len(n) == len(match["n"]) and ("." in n) == ("." in match["n"])
        }
    )
    rng.shuffle(alike)
    near = values(claim.near)
    for new in alike:
        if number(new) in near or not nowhere(source, claim, new, claim.text[match.end("n") :]):
            continue
        if not any(source.together(name, new) for name in present):
            zh = "Chinese: " if claim.kind.startswith("zh") else ""
            return falsified(claim, f"{zh}number from elsewhere", put(claim.text, match, new))
    return None


def row_mixed(source: Source, claim: Claim, rng: Random) -> Claim | None:
    """Give a table's row the score of another row; no row of this label, and no sentence with it, has that score."""
    if claim.kind != "row":
        return None
    label = re.split(r" 的结果| scores ", claim.text)[0]
    others = [
        r
        for r in source.rows
        if r.page == claim.quotes[0][1] and not set(r.label.split()) & set(label.split())
    ]
    first = label.split()[0]
    scores = [
        (r, n)
        for r in others
        for n in re.findall(r"\d+\.\d+", r.text)
        if not source.together(first, n, apart=0)
    ]
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
    pages = [
        number
        for number, flat in source.flat_pages.items()
        if number != page and fold(quote) not in flat
    ]
    if claim.kind != "sentence" or not pages:
        return None
    return replace(
        falsified(claim, "quote on another page", claim.text), quotes=((quote, rng.choice(pages)),)
    )


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
    "improves": "degrades", "improve": "degrade", "reduces": "increases", "reduce": "increase", "increasing": "decreasing", "reducing": "increasing", "improvement": "drop", "best": "worst", "优于": "不如",
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
    if (
        len(hits) != 1
        or claim.kind not in ("sentence", "loose", "zh compare")
        or f"{hits[0]} or" in claim.text
    ):
        return None
    zh = "Chinese: " if claim.kind.startswith("zh") else ""
    pattern = hits[0] if zh else rf"\b{hits[0]}\b"
    return falsified(claim, f"{zh}direction turned", re.sub(pattern, FLIPPED[hits[0]], claim.text))


def false_claims(
    source: Source, claims: list[Claim], rng: Random, foreign: list[str], each: int
) -> list[Claim]:
    """Give at most `each` false claims a kind, from the paper's true ones."""
    foreign = [name for name in foreign if fold(name) not in source.flat]
    vocabulary = sorted(
        {w for one in source.prose for w in re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", one.text)}
    )
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
        made += [
            quote_altered(source, claim, rng, vocabulary),
            *name_swapped(source, claim, rng, foreign),
        ]
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
    here = [
        forms
        for forms in ORGANISATIONS
        if any(re.search(rf"\b{re.escape(f)}\b", front) for f in forms)
    ]
    away = [forms for forms in ORGANISATIONS if not any(fold(f) and fold(f) in flat for f in forms)]
    # a name within another's is not told apart: Microsoft in Microsoft Research Asia
    away = [
        a
        for a in away
        if not any(fold(h[0]) in fold(a[0]) or fold(a[0]) in fold(h[0]) for h in here)
    ]
    true: list[Claim] = []
    false: list[Claim] = []
    for forms in here[:each]:
        kept = rng.choice(forms)
        claim = Claim(source.key, "affiliation", kept, (), affiliations=(kept,))
        true.append(claim)
        new = rng.choice(rng.choice(away))
        false.append(replace(falsified(claim, "affiliation swapped", new), affiliations=(new,)))
    return true, false
