"""What fields of research are called: in English, in Chinese, in short. Pure."""

from __future__ import annotations

import re

from pipeline.text.wanted import Wanted

_FIELDS = (
    "大模型 | LLM | large language model | language model | foundation model | 语言模型",
    "NLP | natural language processing | 自然语言 | machine translation | 机器翻译",
    "CV | computer vision | 计算机视觉 | image | visual | vision | 图像 | 视觉 | object detection",
    "多模态 | multimodal | multi modal | vision language | cross modal | text to image | 跨模态",
    "GNN | graph neural network | graph convolutional | graph attention | 图神经网络 | 图网络",
    "anomaly detection | outlier detection | 异常检测 | 异常",
    "搜广推 | recommendation | recommender | 推荐 | 广告 | CTR | click through | 搜索 | ranking",
    "智能运营 | AIOps | operations",
    "RL | reinforcement learning | 强化学习 | RLHF",
    "RAG | retrieval augmented | 检索增强",
    "diffusion | 扩散 | DDPM",
    "speech | 语音 | audio | 音频 | ASR",
    "time series | 时间序列 | 时序",
    "knowledge graph | 知识图谱",
)
"""Names of one field in each row, its usual tasks among them."""
_ROWS = [[name.strip() for name in row.split("|")] for row in _FIELDS]
_BETWEEN = re.compile(r"[（()）、，,/+＋;；|:：]+")
_OF_ANY_TOPIC = re.compile(
    r"(?i)^(?:等|及|和|与|and)+|(?:系列|方向|领域|相关|主线|等|\bseries|\bpapers?|\bmodels?)+$"
)


def pieces(topic: str) -> list[str]:
    """Give what a topic of a log names: of "大模型（NLP, CV等)" the three fields."""
    cut = (_OF_ANY_TOPIC.sub("", part.strip()).strip() for part in _BETWEEN.split(topic))
    return [part for part in cut if any(map(str.isalnum, part))]


def names_of(field: str) -> tuple[Wanted, ...]:
    """Give what a field is called, each name to be looked for in a text."""
    same = (row for row in _ROWS if field.casefold() in (name.casefold() for name in row))
    names = dict.fromkeys([field, *(name for row in same for name in row)])
    return tuple(map(Wanted, names))
