"""The words of a catalog's rate plans."""

from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.publishing.vocabulary import WORD, Vocabulary

TEXTS = st.lists(st.text("abcéß1²_-, \u2028İ中", max_size=60) | st.sampled_from(["Gateway", "gateway,", "a" * 50]))


@given(TEXTS)
def test_a_text_adds_its_words_whichever_of_them_are_known(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    for text in texts:
        vocabulary.note(text)
    assert vocabulary.words == {word for text in texts for word in WORD.findall(text.lower())}
