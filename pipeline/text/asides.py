"""What stands beside a title in a jotted line: notes, or more of a title.

Notes are an author, a venue, a year, a label of a link, a remark of the reader, and anything in
another script than Latin. What may be more of a title is taken for it: a line is then asked about.
Pure, and linear in the words' length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.text.titles import fold
from pipeline.text.venues import SHORT_NAMES

EDGE = "\x1f"
"""Stands in a clean line where a link, a tag or such was: what is beside it is apart."""
OTHER_SCRIPTS = "\u0370-\u1dff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
"""Letters and marks of scripts other than Latin, as they stand in a character class."""
YEAR = r"(?:(?:19|20)\d\d)"
BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,300})[)）\]】]")
APART = re.compile(
    rf"{EDGE}+|\s*[|;；•·]\s*|\s+(?:[-–—]{{1,3}}|//|/|[-=]+>|<[-=]+|[→←⇒⇐])\s*|\s*(?:--+|—+)\s*"
    r"|[ ]{3,}|\t+"
)
"""What parts words more than titles do."""
BARE_PART = re.compile(rf"[{OTHER_SCRIPTS}][{OTHER_SCRIPTS}\W\d]*")
"""A run of another script, with the punctuation and digits in it."""
_WEAKLY_APART = re.compile(  # titles have these, too
    r"\s*,\s+|:\s+|(?<=[^\s.]{3})(?<!fig)(?<!sec)(?<!vol)(?<!tab)(?<!esp)\.\s+|(?<=\bal)\.\s*|[\"“”]",
    re.IGNORECASE,
)
_PARTING = (APART, _WEAKLY_APART, BRACKETS, BARE_PART)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LABEL = re.compile(
    r"(?i)\W*(?:pdf|codes?|papers?|arxiv|links?|slides|video|talk|blog|blogpost|post|openreview|hf"
    r"|project|page|project page|github|repo|notes?|html|doi|website|web|site|data|dataset|demo"
    r"|poster|supp|supplement|abs|bib|bibtex|tweet|youtube|reviews?|acl anthology|here)\W*"
)
"""What links beside a title are called."""
_IS_YEAR = re.compile(rf"['’`]?(?:{YEAR}|\d\d)[a-d]?|{YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?")
_NAME_YEAR = re.compile(rf"[A-Za-z]{{2,10}}['’-]?(?:{YEAR}|\d\d)")
_ACRONYM_YEAR = re.compile(rf"[A-Z][A-Za-z]{{1,11}}[-'’ ]{{0,2}}(?:{YEAR}|\d\d)")
_VENUES = frozenset(name.casefold() for name in SHORT_NAMES) | frozenset(
    """arxiv findings workshop workshops proc proceedings conference journal transactions trans
    letters magazine ieee acm springer elsevier oral spotlight poster best award preprint accepted
    published long short main track demo industry tech semeval repeval wmt iwslt lrec biorxiv
    openreview cell prl deepmind openai google microsoft meta facebook fair anthropic stanford mit
    berkeley cmu""".split()
)
_BESIDE_VENUES = frozenset("of the in at on to for vol no pp".split())
_BESIDE_NAMES = frozenset("and by from the of group lab".split())
_AND_OTHERS = frozenset(("et", "al", "eds", "ed"))
ET_AL = re.compile(
    rf"(?i)(?:by\s+)?(?:[^\W\d_][\w'’.-]{{0,30}}[\s,&]{{1,3}}){{1,4}}et\.?\s?al\b\.?(?:[\s,]{{0,3}}{YEAR}[a-d]?)?"
)
_REMARKS = frozenset(
    """read reread re-read reading skim skip see check compare ask intro section sections sec fig
    figure table appendix chapter page pages must must-read mustread todo later again only important
    interesting classic seminal good nice great cool fun best relevant useful baseline baselines
    code slides video blog post recommended suggested priority high low urgent asap weekend tomorrow
    today week month maybe carefully quickly notes related cited cites thesis project group meeting
    class talk course seminar prof advisor paper papers pdf finish finished started done half
    follow-up followup presentation presented printed homework exam lecture next esp especially
    particularly p pp min mins due just""".split()
)
"""Words that tell a remark of a reader."""
_ATTACHED = (
    *("paper", "pdf", "arxiv", "slides", "code", "again", "preprint", "asap"),
    *("must-read", "mustread", "must read", "to read"),
)
"""What may follow a title without anything in between."""
_OCCASIONS = frozenset(
    """group meeting thesis seminar exam homework class weekend today tomorrow week monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
