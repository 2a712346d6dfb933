import pytest

from bulletin.content.frontmatter.draft_status import is_marked_as_draft


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [a\nstatus: draft\n---\n\nThân bài.",
        "---\ntitle: a: b\nstatus: review\n---\n",
        '\ufeff\n---\nstatus: "draft"\ntitle: [a\n---\n',
        "---\nStatus: Draft  # chưa xong\ntitle: [a\n...\n",
        "---\ntitle: [a\nstatus:\u00a0draft\n---\n",
        "---\nstatus: draft\ntitle: a\n---\n\n<<<<<<< HEAD\nmột\n=======\nhai\n>>>>>>> b\n",
        "---\nstatus: draft\ntitle: a\n---\n\nstatus: published\n",
        "---\ntitle: a\nstatus: draft\n\nThân bài, dòng --- kết thúc còn thiếu.\n",
        "title: a\ntags:\n  - b\nstatus: draft\n---\n\nDòng --- mở đầu còn thiếu.",
    ],
)
def test_is_marked_as_draft_with_one_plain_status_line_is_true(text: str) -> None:
    assert is_marked_as_draft(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\ntitle: [a\n---\n",
        "---\ntitle: [a\nstatus: published\n---\n",
        "---\ntitle: [a\nstatus: hidden\n---\n",
        "---\ntitle: [a\nstatus: nháp\n---\n",
        "---\ntitle: [a\nstatus:draft\n---\n",
        "---\ntitle: [a\nstatus: drafted\n---\n",
        "---\ntitle: [a\nstatus: [draft]\n---\n",
        "---\ntitle: [a\nstatus: draft'\n---\n",
        "---\ntitle: [a\nmy-status: draft\n---\n",
        "---\nsource:\n  status: draft\ntitle: [a\n---\n",
        "---\n# status: draft\ntitle: [a\n---\n",
        "---\nstatus: draft\ntitle: [a\nstatus: published\n---\n",
        "---\nstatus: draft\nstatus published\n---\n",
        "---\n{title: [a, status: published}\nstatus: draft\n---\n",
        "---\n<<<<<<< HEAD\nstatus: draft\n=======\n>>>>>>> b\ntitle: a\n---\n",
        "---\ntitle: [a\n---\nstatus: draft\n",
        "---\ntitle: a\n\nstatus: draft\n",
        "Một đoạn văn.\n\nstatus: draft\n",
    ],
)
def test_is_marked_as_draft_in_doubt_is_false(text: str) -> None:
    assert not is_marked_as_draft(text)
