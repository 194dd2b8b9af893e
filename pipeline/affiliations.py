"""Find the authors' affiliations on a paper's first page."""

from __future__ import annotations

import re

from pipeline.records import Paper, PaperText

_ORGANISATION = re.compile(
    r"(?:(?:[A-Z][\w’'-]+|AI|of|for|and|&)\s+){0,4}(?:University|Institute|Laborator(?:y|ies)|Labs?|College|Academy|Research)\b"
    r"(?:\s+(?:of|for|at|in)(?:\s+(?:the|[A-Z][\w’'-]+)){1,4})?"
    r"|\b(?:Google(?: Research| Brain| DeepMind)?|DeepMind|Microsoft|OpenAI|Facebook|Meta AI|Apple|Amazon(?: Web Services)?|IBM|NVIDIA"
    r"|Adobe|Alibaba(?: Group)?|Tencent|Baidu|Huawei|ByteDance"
    r"|Kuaishou(?: Technology)?|Meituan(?: Inc)?|Salesforce|Hugging Face|Anthropic|CERN)\b"
)
_TOO_BARE = frozenset(
    ["Research", "Lab", "Labs", "Institute", "University", "College", "Academy", "Laboratory", "Laboratories"]
)


def find_affiliations(paper: Paper, text: PaperText) -> tuple[str, ...]:
    """Give up to four organisations named on the lines above the abstract; a name that is glued to an author's is cut from it."""
    front = next((text.text[s.start : s.end] for s in text.sections if s.kind == "front"), "")[:3000]
    authors = [author for author in paper.authors if author]
    found: list[str] = []
    for line in front.splitlines():
        if _fold(line) and _fold(line) in _fold(paper.title + text.title):
            continue
        for author in authors:
            line = line.replace(author, " ; ")
        for match in _ORGANISATION.finditer(re.sub(r"[\d∗*†‡§¶♠♢♡♣,]+", " ; ", line)):
            name = re.sub(r"^(?:of|for|and|&|at)\s+|\s+(?:of|for|at|in|and|&|the)$", "", " ".join(match[0].split()))
            if " " not in name and name in _TOO_BARE:
                continue
            if 3 <= len(name) <= 60 and not any(name in other for other in found):
                found.append(name)
    return tuple(found[:4])


def _fold(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()
