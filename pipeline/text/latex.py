"""Text for LaTeX and BibTeX: what would steer either is escaped, letters stay as they are. Pure.

Titles are other people's: of TeX only accents and formulas of known commands are taken for it. For
BibTeX a brace counts even behind a backslash, so none is written that has no partner.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text.disguise import printable

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&%#_"},
    }
)
_COMBINING = dict(zip("'`^\"~=.cvuHkr", "\u0301\u0300\u0302\u0308\u0303\u0304\u0307"
    "\u0327\u030c\u0306\u030b\u0328\u030a", strict=True))  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(?P<mark>['`^\"~=.])|(?P<by_letter>[cvuHkr])(?=[{ ])) ?"
    r"(?:\{\\?(?P<braced>[A-Za-z])\}|\\?(?P<bare>[A-Za-z])(?![A-Za-z]*\{))"
)
_LETTER = re.compile(rf"\{{?\\({'|'.join(_LETTERS)})(?:\{{\}}|\}}|(?![A-Za-z]) ?)")
_MATH = re.compile(r"\$(?=\S)([^$]{1,200}?)(?<=\S)\$(?!\d)")
"""A formula as pandoc knows one: "from $5 to $10" has none."""
_COMMANDS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi
    Psi Omega mathbb mathbf mathcal mathfrak mathit mathrm mathsf rm bf cal it left right vert Vert
    mid times cdot ast star circ bullet pm mp le leq ge geq ne neq ll gg sim simeq approx equiv in
    subset subseteq cup cap to rightarrow leftarrow leftrightarrow Rightarrow mapsto infty partial
    nabla hbar ell dagger prime sqrt frac sum prod int log ln exp min max sup inf det dim bar hat
    tilde vec dot ddot overline underline otimes oplus wedge langle rangle perp parallel forall
    exists""".split()
_FORMULA = re.compile(
    rf"(?:[^\\%#&~$]|\\(?:{'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z])"
    r"|\\[,;:! ])+"
)
_WORD = re.compile(r"[^\W_]+")
_BEHIND_SPACE = re.compile(r"(?<!\S)[^\W_]+")
_FEWEST_LETTERS = 4
"""Letters of a word that tells whether a title has capitals at its words: "of" has none anyway."""


def escaped(text: str) -> str:
    """Give a text on one line that LaTeX prints as it stands."""
    return _plain(text).translate(_ESCAPES)


def title(text: str) -> str:
    """Give a title whose capitals stay capitals in styles that write titles small.

    A word is protected that has a capital within it or beside a digit, or is one (BERT, T5, C); and
    any with a capital where most words of the title have none, because that is then a name's.
    Formulas stay what they are.
    """
    bare = _with_accents(_plain(text))
    small = _is_in_small_letters(_MATH.sub(" ", bare))
    return "".join(
        f"{{{piece}}}" if is_formula else _words(piece, protect=small)
        for piece, is_formula in _pieces(bare)
    )


def verbatim(text: str) -> str:
    """Give an address or a DOI: what would steer LaTeX in it is written in percent."""
    return "".join(
        character
        if character.isascii() and character.isprintable() and character not in ' \\{}%#^~"<>|'
        else _in_percent(character)
        for character in text
    )


def _in_percent(character: str) -> str:
    if character in "%#~":  # what addresses have for their own use
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _plain(text: str) -> str:
    """Give a text in printable characters, on one line."""
    return " ".join(printable(text).split())


def _with_accents(text: str) -> str:
    r"""Give a text whose TeX accents are letters: `Demoir\'eing`, `Syst\`{e}me`, `\L{}ukasz`."""
    return _LETTER.sub(lambda found: _LETTERS[found[1]], _ACCENT.sub(_accented, text))


def _accented(found: re.Match[str]) -> str:
    mark = _COMBINING[found["mark"] or found["by_letter"]]
    return unicodedata.normalize("NFC", (found["braced"] or found["bare"]) + mark)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Give a text in pieces, each with whether it is a formula."""
    at = 0
    for found in _MATH.finditer(text):
        if _is_formula(found[1]):
            yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
    yield text[at:], False


def _is_formula(inside: str) -> bool:
    """Tell whether what stands between dollars is a formula of known commands and whole braces."""
    if "^^" in inside or not _FORMULA.fullmatch(inside):  # TeX reads ^^5c as a backslash
        return False
    depth = 0
    for character in inside:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _words(piece: str, *, protect: bool) -> str:
    found, at = [], 0
    for word in _WORD.finditer(piece):
        found.append(piece[at : word.start()].translate(_ESCAPES))
        found.append(f"{{{word[0]}}}" if _is_name(word[0], protect=protect) else word[0])
        at = word.end()
    found.append(piece[at:].translate(_ESCAPES))
    return "".join(found)


def _is_name(word: str, *, protect: bool) -> bool:
    capitals = sum(map(str.isupper, word))
    if not capitals or word == "A":
        return False
    within: bool = capitals > word[0].isupper()
    return protect or within or len(word) == 1 or any(map(str.isdigit, word))


def _is_in_small_letters(text: str) -> bool:
    """Tell whether most words of a title begin small, its first aside."""
    words = [word for word in _BEHIND_SPACE.findall(text)[1:] if len(word) >= _FEWEST_LETTERS]
    small: int = sum(word[0].islower() for word in words)
    return small * 2 > len(words)
