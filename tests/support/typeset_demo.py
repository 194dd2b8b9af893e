"""Typeset the demo's paper anew, by hand, after its source has changed: `python tests/support/typeset_demo.py`."""

from pathlib import Path

import typst

SOURCE = Path(__file__).parents[2] / "pipeline" / "demo" / "papers-daily.typ"

if __name__ == "__main__":
    typst.compile(str(SOURCE), output=str(SOURCE.with_suffix(".pdf")))
    print(SOURCE.with_suffix(".pdf"))
