"""Tell organisations from departments, places and persons, in the words of an address.

An address is cut at commas into parts, and each part ranked; those that rank highest are given.
What is known by name stands in the table of names (affiliations.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.text.affiliations import known_names
from pipeline.text.squash import squash

_FIELD_WORDS = r"""
    [A-Z][a-z]*(?:ics|logy|logies|nomy|istry|graphy|eering) Sciences? Scientific Arts? Letters
    Humanities Law Medicine Medical Biomedical Health Computing Computation(?:al)? Computers?
    Information Communications? Telecommunications? Electrical Electronics? Software Data
    Artificial Intelligence Machine Learning Vision Speech Languages? Cognitive Control Automation
    Systems? Networks? Security Natural Social Political Applied Advanced Theoretical Pure
    Physical Life Earth Space Planetary Atmospheric Nuclear Mechanical Civil Industrial Chemical
    Materials Energy Environment(?:al)? Resources Mining Design Innovation Architecture
    Agriculture Education Finance Business Management Public Policy Commerce Trade Posts Media
    Music Development Industry AI"""
_FIELD = rf"(?:{'|'.join(_FIELD_WORDS.split())})\b"
"""A word of what a university teaches: "and" between two of them joins one name, not two
affiliations."""
_FIELDS = rf"{_FIELD}(?:\s+{_FIELD}){{0,3}}"
_DEPARTMENT_AHEAD = re.compile(
    rf"^(?:Department|Dept\.?|Faculty|Division|School)s?\s+of\s+{_FIELDS}"
    rf"(?:\s+(?:and|&)\s+{_FIELDS})?\s+(?=[A-Z])"
)
"""A department before its university with no comma between them."""
_FIELD_HERE, _FIELD_BEFORE = re.compile(_FIELD), re.compile(rf"{_FIELD}$")
_AND = re.compile(r",?\s+(?:and|&|und|et)\s+")
_UNIVERSITY = re.compile(
    r"universi|\buniv\b|hochschule|\binstitut\w* of technology|polyte[ck]?n|politecnic|\b[eé]cole\b"
    r"|\b(?:UC|TU|KU|UT|UMass|SUNY|CUNY) [A-Z]|\bCollege,? (?:London|Dublin)|[A-Z]\w+ College$"
    r"|^(?:King|Queen|Trinity|Imperial)[’'\w]* College|大学|대학교",
    re.IGNORECASE,
)
_INSTITUTE = re.compile(
    r"\binstitut|\bacadem(?!ic)|\bacadémie|\bnational (?:\w+ )?lab|\bfraunhofer|\bhelmholtz"
    r"|\blaboratories\b|\borgani[sz]ation\b|\bcouncil\b|\bfoundation\b|\bcorporation\b|\bcorp\b|\binc\b|\bltd\b|\bllc\b|\bgmbh\b"
    r"|\bs\.?a\.?r\.?l\b|\bcompany\b|\btechnolog(?:y|ies)$|\bobservator|\bhospital"
    r"|\bagency\b|\bcentro\b|\bresearch$|\bresearch (?:asia|europe|india|china|america|labs?)\b"
    r"|\blabs$|\bAI$|\bAI (?:lab|research)|\bbusiness school|\bschool of economics"
    r"|\bmedical school|\bconsiglio\b|\bcollege$|研究院|研究所|公司|科学院|实验室",
    re.IGNORECASE,
)
_MINOR = re.compile(
    r"\blab(?:orator\w+|oratoire)?\b|\bcent(?:er|re)\b|\bgroup\b|\bteam\b|\bproject\b"
    r"|\bcollaboration\b|\bresearch\b",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"^(?:the )?(?:departa?e?ments?|dept|dipartimento|département|departament\w*|school|faculty"
    r"|facultad|facult[eé]|fakultät|fachbereich|division|section|graduate school|college of|chair"
    r"|unit|programme?|program|lehrstuhl)\b"
    r"|\b(?:department|dept|faculty|graduate school|school|division|section)\b\.?$"
    r"|\bschool of\b|学院$|系$",
    re.IGNORECASE,
)
_OF_UNIVERSITY = re.compile(r"\b(?:school|dep(?:artmen)?t|faculty|college)\b", re.IGNORECASE)
"""Words of a university's parts: its short name and these are no name of their own."""
_SCHOOL = re.compile(
    r"^(?:[A-Z]\w+ ){1,3}(?:(?:Medical|Business|Law) School|School of (?:Economics|Business))$"
)
"""A school that goes by its own name."""
_PART_OF = re.compile(
    r"^(?P<whole>(?:[A-Z][\w’'-]+ ){1,4}University|University of (?:[A-Z][\w’'-]+ ?){1,3}?)"
    r" (?=(?:[A-Z][\w’'-]+ ){0,4}(?:School|College|Department|Faculty)\b)"
)
"""A university with its part behind it."""
_STREET = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|drive|way|boulevard|blvd|lane|straße|strasse|str|rue|via"
    r"|place|plaza|square|box|building|floor|room|suite|hall|campus|station|district|no)\b\.?$"
    r"|^(?:p\.? ?o\.?|c\.? ?p\.?|a\.? ?p\.?|rue|via|calle|no\.)\s|\bbox\b|路|街|省$|市$",
    re.IGNORECASE,
)
_COUNTRIES = """
    USA, U.S.A., US, U.S., United States, United States of America, UK, U.K., United Kingdom,
    England, Scotland, Ireland, China, P.R. China, P. R. China, PR China, Hong Kong,
    Hong Kong SAR, Taiwan, Japan, Korea, South Korea, Republic of Korea, Singapore, India, Israel,
    Germany, France, Italy, Spain, Portugal, Netherlands, The Netherlands, Belgium, Switzerland,
    Austria, Sweden, Norway, Denmark, Finland, Poland, Czech Republic, Czechia, Hungary, Greece,
    Turkey, Türkiye, Russia, Ukraine, Canada, Mexico, Brazil, Argentina, Chile, Colombia,
    Australia, New Zealand, Saudi Arabia, UAE, United Arab Emirates, Qatar, Iran, Egypt,
    South Africa, Vietnam, Thailand, Malaysia, Indonesia, Pakistan, Bangladesh, Luxembourg,
    Romania, Serbia, Slovenia, Croatia, Estonia, Iceland, Macau, Macao"""
