"""Messages about mistakes in templates."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from msgspec import Struct

from bulletin.errors import UserError
from bulletin.render.template_errors import explain_template_errors
from bulletin.render.templates import speed_up_templates
from tests.english_words import find_english_words

FOLDER = "theme/templates"


class View(Struct):
    """A view model with a title."""

    title: str = "Tin"

    @property
    def broken(self) -> str:
        """Raise an error of the program."""
        return dict[str, str]()["x"]


def render(folder: Path, template: str, monkeypatch: pytest.MonkeyPatch, **filters: Any) -> str:
    """Render an article of an office's site in ``folder``."""
    monkeypatch.chdir(folder)
    for name, text in {
        f"{FOLDER}/article.html": f"{{# khuôn riêng #}}\n{template}\n",
        f"{FOLDER}/components/teaser.html": "{% macro teaser(view) %}\n{{ view.titel }}\n{% endmacro %}\n",
        "product/article.html": "<main>{% block main %}{{ view.title }}{% endblock %}</main>\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    product = jinja2.FileSystemLoader(folder / "product")
    loaders = [jinja2.FileSystemLoader(folder / FOLDER), jinja2.PrefixLoader({"!theme": product})]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders), undefined=jinja2.StrictUndefined, autoescape=True
    )
    environment.filters |= filters
    speed_up_templates(environment)
    explain_template_errors(environment)
    return environment.get_template("article.html").render(view=View(), words={"related": "Xem thêm"})


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ view.titel }}", "article.html:2: không có “titel”; có phải “title” không?"),
        ("{{ view.zzz }}", "article.html:2: không có “zzz”."),
        ("{{ viev.title }}", "article.html:2: không có “viev”; có phải “view” không?"),
        ("{{ words.relate }}", "article.html:2: không có “relate”; có phải “related” không?"),
        ("<p>\n{{ super() }", "article.html:3: sai cú pháp: “}” đứng sai chỗ."),
        ("{{ view.title ", "article.html:2: sai cú pháp: cần “}}” mà gặp hết tệp."),
        ("{% iff view %}", "article.html:2: sai cú pháp: không có lệnh “iff”, hoặc lệnh này đứng sai chỗ."),
        ("{% if view %}", "article.html:2: sai cú pháp: thiếu lệnh “elif” hoặc “else” hoặc “endif”."),
        ("{{ view|daet }}", "article.html:2: sai cú pháp: không có bộ lọc “daet”."),
        (
            '{% extends "!theme/articl.html" %}',
            "article.html:2: không có khuôn “!theme/articl.html”; có phải “!theme/article.html” không?",
        ),
        (
            '{% from "components/teasers.html" import teaser %}',
            "article.html:2: không có khuôn “components/teasers.html”; có phải “components/teaser.html” không?",
        ),
        (
            '{% from "components/teaser.html" import teasr %}{{ teasr(view) }}',
            "article.html:2: khuôn “components/teaser.html” không có “teasr”; có phải “teaser” không?",
        ),
        (
            '{% from "components/teaser.html" import teaser %}{{ teaser(view) }}',
            "components/teaser.html:2: không có “titel”; có phải “title” không?",
        ),
        (
            '{% extends "!theme/article.html" %}{% block main %}\n\n{{ view.titel }}{% endblock %}',
            "article.html:4: không có “titel”; có phải “title” không?",
        ),
    ],
)  # fmt: skip
def test_mistake_in_a_template_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, message: str
) -> None:
    with pytest.raises(UserError) as caught:
        render(tmp_path, template, monkeypatch)
    assert str(caught.value) == f"{FOLDER}/{message} Hãy sửa dòng này rồi dựng lại."


def test_expression_of_wrong_types_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        UserError, match=r"^theme/templates/article.html:2: không tính được biểu thức \(TypeError"
    ):
        render(tmp_path, "{{ view.title + 1 }}", monkeypatch)


def test_error_of_the_program_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError):
        render(tmp_path, "{{ view.broken }}", monkeypatch)


def test_user_error_of_a_filter_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_value: str) -> str:
        raise UserError("Hãy sửa ảnh.")

    with pytest.raises(UserError, match=r"^Hãy sửa ảnh\.$"):
        render(tmp_path, "{{ view.title|refuse }}", monkeypatch, refuse=refuse)


def create_environment_with_product(folder: Path, product: str) -> jinja2.Environment:
    """Return an environment of the site in ``folder`` and of the product."""
    files = {folder / "theme/a.html": "\n{% include 'b.html' %}", folder / product / "b.html": "{{ c }}"}
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder / "theme", folder / product]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
    )
    explain_template_errors(environment)
    return environment


@pytest.mark.parametrize("product", ["../product", ".venv/lib/product"])
def test_error_in_a_template_of_the_product_is_told_at_the_line_of_the_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, product: str
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    environment = create_environment_with_product(tmp_path / "site", product)
    with pytest.raises(UserError) as caught:
        environment.get_template("a.html").render()
    message = "theme/a.html:2: khuôn “b.html” của phần mềm, dùng ở dòng này: không có “c”. Hãy sửa dòng này rồi dựng lại."
    assert str(caught.value) == message


def test_error_in_a_template_of_the_product_alone_has_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    environment = create_environment_with_product(tmp_path / "site", "../product")
    with pytest.raises(UserError) as caught:
        environment.get_template("b.html").render()
    assert str(caught.value).endswith(
        "b.html:1: không có “c”. Khuôn này là của phần mềm; hãy gửi dòng này cho người bảo trì."
    )
    assert str(caught.value).startswith(str(tmp_path))
    assert not find_english_words(str(caught.value))
