"""Every component renders all of its examples."""

import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from markupsafe import Markup
from msgspec import Struct

from bulletin.view_models import components, documents, pages
from tests.theme.example_components import STATIC_FOLDER, TEMPLATES_FOLDER
from tests.theme.rendering import get_jinja_environment

FOLDER = TEMPLATES_FOLDER / "components"
NAMES = sorted(file.stem for file in FOLDER.glob("*.html"))


class ExampleLoader(yaml.SafeLoader):
    """Reads ``!Teaser {…}`` as the view model of that name.

    Reason: the examples must keep to the fields of the view models.
    """


def _create_constructor(model: type) -> Any:
    return lambda loader, node: model(**loader.construct_mapping(node, deep=True))


def _construct_markup(loader: ExampleLoader, node: yaml.Node) -> Markup:
    assert isinstance(node, yaml.ScalarNode)
    return Markup(loader.construct_scalar(node))  # an example in this repository


for module in (components, documents, pages):
    for model in vars(module).values():
        if isinstance(model, type) and issubclass(model, Struct) and model is not Struct:
            ExampleLoader.add_constructor(f"!{model.__name__}", _create_constructor(model))
ExampleLoader.add_constructor("!Markup", _construct_markup)


def read_examples(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=ExampleLoader)  # noqa: S506  # a SafeLoader that knows the view models


def list_examples() -> list[Any]:
    """Return component, macro and example for each example."""
    examples = []
    for file in sorted(FOLDER.glob("*.yaml")):
        data = read_examples(file.stem)
        examples += [
            pytest.param(file.stem, example.get("macro", data["macro"]), example, id=f"{file.stem}-{number}")
            for number, example in enumerate(data["examples"])
        ]
    return examples


@pytest.mark.parametrize(("component", "macro", "example"), list_examples())
def test_example_renders_valid_html_with_the_expected_texts(
    component: str, macro: str, example: dict[str, Any]
) -> None:
    module = get_jinja_environment().get_template(f"components/{component}.html").module
    html = str(getattr(module, macro)(**example["with"]))
    html5lib.HTMLParser(strict=True).parseFragment(html)
    for text in example.get("expect", ()):
        assert text.replace('"', "") in html.replace('"', "")
    for text in example.get("without", ()):
        assert text not in html


@pytest.mark.parametrize("name", NAMES)
def test_component_has_examples_and_a_stylesheet_that_names_it(name: str) -> None:
    assert (FOLDER / f"{name}.yaml").is_file()
    sheet = (STATIC_FOLDER / "css" / f"{name}.css").read_text("utf-8")
    assert re.match(rf"/\* {re.escape(name)}: ", sheet)


@pytest.mark.parametrize("name", NAMES)
def test_component_has_a_macro_of_its_name(name: str) -> None:
    source = (FOLDER / f"{name}.html").read_text("utf-8")
    assert f"{{% macro {name.replace('-', '_')}(" in source
    assert read_examples(name)["macro"] == name.replace("-", "_")


def test_every_yaml_file_belongs_to_a_component() -> None:
    assert [file.stem for file in sorted(Path(FOLDER).glob("*.yaml"))] == NAMES