"""What a paper is read for, or until: it follows a title behind "for"."""
_BESIDE_OCCASIONS = frozenset("for the my our next this reading journal club lab on by".split())
_BEFORE = re.compile(
    r"(?i)(?:\W|\b(?:to|now|please|finally|first|then|next|finish|start|keep|must|todo|later"
    r"|re-?read(?:ing)?|read(?:ing)?|skim(?:ming)?|study|see|look at|check out|check|print|the"
    r"|start with|begin with|paper|article|preprint|\d{1,3}[.)])(?=\W|$))*"
)
"""What may stand before a title without anything in between: to read it."""
_OF_TITLES = frozenset(
    """survey review overview tutorial analysis approach framework benchmark dataset study
    perspective introduction revisited revisiting extended extension version part supplement erratum
    comment reply sequel ii iii iv reproduction replication towards toward beyond without not no
    evaluation application applications learning model models network networks method methods
    system systems theory investigation comparison guide primer handbook report""".split()
)
"""Words that more of a title has, and a short remark has not."""
_LIGHT = frozenset(
    """a an the of for with by in on at to from about up and or but is are was be it its this that
    these they them their my our me we i he she you your very too also why how what when who where
    not if as so then than vs cf e.g eg i.e ie""".split()
)
"""Words that a remark may have any number of."""
_ARTICLES = ("a", "an", "the", "on")
"""How titles begin, and untold remarks do not."""
_ASKS = frozenset("why how what when where who is does do can".split())
_REFERS = frozenset("compare see cf skip skim ask check".split())
"""Words that a remark begins with which names something else."""
_ANOTHER = re.compile(
    rf"(?:(?:^|\s)[/+&]\s?|;\s?|\b(?:and|or|vs\.?)\s)\s*(?P<name>[A-Z][^,;|/(){EDGE}]{{0,80}})"
)
"""What stands beside a title as another paper would: "… / BERT"."""
_TAG = re.compile(
    r"\[[A-Za-z]{2,12}\]|[(（](?:survey|review|tutorial|overview|benchmark|dataset)[)）]"
)
"""A word in brackets that says what kind of paper it is."""
_MOST_TOLD, _MOST_REFERRED, _MOST_UNTOLD = 2, 3, 2
"""Words of weight in a remark that a word tells to be one, in one that refers to something, and in
one that nothing tells: more of them may be a title."""
_LONGEST_UNTOLD = 3
"""Words of a remark that nothing tells to be one."""
_LONGEST_SMALL_PREFIX = 6
"""Words in small letters before a colon: a longer one may be a title's beginning."""
_LONGEST_VENUE = 5
"""Words of a venue's name with its year, of which one is known."""
_LONGEST_NICKNAME = 2
"""Words before a colon that stand for a paper, or a group of them."""
_FEWEST_CAPITALS = 2
"""Words in capitals by which words look like a title."""