_A_COUNTRY = "|".join(re.escape(one) for one in " ".join(_COUNTRIES.split()).split(", "))
_COUNTRY = re.compile(rf"(?:{_A_COUNTRY})\.?", re.IGNORECASE)
ENDS_ADDRESS = re.compile(rf"(?:,\s*)(?:{_A_COUNTRY})\.?,$", re.IGNORECASE)
_CITIES = frozenset(
    """beijing shanghai shenzhen hangzhou guangzhou nanjing wuhan xi'an chengdu hefei tianjin
    suzhou toronto montreal vancouver london paris berlin munich zürich zurich tokyo kyoto osaka
    seoul sydney melbourne seattle cambridge oxford edinburgh princeton boston pittsburgh
    amsterdam stockholm copenhagen moscow haifa jerusalem bangalore bengaluru delhi mumbai
    chicago austin redmond sunnyvale berkeley stanford waterloo leuven heidelberg columbia
    """.split()
)
"""Cities that stand alone between commas: universities go by the names of some."""
_STATES = (
    "A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKRN]|PA|RI|S[CD]"
    "|T[NX]|UT|V[TA]|W[AVIY]|QC|BC|AB|NSW|VIC|QLD|ACT"
)
_STATE = re.compile(rf"(?:[A-Z][\w.]+ ){{0,2}}(?:{_STATES})(?:[ -]\d{{4,5}})?(?:-\d+)?")
"""A state's letters, a city before them and a postal code behind: Cambridge MA 02139."""
_POSTAL = re.compile(r"\d{4,}|\b\d{2,3} \d{2,3}\b|\b[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}\b")
NOTE = re.compile(
    r"contribut|correspond|\badvis|\bsupervis|\bintern(?:ship)?\b|\bwork(?:ed|ing)? (?:done|was|is"
    r"|during|performed|while)|\bequal|\bauthors?\b|\bemail:|\be-mail:|\bcode\b|\bproject (?:page|"
    r"lead|website)|\blead(?:er)?\b|\bpublished|\baccepted|\bpreprint|\beditor|\bsupported|\bgrant"
    r"|\bdated?\b|\breceived|\bfellow\b|\balphabetical|\bdemo\b|\bwebsite|\bdataset|\bmodel:|\bunaff|\bindependent\b"
    r"|\bopen access\b|\b(?:original|research|review) (?:article|paper)\b|\breport\b|\bthesis\b"
    r"|\bconference\b|\bproceedings\b|\bversion\b|\babstract\b|\bcopyright\b",
    re.IGNORECASE,
)
"""Words of notes in a byline, which name no affiliation."""
SENTENCE = re.compile(r"\b(?:is|are|was|were|we|this|that|which|can|has|have|to|by|it|not)\b")
"""Words of sentences, which a name has none of."""
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_BETWEEN_PARTS = re.compile(
    r"\s*[,，、/]\s+|\s+[@|]\s+|(?<=[a-z]),(?=[A-Z])|[、，]|(?<=[学院所司])\s+"
)
_CAMPUSES = {
    "university of california": "Berkeley|Los Angeles|San Diego|Santa Barbara|Santa Cruz|Irvine"
    "|Davis|Riverside|Merced|San Francisco",
    "university of illinois": "Urbana[- –]Champaign|Chicago",
    "university of wisconsin": "Madison|Milwaukee",
    "university of texas": "Austin|Dallas|Arlington",
    "university of massachusetts": "Amherst|Lowell|Boston",
    "university of maryland": "College Park|Baltimore County",
    "university of north carolina": "Chapel Hill|Charlotte",
    "university of michigan": "Ann Arbor",
    "university of colorado": "Boulder|Denver",
    "indian institute of technology": "Bombay|Delhi|Madras|Kanpur|Kharagpur|Roorkee|Hyderabad"
    "|Guwahati|Gandhinagar|Jodhpur|Patna",
    "the chinese university of hong kong": "Shenzhen",
    "chinese university of hong kong": "Shenzhen",
    "the hong kong university of science and technology": "Guangzhou",
    "hong kong university of science and technology": "Guangzhou",
}
"""Universities that go by their campus, which stands behind a comma."""
_BEST, _MIDDLE = 3, 2
"""Ranks of universities and of names of the table, and of institutes and companies."""
_LEAST, _MOST_LETTERS, _MOST_WORDS = 2, 90, 12
"""Letters and words of an organisation's name."""
_MOST_OF_KNOWN = 4
"""Words of a known name at most that another follows without a comma."""
_UNKNOWN_WORDS = 6
"""Words of a name at most that nothing but its place tells."""
_FEW_WORDS = 7
"""Words of a name at most that begins with a known one: Google Cloud AI Research."""
_LEAST_KNOWN = 3
"""Letters of a known name at least that a longer one begins with."""
_LOOSE = re.compile(r"^(?:and|at|&|from|with)\s+|\s+(?:of|for|at|in|and|&|the)$")
"""Words that a name does not begin or end with."""
_TRAILING_MARK = re.compile(r"(?<=[a-z])\d{1,2}(?:,\d{1,2})*$")
_BRACKETS = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"^The ")
_LEGAL_FORM = re.compile(r"(?:inc|ltd|llc|corporation)$")
_TOO_BARE = frozenset(
    "research lab labs institute university college academy laboratory laboratories group team"
    " ai technology technologies company inc ltd school center centre institutes".split()
)


