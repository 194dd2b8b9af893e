"""Logs made for tests."""

from __future__ import annotations

from hypothesis import strategies as st

pieces = st.sampled_from(
    ["# 2024.1", "## 2024.1.6", "## 2023-03-22", "- **2022/05/06, Friday.**", "2019-11.25", "《**GLIP**: x》", "```", "~~~", "- [ ] item", "1，点",
     "text\u2028more", "\ufeff", "\x0b", "", "# Jan 6, 2024", "### 2022/05: Read 36 papers.", "\udcff", "    code", "<!-- c -->", "## 2024-01\ufeff."]
)  # fmt: skip
texts = st.lists(st.one_of(pieces, st.text(max_size=20)), max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n", "\r\n", "\n\n", "\r"]).map(lambda end: end.join(parts))
)
"""Texts of what logs have, in any order, and of what they don't."""