class Asides:
    """Tells notes beside a title from more of a title.

    `authors` are the paper's. Beside a short title, which may be a topic, only what tells of its
    publication is a note.
    """

    def __init__(self, authors: Iterable[str] = (), *, is_short: bool = False) -> None:
        self._names = {fold(part) for one in authors for part in re.split(r"[\s-]+", one)} - {""}
        self._is_short = is_short

    def are_notes(self, before: str, after: str) -> bool:
        """Tell whether what stands before a title and behind it is nothing but notes."""
        return self._before(before) and self._after(after)

    def tell_of_publication(self, words: str) -> bool:
        """Tell whether words are authors, a venue and a year, some of them, in any order."""
        return self._is_biblio(words)

    # ── before and behind ──

    def _before(self, words: str) -> bool:
        if not has_words(words):
            return True
        near, joint = _last_piece(words)
        is_first = words.strip().startswith(near.strip())
        if joint == ":" and not is_first and near == near.lower() and not self._is_remark(near):
            return False
        is_note = {"none": self._leads_in, ":": self._is_prefix, ",": self._is_weak_note}
        if near and joint in is_note and not is_note[joint](near):
            return False
        return self._all_notes(words[: words.rfind(near)] if near else words)

    def _after(self, words: str) -> bool:
        if not has_words(words):
            return True
        begins = re.match(rf"[^\w{EDGE}(\[（【|;,.:\"”…/<>→=–—-]*", words)
        start = begins.end() if begins else 0
        if words[start : start + 1].isalnum() and not is_other(words[start]):
            near = _first_piece(words[start:])
            if not self._is_attached(near):
                return False
            start += len(near)
        return self._all_notes(words[start:])

    def _all_notes(self, words: str) -> bool:
        words = words if self._is_short else _TAG.sub(EDGE, words)
        if any(self._is_another(match["name"]) for match in _ANOTHER.finditer(words)):
            return False
        brackets = (match[1] for match in BRACKETS.finditer(words))
        return all(map(self._is_strong_note, brackets)) and all(
            self._is_weak_note(piece) if is_weak else self._is_strong_note(piece)
            for piece, is_weak in _pieces(BRACKETS.sub(EDGE, words))
        )

    # ── one piece ──

    def _leads_in(self, words: str) -> bool:
        """Tell whether words right before a title are a note: "Read Attention Is All You Need"."""
        return self._is_biblio(words) or bool(not self._is_short and _BEFORE.fullmatch(words))

    def _is_prefix(self, words: str) -> bool:
        """Tell whether words before a colon are a nickname, or a note in small letters."""
        if self._is_biblio(words) or _BEFORE.fullmatch(words):
            return True
        found = _WORD.findall(without_other_scripts(words))
        is_small = all(word == word.lower() for word in found)
        most = _LONGEST_SMALL_PREFIX if is_small else _LONGEST_NICKNAME
        return not self._is_short and len(found) <= most

    def _is_attached(self, words: str) -> bool:
        latin = without_other_scripts(words)
        if self._is_biblio(latin, is_attached=True):
            return True
        low = [word.casefold() for word in _WORD.findall(latin)]
        said = " ".join(low)
        for_occasion = low[0] == "for" and not _OCCASIONS.isdisjoint(low) if low else False
        return not self._is_short and (
            said in _ATTACHED
            or bool(re.fullmatch(r"v\d{1,2}", said))
            or (len(low) == 1 and low[0] in ("via", "from"))
            or (for_occasion and set(low) <= _OCCASIONS | _BESIDE_OCCASIONS)
        )

    def _is_strong_note(self, words: str) -> bool:
        """Tell whether words in brackets, or behind a dash, are a note rather than a title."""
        latin = without_other_scripts(words)
        if not has_words(latin) or self._is_biblio(latin) or is_label(latin):
            return True
        pieces = [piece for piece, _ in _pieces(latin)]
        return not self._is_short and all(self._is_remark(p) or self._is_biblio(p) for p in pieces)

    def _is_weak_note(self, words: str) -> bool:
        """Tell whether words behind a comma or a full stop are a note: titles have commas, too."""
        latin = without_other_scripts(words)
        if not has_words(latin) or self._is_biblio(latin) or is_label(latin):
            return True
        low = _WORD.findall(latin.casefold())
        return not self._is_short and bool(low) and low[0] in _REMARKS and self._is_remark(latin)

    def _is_another(self, words: str) -> bool:
        """Tell whether words behind a slash or an "and" may be another paper's name."""
        is_told = not _REMARKS.isdisjoint(_WORD.findall(words.casefold()))
        return not (is_told or self._is_biblio(words) or is_label(words))

    def _is_remark(self, words: str) -> bool:
        """Tell whether words that are well apart are a reader's, rather than another title."""
        found = [word for word in _WORD.findall(words) if fold(_owner(word)) not in self._names]
        if not found:
            return True
        low = [word.casefold() for word in found]
        capitals = [word for word in found if _is_capitalised(word)]
        if low[0] in _REFERS:
            return _heavy(low) <= _MOST_REFERRED
        if low[0] in _ASKS and words.rstrip().endswith("?"):
            return _heavy(low) <= _MOST_TOLD
        if not _OF_TITLES.isdisjoint(low) or len(capitals) >= _FEWEST_CAPITALS:
            return False
        if _REMARKS.isdisjoint(low):
            is_title = low[0] in _ARTICLES and len(low) > _MOST_UNTOLD
            return _heavy(low) <= _MOST_UNTOLD and len(low) <= _LONGEST_UNTOLD and not is_title
        return _heavy(low) <= _MOST_TOLD

    # ── publication ──

    def _is_biblio(self, words: str, *, is_attached: bool = False) -> bool:
        """Tell whether words tell of a publication; right behind a title less is taken for it."""
        if ET_AL.fullmatch(words.strip(" .,")):
            return True
        stripped = (
            token.strip(".,;:'’\"()[]“”!?*@") for token in words.replace("&", " and ").split()
        )
        tokens = [token for token in stripped if has_words(token)]
        kinds = {self._kind(token, is_attached=is_attached) for token in tokens}
        if "other" not in kinds:
            return kinds != {"beside"}
        if _ACRONYM_YEAR.fullmatch(" ".join(tokens)):
            return True
        if not is_attached and {"venue", "year"} <= kinds and len(tokens) <= _LONGEST_VENUE:
            return True
        return not is_attached and not self._names and _are_names(tokens)

    def _kind(self, token: str, *, is_attached: bool) -> str:
        folded = token.casefold()
        if re.fullmatch(YEAR, token) or (not is_attached and _IS_YEAR.fullmatch(token)):
            return "year"
        if folded in _VENUES:
            return "venue"
        if _NAME_YEAR.fullmatch(token):
            known = re.sub(r"['’-]?\d+$", "", folded) in _VENUES
            return "venue" if known or not is_attached else "other"
        if fold(_owner(token)) in self._names or re.fullmatch(r"[A-Z]", token):
            return "name"
        if folded in _AND_OTHERS:
            return "name"
        return "beside" if folded in _BESIDE_NAMES | _BESIDE_VENUES else "other"