def named(words: str) -> tuple[list[str], int]:
    """Give the organisations of a segment that rank highest in their address, and the best rank.

    An address ends with its country.
    """
    if words.casefold() in _CITIES and _is_known(words):
        return [words], _BEST
    found: list[str] = []
    best = 0
    for address in _by_country(_parts(words)):
        ranked = [one for part in address for one in _ranked(part)]
        highest = max((rank for rank, _ in ranked), default=0)
        if highest and highest >= min(best, _MIDDLE):
            found += [name for rank, name in ranked if rank == highest]
            best = max(best, highest)
    return found, best


def _ranked(part: str) -> list[tuple[int, str]]:
    """Give the names of a part with their ranks; those that an "and" parts have one rank."""
    named = [(_rank(name), name) for name in map(_clean, split(part))]
    highest = max(rank for rank, _ in named)
    return [(highest if len(named) > 1 else rank, name) for rank, name in named]


def _by_country(parts: Iterable[str]) -> Iterator[list[str]]:
    """Cut the parts of a segment behind each country."""
    address: list[str] = []
    for part in parts:
        country, _, rest = part.partition(" and ")
        if rest and _COUNTRY.fullmatch(country):
            yield address
            address, part = [], rest
        address.append(part)
        if _COUNTRY.fullmatch(part):
            yield address
            address = []
    yield address


def _parts(words: str) -> list[str]:
    """Cut a segment at commas, but not in front of a university's campus."""
    parts: list[str] = []
    for part in map(str.strip, _BETWEEN_PARTS.split(words)):
        campus = _CAMPUSES.get(parts[-1].lower()) if parts else None
        if campus and re.match(rf"(?:at )?(?:{campus})\b", part):
            parts[-1] += ", " + part
        elif part:
            parts.append(part)
    return parts


