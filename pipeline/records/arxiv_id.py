"""Parse and print arXiv identifiers.

The forms are arXiv's own (https://info.arxiv.org/help/arxiv_identifier.html): `YYMM.NNNN` from
April 2007 to December 2014, `YYMM.NNNNN` from January 2015, and `archive[.XX]/YYMMNNN` from July
1991 to March 2007, each with an optional `vN`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pipeline.errors import UsageError

# re.ASCII everywhere: int("١") is 1 in Python, and no identifier has an Arabic digit in it
_NEW = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})", re.ASCII)
_OLD = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z]{2})?/(\d{2})(\d{2})(\d{3})", re.ASCII)
_VERSION = re.compile(r"[vV]([1-9]\d{0,3})", re.ASCII)
_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*arxiv\.org|(?:www\.)?huggingface\.co|hf\.co|(?:www\.)?alphaxiv\.org"
    r"|(?:dx\.|www\.)?doi\.org",
    re.ASCII,
)
_PREFIX = re.compile(r"(?:arxiv\s*:\s*|(?:doi:\s*)?10\.48550/arxiv\.)", re.ASCII | re.IGNORECASE)
_BEGINS_LIKE_ONE = re.compile(
    r"[a-z]{2,10}://|(?:www\.|export\.)?arxiv\.org/|arxiv\s*:|(?:doi:)?10\.48550/", re.IGNORECASE
)
_LOOKS_LIKE_ONE = re.compile(
    r"[\d.]+(?:v\d+)?|[a-z-]+(?:\.[a-z-]+)?/\d+(?:v\d+)?|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)
_ROUTES = (
    "abs/",
    "pdf/",
    "html/",
    "src/",
    "e-print/",
    "format/",
    "ps/",
    "papers/",
    "overview/",
    "10.48550/arxiv.",
)
# the archives that took old-style identifiers (https://arxiv.org/archive/), so that
# "lesson/9901001" is none
_ARCHIVES = frozenset(
    [
        "acc-phys",
        "adap-org",
        "alg-geom",
        "ao-sci",
        "astro-ph",
        "atom-ph",
        "bayes-an",
        "chao-dyn",
        "chem-ph",
        "cmp-lg",
        "comp-gas",
        "cond-mat",
        "cs",
        "dg-ga",
        "funct-an",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math",
        "math-ph",
        "mtrl-th",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "patt-sol",
        "physics",
        "plasm-ph",
        "q-alg",
        "q-bio",
        "quant-ph",
        "solv-int",
        "supr-con",
    ]
)
_HINT = "write it like 2112.03857, 2112.03857v2, hep-th/9901001 or https://arxiv.org/abs/2112.03857"


@dataclass(frozen=True, order=True)
class ArxivId:
    """An arXiv identifier: what names an e-print, with or without a version.

    `base` is canonical (`2112.03857`, `math/0309136`: the subject class of old identifiers carries
    no meaning and is dropped); `version` is None where none was given.
    """

    base: str
    version: int | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        """Have a record's field written as the identifier's string, and read back from one."""
        return core_schema.no_info_plain_validator_function(
            _of_field, serialization=core_schema.to_string_ser_schema()
        )

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"

    @property
    def slug(self) -> str:
        """The identifier as a folder name: `hep-th_9901001v2`."""
        return str(self).replace("/", "_")

    @property
    def year_month(self) -> tuple[int, int]:
        """The year and month of version 1: arXiv numbers what is submitted by them."""
        number = self.base.rpartition("/")[2]
        return _full_year(number[:2]), int(number[2:4])

    def with_version(self, version: int) -> ArxivId:
        """Give the identifier of another version of the same paper."""
        return ArxivId(self.base, version)


def parse(text: str) -> ArxivId:
    """Parse an identifier in any form that people paste.

    Takes a bare identifier, one with `arXiv:` or the DOI prefix `10.48550/arXiv.` in front, and
    URLs of arXiv, its mirrors, doi.org, huggingface.co/papers and alphaxiv.org; in angle brackets
    too, and with a sentence's punctuation behind. Raises UsageError, with what would be right, for
    all else.
    """
    found = _parse_path(_path(_unwrapped(text)))
    if found is None:
        raise UsageError(f"not an arXiv identifier: {text[:120]!r}", _HINT)
    return found


def _of_field(value: object) -> ArxivId:
    if isinstance(value, ArxivId):
        return value
    try:
        # as we write it ourselves: thousands are read at once
        return _parse_path(str(value)) or parse(str(value))
    except UsageError as error:  # what a validator raises has to be a ValueError
        raise ValueError(error.message) from error


def looks_like_one(text: str) -> bool:
    """Tell whether somebody meant an identifier or a URL, right or wrong, rather than a title."""
    text = _unwrapped(text)
    return bool(_BEGINS_LIKE_ONE.match(text) or _LOOKS_LIKE_ONE.fullmatch(text))


def _unwrapped(text: str) -> str:
    """Take off what a copied sentence or Markdown puts around: `<https://arxiv.org/abs/…>,`."""
    text = re.sub(r"[.,;:，。；：]$", "", text.strip())
    return re.sub(r"^<([^<>]*)>$", r"\1", text)


def _path(text: str) -> str:
    """Strip everything around the identifier that is known to be decoration."""
    bare = re.sub(r"^https?://", "", text, flags=re.IGNORECASE)
    host, slash, _ = bare.partition("/")
    if bare != text or (slash and _HOSTS.fullmatch(host.lower())):
        return _path_of_address(bare)
    text = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
    # "arXiv:2112.03857 [cs.CV]" is how arXiv itself prints it
    text = re.sub(r"\s+\[[a-z-]+(?:\.[A-Za-z-]+)?\]$", "", text)
    return re.sub(r"(?i)\.pdf$", "", text).strip()


def _path_of_address(bare: str) -> str:
    """Give what of an address without its scheme may be the identifier; empty where nothing."""
    if re.search(r"\s", bare):
        # urlsplit drops line ends and tabs: what is left could be another paper's identifier
        return ""
    try:
        url = urlsplit("https://" + bare)
    except ValueError:  # "https://[": not even a URL
        return ""
    # the whole of it: no user in front
    if not _HOSTS.fullmatch(re.sub(r":\d{1,5}$", "", url.netloc.lower())):
        return ""
    path = unquote(url.path).strip("/")
    for route in _ROUTES:
        if path.lower().startswith(route):
            return re.sub(r"(?i)\.pdf$", "", path[len(route) :])
    return ""


def _parse_path(path: str) -> ArxivId | None:
    base, version = _split_version(path)
    if base is None:
        return None
    canonical = _new_style(base) or _old_style(base)
    return ArxivId(canonical, version) if canonical else None


def _new_style(base: str) -> str | None:
    """Give an identifier of April 2007 and later as it is; None for anything else."""
    match = _NEW.fullmatch(base)
    if not match:
        return None
    year, month, number = match.groups()
    in_time = (year, month) >= ("07", "04") and "01" <= month <= "12"
    digits = 5 if year >= "15" else 4
    return base if in_time and len(number) == digits and int(number) else None


def _old_style(base: str) -> str | None:
    """Give an identifier of July 1991 to March 2007 without subject class; None for all else."""
    match = _OLD.fullmatch(base)
    if not match or match[1] not in _ARCHIVES:
        return None
    archive, year, month, number = match.groups()
    in_time = "01" <= month <= "12" and (1991, 7) <= (_full_year(year), int(month)) <= (2007, 3)
    return f"{archive}/{year}{month}{number}" if in_time and int(number) else None


def _full_year(year: str) -> int:
    return int(year) + (1900 if year >= "91" else 2000)


def _split_version(path: str) -> tuple[str | None, int | None]:
    match = re.fullmatch(r"(.*)([vV]\d+)", path, re.ASCII | re.DOTALL)
    if not match:
        return path, None
    version = _VERSION.fullmatch(match[2])
    return (match[1], int(version[1])) if version else (None, None)