def without_other_scripts(words: str) -> str:
    """Take out of words what is in another script than Latin."""
    return BARE_PART.sub(" ", words).replace(EDGE, " ").strip()


def without_remarks(words: str) -> str:
    """Take off a name what says that it is to be read: "read the LoRA paper!"."""
    begins = _BEFORE.match(words)
    bare = words[begins.end() if begins else 0 :].rstrip(" !?")
    name, _, last = bare.rpartition(" ")
    return name.rstrip() if name and last.casefold() in ("paper", "papers") else bare


def is_label(words: str) -> bool:
    """Tell whether words are what links beside a title are called: pdf, code."""
    return bool(_LABEL.fullmatch(words))


def is_other(char: str) -> bool:
    """Tell whether a character is of another script than Latin."""
    return bool(re.match(f"[{OTHER_SCRIPTS}]", char))


def has_words(words: str) -> bool:
    """Tell whether there is a letter or a digit."""
    return any(map(str.isalnum, words))


def _heavy(words: Iterable[str]) -> int:
    """Count the words that are neither light nor a remark's: they may be a title's."""
    letters = (word for word in words if sum(map(str.isalpha, word)) > 1)
    return sum(word not in _REMARKS and word not in _LIGHT for word in letters)


def _is_capitalised(word: str) -> bool:
    """Tell whether a word is written as in a title: not an acronym or a name like ResNet."""
    first = word.partition("-")[0]
    return first[0].isupper() and first[1:].islower()


def _owner(word: str) -> str:
    """Take the ending off that says that something is somebody's."""
    return re.sub(r"['’]s$", "", word)


def _are_names(tokens: list[str]) -> bool:
    """Tell whether words may be authors who are not known: a year is there, or "and"."""
    named = [t for t in tokens if not re.fullmatch(YEAR, t) and t.casefold() not in _BESIDE_NAMES]
    is_told = any(re.fullmatch(YEAR, token) or token.casefold() == "and" for token in tokens)
    return is_told and len(named) <= 2 and all(re.fullmatch(r"[A-Z][\w'’-]+", t) for t in named)


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces of what is left of a line, each with whether it is only weakly apart."""
    for strong in APART.split(BARE_PART.sub(EDGE, words)):
        begins_weakly = strong.lstrip()[:1] in (",", ".", ":")
        for number, piece in enumerate(_WEAKLY_APART.split(strong)):
            if has_words(piece):
                yield piece, number > 0 or begins_weakly


def _first_piece(words: str) -> str:
    """Give what is up to the first thing that parts words."""
    ends = (found.start() for pattern in _PARTING if (found := pattern.search(words)))
    return words[: min(ends, default=len(words))]


def _last_piece(words: str) -> tuple[str, str]:
    """Give the last piece of what stands before a title, and what is between: `:`, `,`, or none.

    It is empty where it is well apart.
    """
    bare = words.rstrip()
    if bare[-1:] in (":", ",", "."):
        inner = bare[:-1]
        return inner[_last_break(inner) :], ":" if bare[-1] == ":" else ","
    if not bare[-1:].isalnum() or is_other(bare[-1]):
        return "", ""
    return words[_last_break(words) :], "none"


def _last_break(words: str) -> int:
    ends = (match.end() for pattern in _PARTING for match in pattern.finditer(words))
    return max(ends, default=0)
