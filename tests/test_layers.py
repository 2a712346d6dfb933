"""Hold the import contract: a package imports only packages below it.

The contract covers imports inside functions too. docs/architecture.md draws the same layers.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    "cli",
    "product",
    "publishing plugins",
    "reports",
    "check render search",
    "build",
    "views",
    "context",
    "related ads readership",
    "share_cards",
    "archive images",
    "content view_models",
    "settings storage default_settings",
    "processes clock urls version citations",
    "text errors",
)
"""Parts of ``bulletin``, top to bottom. Parts of one layer do not import each other."""
PUBLISHING_LAYERS = (
    "status withdraw",
    "pipeline timer_pull",
    "publication",
    "alerts steps",
    "repository rollback schedule",
    "changes external_links withdrawal",
    "addresses verification",
    "release_creation",
    "build targets",
    "inspection settings site_trees",
    "error_context release workspace",
)
"""Parts of ``bulletin.publishing``, top to bottom."""
PELICAN_ADAPTERS = {"bulletin.cli.livereload.build_server", "bulletin.publishing.settings.settings"}
"""Modules of ``bulletin`` that import Pelican, besides the plugins. The settings reader of Pelican reads ``publishconf.py``."""
OUTER_PARTS = ("bench", "pelicanconf", "publishconf", "tasks", "tests", "theme", "tools")
"""Packages and modules of the repository that ``bulletin`` never imports."""
ENTRY_POINTS = ("bench", "bulletin.cli", "bulletin.publishing", "tasks", "tests", "tools")
"""Parts that no plugin imports. Reason: they start a build or look at it from outside."""


@cache
def find_modules() -> dict[str, Path]:
    """Return the files of all modules outside the tests by their dotted names."""
    files = [ROOT / "tasks.py"]
    for folder in ("bulletin", "bulletin/plugins", "bench", "tools"):
        files += [file for file in (ROOT / folder).rglob("*.py") if "peers" not in file.parts]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


@cache
def find_imports(module: str) -> tuple[str, ...]:
    """Return the dotted names of the modules that a module imports."""
    return tuple(_read_imports(find_modules()[module], module))


def _read_imports(file: Path, module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} uses a relative import"
            for name in node.names:
                submodule = f"{node.module}.{name.name}"
                yield submodule if submodule in find_modules() else str(node.module)


def find_all_imports(package: str) -> list[tuple[str, str]]:
    """Return the imports below a package, or all imports, as pairs of modules."""
    return [
        (module, name)
        for module in find_modules()
        if is_inside(module, package)
        for name in find_imports(module)
    ]


def is_inside(module: str, *packages: str) -> bool:
    """Tell if a module is one of some packages or stands in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def find_part_imports(package: str) -> Iterator[tuple[str, str, str]]:
    """Yield both parts and both modules of each import between parts."""
    depth = package.count(".") + 1 if package else 0
    for module, name in find_all_imports(package):
        if package not in (module, name) and (not package or is_inside(name, package)):
            parts = module.split(".")[depth], name.split(".")[depth]
            if parts[0] != parts[1]:
                yield (*parts, f"{module} imports {name}")


def find_upward_imports(package: str, layers: Iterable[str]) -> list[str]:
    """Return the imports between parts that do not lead to a lower layer."""
    row = {name: index for index, layer in enumerate(layers) for name in layer.split()}
    return [found for importer, part, found in find_part_imports(package) if row[importer] >= row[part]]


@pytest.mark.parametrize(
    ("package", "layers"), [("bulletin", LAYERS), ("bulletin.publishing", PUBLISHING_LAYERS)]
)
def test_layers_imports_go_downwards(package: str, layers: tuple[str, ...]) -> None:
    assert find_upward_imports(package, layers) == []


def test_layers_list_turned_round_finds_imports() -> None:
    found = find_upward_imports("bulletin", LAYERS[::-1])
    assert "bulletin.urls imports bulletin.text.slugs" in found
    assert "bulletin.cli.maintenance.commands imports bulletin.cli.maintenance.lockfiles" not in found


@pytest.mark.parametrize(
    ("package", "layers"), [("bulletin", LAYERS), ("bulletin.publishing", PUBLISHING_LAYERS)]
)
def test_layers_name_all_parts_once(package: str, layers: tuple[str, ...]) -> None:
    parts = {
        module.split(".")[package.count(".") + 1]
        for module in find_modules()
        if module.startswith(f"{package}.")
    }
    assert sorted(name for layer in layers for name in layer.split()) == sorted(parts)


def test_bulletin_imports_no_outer_part() -> None:
    found = [pair for pair in find_all_imports("bulletin") if is_inside(pair[1], *OUTER_PARTS)]
    assert found == []


def test_bulletin_imports_pelican_in_adapters_only() -> None:
    importers = {module for module, name in find_all_imports("bulletin") if is_inside(name, "pelican")}
    assert {name for name in importers if not is_inside(name, "bulletin.plugins")} == PELICAN_ADAPTERS


def test_plugins_import_no_entry_point() -> None:
    assert [pair for pair in find_all_imports("bulletin.plugins") if is_inside(pair[1], *ENTRY_POINTS)] == []


def test_package_docstrings_stand_alone() -> None:
    packages = [
        name
        for name, file in find_modules().items()
        if file.name == "__init__.py"
        and is_inside(name, "bulletin")
        and not is_inside(name, "bulletin.plugins")
    ]
    assert [pair for name in packages for pair in find_all_imports(name) if pair[0] == name] == []


def test_modules_form_no_circle() -> None:
    graph = {
        module: {name for name in find_imports(module) if name in find_modules()} for module in find_modules()
    }
    TopologicalSorter(graph).prepare()  # Raises CycleError with the modules of a circle


@pytest.mark.parametrize(
    "package", ["", *(name for name, file in find_modules().items() if file.name == "__init__.py")]
)
def test_package_parts_form_no_circle(package: str) -> None:
    graph = defaultdict(set)
    for importer, part, _ in find_part_imports(package):
        graph[importer].add(part)
    TopologicalSorter(graph).prepare()  # Raises CycleError with the parts of a circle


def test_architecture_draws_the_layers() -> None:
    picture = re.findall(
        r"^│ ((?:[a-z_]+ {1,2})+)(?: |│)",
        (ROOT / "docs/architecture.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [row.split() for row in picture] == [layer.split() for layer in (*LAYERS[3:], *PUBLISHING_LAYERS)]
