import pytest

from tools.measure_citations import COLLECTIONS, main, measure_accuracy, read_sentences


@pytest.mark.parametrize("name", COLLECTIONS)
def test_measure_accuracy_of_each_file_reaches_99_percent(name: str) -> None:
    accuracy = measure_accuracy(list(read_sentences(name)))
    assert accuracy.precision >= 0.99, accuracy.misses
    assert accuracy.recall >= 0.99, accuracy.misses


def test_read_sentences_of_all_files_have_400_citations_and_sources() -> None:
    sentences = [sentence for name in COLLECTIONS for sentence in read_sentences(name)]
    assert sum(len(sentence.citations) for sentence in sentences) >= 400
    assert all(sentence.source for sentence in sentences)
    assert len({sentence.text for sentence in sentences}) == len(sentences)


def test_measure_accuracy_of_wrong_mark_counts_it() -> None:
    (sentence, *_) = [one for one in read_sentences("tuned") if one.citations]
    changed = sentence._replace(text=sentence.text.replace("/T", "/X"), citations=((("number", "0"),),))
    accuracy = measure_accuracy([changed])
    assert accuracy.right == 0
    assert accuracy.misses


def test_main_prints_a_line_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == list(COLLECTIONS)
