"""What fields of research are called."""

from __future__ import annotations

import pytest

from pipeline.text.fields import names_of, pieces


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("大模型（NLP, CV, 多模态等)", ["大模型", "NLP", "CV", "多模态"]),
        ("GNN系列", ["GNN"]),
        ("Anomaly Detection 系列", ["Anomaly Detection"]),
        ("搜广推（+智能运营)", ["搜广推", "智能运营"]),
        ("Diffusion models", ["Diffusion"]),
        ("  （）", []),
    ],
)
def test_a_topic_names_its_fields(topic: str, named: list[str]) -> None:
    assert pieces(topic) == named


def test_a_field_is_known_by_its_names_in_both_languages() -> None:
    words = [name.words for name in names_of("gnn")]
    assert words[0] == "gnn"
    assert {"graph neural network", "图神经网络"} <= set(words)


def test_a_field_that_is_not_known_is_called_as_it_is() -> None:
    assert [name.words for name in names_of("Bird Song")] == ["Bird Song"]
