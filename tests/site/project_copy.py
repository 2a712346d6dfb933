"""Copy of the project, and all changes that maintainers make to it.

They change the theme, the code, the libraries and the settings.
"""

import os
import shutil
from importlib.metadata import distribution
from pathlib import Path

from tests.sample_site import ROOT
from tests.site.content_editor import change_keeping_mtime, write_text
from tests.site.edited_article import increment_counter

SETTING_CHANGES = (
    ("SITENAME", '"Bản tin khác"'),
    ("SITEURL", '"https://bantin.example.vn"'),
    ("SITEURL", '"https://example.vn/ban-tin"'),
    ("SITEURL", '"http://127.0.0.1:8000"'),
    ("BULLETIN", '{**pelicanconf.BULLETIN, "address": "Địa chỉ khác", "telephone": "0252 111 1111"}'),
    ("BULLETIN", '{**pelicanconf.BULLETIN, "extra": {"hotline": "1111"}}'),
    ("BULLETIN", '{**pelicanconf.BULLETIN, "extra": {"hotline": "2222", "links": [{"name": "Tỉnh ủy"}]}}'),
    ("BULLETIN", '{**pelicanconf.BULLETIN, "feed_items": 3, "latest": 2, "block": 1, "fragment": 2}'),
    ("BULLETIN", '{**pelicanconf.BULLETIN, "tagline": "Một dòng khác", "seconds": 1, "topics": 0}'),
    ("NEIGHBOURS", '{"newer": 1, "older": 2, "topic": 0, "document": 1}'),
    ("NEIGHBOURS", '{"fill_from_site": False, "fill_from_parent": False}'),
    ("PICTURES", '{"jpeg_quality": 60, "webp_quality": 50}'),
    ("PICTURES", '{"widths": (100, 200)}'),
    ("RECORDS", '{"summary_length": 12}'),
    ("RELATIVE_URLS", "True"),
    ("RELATIVE_URLS", "False"),
    ("ENGINE", '{"workers": 2}'),
    ("MARKDOWN", '{"extensions": []}'),
    ("MARKDOWN", '{"extensions": ["site_style"]}'),
    ("JINJA_GLOBALS", '{"motto": "Một câu khác"}'),
    ("JINJA_GLOBALS", '{"motto": site_words.motto}'),
)
"""Settings, most of which change the output."""
COUNTER_LINES = {
    "theme/templates/base.html": (
        "</body>",
        "<!-- lần 0001 {{ motto if motto is string else motto() }} -->\n</body>",
    ),
    "theme/templates/components/footer.html": (
        "{% endmacro %}",
        "<!-- lần 0001 {{ site.extra }} -->\n{% endmacro %}",
    ),
    "theme/templates/components/teaser.html": ("{% endmacro %}", "<!-- lần 0001 -->\n{% endmacro %}"),
    "theme/templates/article.html": ("{% block main %}", "{% block main %}\n<!-- lần 0001 -->"),
    "theme/templates/robots.txt": ("", "# lần 0001\n"),
    "theme/templates/rss.xml": ("</rss>", "<!-- lần 0001 --></rss>"),
    "theme/static/css/utilities.css": ("", '.lan { content: "lần 0001"; }\n'),
    "theme/static/js/share.js": ("", "// lần 0001\n"),
    "theme/static/js/search/page.js": ("", "// lần 0001\n"),
    "theme/static/images/icon.svg": ("</svg>", "<!-- lần 0001 --></svg>"),
    "bulletin/text/formatting.py": (
        "",
        "\n_format_month = format_month\n\n\ndef format_month(year, number):\n"
        "    return _format_month(year, number) + ' lần 0001'\n",
    ),
    "bulletin/text/plain_text.py": (
        "",
        "\n_truncate = truncate_at_sentence\n\n\ndef truncate_at_sentence(text, length):\n"
        "    return _truncate(text, length) + ' lần 0001'\n",
    ),
}
"""Files that get a counter, which the output shows: the text to replace, and its replacement.

Without a text to replace, the replacement is appended.
"""
SITE_MODULES = {
    "site_words.py": "WORD = 'lần 0001'\n\n\ndef motto():\n    return f'Lời {WORD}'\n",
    "site_grammar.py": "END = 'Hết lần 0001'\n",
    "site_style.py": (
        "import site_grammar\nfrom markdown.extensions import Extension\n"
        "from markdown.postprocessors import Postprocessor\n\n\n"
        "class Style(Postprocessor):\n    def run(self, text):\n"
        "        return text.replace('Hết.', site_grammar.END + ' và lần 0001.')\n\n\n"
        "class SiteExtension(Extension):\n    def extendMarkdown(self, md):\n"
        "        md.postprocessors.register(Style(md), 'site', 1)\n\n\n"
        "def makeExtension(**configs):\n    return SiteExtension(**configs)\n"
    ),
}
LIBRARY_CHANGES = {
    "markdown": (
        "core.py",
        "\n_convert = Markdown.convert\n\n\ndef _later(self, source):\n"
        "    return _convert(self, source).replace('Thân', 'Thân mới')\n\n\nMarkdown.convert = _later\n",
    ),
    "jinja2": (
        "environment.py",
        "\n_render = Template.render\n\n\ndef _later(self, *args, **kwargs):\n"
        "    return _render(self, *args, **kwargs).replace('Trang chủ', 'TRANG CHỦ')\n\n\nTemplate.render = _later\n",
    ),
}
"""Libraries to upgrade: the file to change, and the code to append to it."""