def split(part: str) -> list[str]:
    """Cut at an "and" that parts two organisations; between two fields it is part of a name."""
    for match in _AND.finditer(part):
        left, right = part[: match.start()], part[match.end() :]
        if _FIELD_BEFORE.search(left) and _FIELD_HERE.match(right):
            continue
        ranks = _rank(_clean(left)), _rank(_clean(right))
        short = max(ranks) > 1 or not re.search(r"\s", left + right)
        beside = "&" in match[0] and short and unknown(left) and unknown(right)
        if min(ranks) > 1 or beside:
            return [left, *split(right)]
        if ranks == (_BEST, 0) and len(right.split()) > 1:
            return [left]  # a person's name, or what is no name
    return _unfused(_clean(part))


def _unfused(name: str) -> list[str]:
    """Cut a name behind one of the table that another follows: two columns of one line."""
    words = name.split()
    if _is_known(name):
        return [name]
    for at in range(min(len(words) - 1, _MOST_OF_KNOWN), 0, -1):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if not _is_known(first) or second.casefold() in _CITIES:
            continue
        if _is_known(second) or (at > 1 and len(words) > at + 1 and _UNIVERSITY.search(second)):
            return [first, *_unfused(second)]
    return [name]


def _clean(name: str) -> str:
    name = _TRAILING_MARK.sub("", " ".join(name.split()).strip(" .:;,´`"))
    name = _DEPARTMENT_AHEAD.sub("", _LOOSE.sub("", name))
    part = _PART_OF.match(name)
    return part["whole"] if part else name


def _rank(name: str) -> int:
    """Rank a name: 3 a university or one of the table, 2 an institute or company, 1 a laboratory.

    0 is none: a department, a place, a street, a person.
    """
    words = name.split()
    if not (_LEAST <= len(name) <= _MOST_LETTERS and len(words) <= _MOST_WORDS):
        return 0
    if squash(name) in _TOO_BARE or _is_place(name) or not (name[0].isalpha()):
        return 0
    if _is_known(name) or (_begins_known(words) and not _OF_UNIVERSITY.search(name)):
        return 3
    if name[0].islower():
        return 0
    if _DEPARTMENT.search(name):
        return _MIDDLE if _SCHOOL.search(name) else 0
    if _UNIVERSITY.search(name):
        return 3
    return 2 if _INSTITUTE.search(name) else int(bool(_MINOR.search(name)))


def _is_place(name: str) -> bool:
    if _COUNTRY.fullmatch(name) or _STATE.fullmatch(name) or name.casefold() in _CITIES:
        return True
    if _UNIVERSITY.search(name) or _INSTITUTE.search(name):
        return False
    return bool(_STREET.search(name) or _POSTAL.search(name))


def _is_known(name: str) -> bool:
    return squash(name) in known_names() or squash(_BRACKETS.sub("", name)) in known_names()


def _begins_known(words: Sequence[str]) -> bool:
    """Tell whether a name begins with a company of the table: "Google Cloud AI"."""
    if not 1 < len(words) <= _FEW_WORDS:
        return False
    return len(words[0]) >= _LEAST_KNOWN and squash(words[0]) in known_names()


def unknown(words: str) -> str:
    """Give a name that nothing but its place tells, or an empty string."""
    first = next(iter(_parts(words)), "")
    name = _clean(first)
    few = 0 < len(name.split()) <= _UNKNOWN_WORDS
    named = few and _TWO_LETTERS.search(name) and name[0].isupper() and not SENTENCE.search(name)
    other = _is_place(name) or _DEPARTMENT.search(name) or squash(name) in _TOO_BARE
    return name if named and not other and not NOTE.search(name) else ""


def each_once(names: Iterable[str]) -> list[str]:
    """Give names in order, each once: one that the table has under another name is the same."""
    kept: list[str] = []
    seen: list[frozenset[str]] = []
    for name in names:
        forms = _forms(name)
        if not any(forms & other for other in seen):
            kept.append(name)
            seen.append(forms)
    return kept


def _forms(name: str) -> frozenset[str]:
    """Give what a name is known by: its words, and the rows of the table that have it."""
    own = {squash(name), squash(_BRACKETS.sub("", name)), squash(_ARTICLE.sub("", name))}
    own |= {_LEGAL_FORM.sub("", one) for one in own}
    rows = (str(row) for one in own for row in known_names().get(one, ()))
    return frozenset(own).union(rows)
