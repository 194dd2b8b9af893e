"""How a sentence is said where nothing of its paper is beside it."""

from __future__ import annotations

import pytest

from pipeline.draft.told import told, without_contrast


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Furthermore, our reader reads.", "Our reader reads."),
        ("Second, we propose a reader.", "We propose a reader."),
        ("Specifically, the reader is given words.", "The reader is given words."),
        ("To this end, we propose a reader.", "We propose a reader."),
        ("To examine this phenomenon, we present a reader.", "We present a reader."),
        ("Motivated by these birds, this paper reads.", "This paper reads."),
        ("Through this process we make a reader.", "We make a reader."),
        ("To read tables, we propose a reader.", "To read tables, we propose a reader."),
        ("To read this, people need light.", "To read this, people need light."),
        ("We also train a reader.", "We train a reader."),
        ("We have also shown that it reads.", "We have shown that it reads."),
        ("Birds that we also saw sing.", "Birds that we also saw sing."),
        ("As shown in Table 3, our reader reads.", "Our reader reads."),
        ("In addition, as shown in Fig. 2(a), our reader reads.", "Our reader reads."),
        ("From Table 2, we can see that our reader reads.", "Our reader reads."),
        ("Table 4 shows that our reader reads.", "Our reader reads."),
        ("Our reader reads (Table 3) well (see Section 4.1).", "Our reader reads well."),
        ("Our reader reads (§4, Fig. 2).", "Our reader reads."),
        ("Our reader (all of it) reads.", "Our reader (all of it) reads."),
        ("Our reader reads, as shown in Table.", "Our reader reads."),
        ("Our reader outperforms Sparrow 2.", "Our reader outperforms Sparrow 2."),
        ("Our reader reads 14 of 15 papers in 2015.", "Our reader reads 14 of 15 papers in 2015."),
        ("However, our reader reads.", "However, our reader reads."),
        ("our reader reads.", "our reader reads."),
    ],
)
def test_links_and_pointers_are_left_off(sentence: str, said: str) -> None:
    assert told(sentence) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("However, tables are not read.", "Tables are not read."),
        ("Yet tables are not read.", "Tables are not read."),
        ("However many tables there are, it reads.", "However many tables there are, it reads."),
        ("Tables are read, however.", "Tables are read, however."),
    ],
)
def test_what_sets_a_sentence_off_from_another_is_left_off(sentence: str, said: str) -> None:
    assert without_contrast(sentence) == said