class ProjectCopy:
    """Copy of the project in the folder ``tree``.

    Each method with a ``number`` is one change, and the number selects its object.
    """

    def __init__(self, tree: Path, *, search: bool = False, share_cards: bool = False) -> None:
        self.tree = tree
        for name in ("bulletin", "plugins", "theme"):
            shutil.copytree(ROOT / name, tree / name, symlinks=True)  # with the compiled modules
        shutil.copy2(ROOT / "pelicanconf.py", tree)
        if not share_cards:
            with (tree / "pelicanconf.py").open("a", encoding="utf-8") as settings:
                settings.write('\nBULLETIN["share_cards"] = False\n')
        for name, (old, new) in COUNTER_LINES.items():
            text = (tree / name).read_text(encoding="utf-8")
            assert old in text, name
            write_text(tree / name, text.replace(old, new) if old else text + new)
        for name, text in SITE_MODULES.items():
            write_text(tree / name, text)
        self._base_settings = {
            "JINJA_GLOBALS": '{"motto": "Một câu"}',
            "THEME_TEMPLATES_OVERRIDES": '["overrides"]',
        }
        if not search:
            self._base_settings["PLUGINS"] = '["bulletin.plugins.site_builder"]'
        self._settings = dict(self._base_settings)
        self._save_count = 0
        self._save_settings()

    # -- Settings --------------------------------------------------------------------------------

    def change_setting(self, number: int) -> None:
        self.set_setting(*SETTING_CHANGES[number % len(SETTING_CHANGES)])

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting. ``value`` is Python code."""
        self._settings[name] = value
        self._save_settings()

    def reset_settings(self, number: int) -> None:
        """Restore the settings of the repository."""
        self._settings = dict(self._base_settings)
        self._save_settings()

    # -- Theme -----------------------------------------------------------------------------------

    def edit_theme(self, number: int) -> None:
        increment_counter(self._choose_counter_file("theme/", number))

    def edit_theme_keeping_mtime(self, number: int) -> None:
        """Change a file of the theme and keep its size and modification time."""
        change_keeping_mtime(self._choose_counter_file("theme/", number), increment_counter)

    def add_stylesheet(self, number: int) -> None:
        write_text(self.tree / f"theme/static/css/them-{number}.css", ".them { color: red; }\n")

    def add_script(self, number: int) -> None:
        write_text(self.tree / f"theme/static/js/them-{number}.js", "// thêm\n")

    def override_template(self, number: int) -> None:
        name = ("components/footer.html", "components/teaser.html", "robots.txt")[number % 3]
        text = (self.tree / "theme/templates" / name).read_text(encoding="utf-8")
        write_text(self.tree / "overrides" / name, text.replace("lần", f"riêng {number}, lần"))

    # -- Code and libraries ------------------------------------------------------------------------

    def edit_code(self, number: int) -> None:
        self._edit_code(self._choose_counter_file("bulletin/", number))

    def edit_site_code(self, number: int) -> None:
        """Change a module that the settings import directly or through another module."""
        self._edit_code(self.tree / [name for name in SITE_MODULES if name.endswith(".py")][number % 3])

    def upgrade_library(self, number: int) -> None:
        """Put a newer version of a library first on Python's path."""
        name, (file, code) = list(LIBRARY_CHANGES.items())[number % 2]
        package, libraries = distribution(name), self.tree / "libraries"
        metadata = next(file for file in package.files or () if file.name == "METADATA")
        if not (libraries / name).exists():
            for folder in (name, metadata.parent.name):
                shutil.copytree(str(package.locate_file(folder)), libraries / folder)
            with (libraries / name / file).open("a", encoding="utf-8") as stream:
                stream.write(code)
            text = (libraries / metadata).read_text(encoding="utf-8")
            write_text(libraries / metadata, text.replace(f"Version: {package.version}", "Version: 99", 1))

    # -- Helpers -----------------------------------------------------------------------------------

    def _choose_counter_file(self, folder: str, number: int) -> Path:
        names = [name for name in COUNTER_LINES if name.startswith(folder)]
        return self.tree / names[number % len(names)]

    def _edit_code(self, path: Path) -> None:
        """Change a module and its modification time in seconds.

        Reason: Python compiles a module again only if its size or its time in seconds changed.
        """
        before = path.stat()
        increment_counter(path)
        os.utime(path, (before.st_atime, int(before.st_mtime) + 2))

    def _save_settings(self) -> None:
        self._save_count += 1
        lines = "".join(f"{name} = {value}\n" for name, value in self._settings.items())
        imports = "import site_words\nimport pelicanconf\nfrom pelicanconf import *\n\n"
        write_text(self.tree / "own.py", f"{imports}{lines}" + "#" * self._save_count)
