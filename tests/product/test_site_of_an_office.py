"""The site of an office: made by ``init``, run, upgraded and taken back."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gate import mark_later_rows
from tests.product.product_repository import (
    FORMER_WORD,
    LATER_WORD,
    OFFICE_OPTIONS,
    ProductRepository,
    create_env,
    replace_in_file,
    run_git,
)

pytestmark = [pytest.mark.slow, pytest.mark.own_process]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> ProductRepository:
    """A repository of the bulletin at version 0.2.0, with 0.3.0 to come."""
    repository = ProductRepository(tmp_path_factory.mktemp("product"))
    repository.checkout("0.2.0")
    return repository


@pytest.fixture(scope="module")
def office(product: ProductRepository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a folder with Vietnamese letters and a blank, with its environment."""
    folder = tmp_path_factory.mktemp("office") / "Bản tin Đất Mũi"
    made = product.run_init(folder)
    assert made.returncode == 0, made.stderr
    started = product.run_site(folder, "check")
    assert started.returncode == 0, started.stderr
    assert "Đang cài phần mềm bản tin 0.2.0" in started.stderr
    tried = product.run_site(folder, "upgrade")  # prepares the environment of 0.3.0 for all tests
    assert tried.returncode == 0, tried.stderr
    shutil.rmtree(folder / ".upgrade")
    return folder


@pytest.fixture
def site(office: Path, tmp_path: Path) -> Path:
    """A copy of the site, with links into its environment."""
    folder = tmp_path / "Trang của tôi"
    shutil.copytree(office, folder, symlinks=True, ignore=shutil.ignore_patterns(".venv"))
    (folder / ".venv").mkdir()
    for environment in (office / ".venv").iterdir():
        (folder / ".venv" / environment.name).symlink_to(environment)
    return folder


def write_article(site: Path, title: str, **keys: str) -> Path:
    rows = {"title": title, "date": "2026-11-22 08:00", "category": "Tin hoạt động", "slug": "tin-moi"} | keys
    file = site / "content/articles/2026/11" / f"{rows['slug']}.md"
    text = "".join(f"{key}: {value}\n" for key, value in rows.items())
    file.write_text(f"---\n{text}---\n\nNội dung của tin.\n", encoding="utf-8")
    return file


def test_init_makes_a_repository_of_only_what_is_the_offices(office: Path) -> None:
    assert run_git(office, "branch", "--show-current") == "main"
    assert run_git(office, "status", "--porcelain") == ""
    assert run_git(office, "-c", "core.quotepath=false", "ls-files").split("\n") == [
        *(".gitattributes", ".gitignore", "README.md", "addresses.txt", "bulletin.toml"),
        *(
            "content/articles/2026/11/bai-viet-dau-tien.md",
            "content/pages/kha-nang-tiep-can.md",
            "content/sections.yml",
        ),
        *("inv", "pelicanconf.py", "publishconf.py", "tasks.py"),
        *("theme/README.md", "theme/static/css/tokens.css", "theme/templates/.gitkeep"),
    ]
    assert (office / "addresses.txt").read_bytes() == b""
    settings = (office / "pelicanconf.py").read_text(encoding="utf-8")
    for name in ("name", "organisation", "responsible", "address", "telephone", "email"):
        assert f'"{OFFICE_OPTIONS[name]}"' in settings
    assert '"governing_body": "Tỉnh ủy Cà Mau"' in settings
    page = (office / "content/pages/kha-nang-tiep-can.md").read_text(encoding="utf-8")
    assert all(OFFICE_OPTIONS[name] in page for name in ("telephone", "email"))
    assert "$" not in page


def test_init_without_an_answer_names_the_option(product: ProductRepository, tmp_path: Path) -> None:
    answer = product.run_init(tmp_path / "trang", telephone=None, responsible=None)
    assert answer.returncode == 1
    assert answer.stderr == (
        "Còn thiếu: người chịu trách nhiệm nội dung (họ tên), điện thoại. "
        'Hãy thêm vào lệnh: --responsible "…" --telephone "…"\n'
    )
    assert not (tmp_path / "trang").exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("siteurl", "bantin.camau.dcs.vn", "--siteurl “bantin.camau.dcs.vn” không phải là địa chỉ"),
        ("telephone", "gọi cho tôi", "--telephone phải là một số"),
        ("email", "bantin", "--email phải là một địa chỉ"),
        ("name", "Bản\u200btin", "--name có ký tự không nhìn thấy được (U+200B)"),
    ],
)
def test_init_with_a_wrong_answer_says_what_to_write(
    product: ProductRepository, tmp_path: Path, name: str, value: str, message: str
) -> None:
    answer = product.run_init(tmp_path / "trang", **{name: value})
    assert answer.returncode == 1
    assert answer.stderr.startswith(message)
    assert not (tmp_path / "trang").exists()


def test_init_in_a_folder_with_files_writes_nothing(product: ProductRepository, tmp_path: Path) -> None:
    (tmp_path / "bài cũ.md").write_text("x", encoding="utf-8")
    answer = product.run_init(tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Thư mục {tmp_path} đã có tệp.")
    assert [item.name for item in tmp_path.iterdir()] == ["bài cũ.md"]


def test_init_in_an_empty_clone_keeps_its_repository(product: ProductRepository, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "kho.git")
    run_git(tmp_path, "clone", "--quiet", "kho.git", "trang")
    assert product.run_init(tmp_path / "trang").returncode == 0
    run_git(tmp_path / "trang", "push", "--quiet", "origin", "main")
    assert run_git(tmp_path / "kho.git", "log", "--format=%s", "main") == "Trang mới"


def test_init_keeps_quotes_and_backslashes_of_an_answer(product: ProductRepository, tmp_path: Path) -> None:
    name = 'Bản tin "Đất \\ Mũi" {{ x }} $y'
    assert product.run_init(tmp_path / "trang", name=name).returncode == 0
    values: dict[str, object] = {"__file__": str(tmp_path / "trang/pelicanconf.py")}
    exec(compile((tmp_path / "trang/pelicanconf.py").read_text(encoding="utf-8"), "x", "exec"), values)  # noqa: S102
    assert values["SITENAME"] == name


def test_first_publish_of_a_new_site_leaves_a_clean_repository(
    product: ProductRepository, site: Path
) -> None:
    write_article(site, "Tin đầu tiên")
    run_git(site, "add", "--all")
    run_git(site, "commit", "--quiet", "-m", "Tin đầu tiên")
    answer = product.run_site(site, "publish")
    assert answer.returncode == 0, answer.stderr
    assert run_git(site, "status", "--porcelain") == ""
    page = (site / "public/current/2026/11/tin-moi/index.html").read_text(encoding="utf-8")
    for name in ("name", "organisation", "responsible", "address", "telephone", "email"):
        assert OFFICE_OPTIONS[name] in page
    assert not (site / "public/current/2026/11/bai-viet-dau-tien").exists()


def test_two_sites_on_one_product_do_not_share_anything(
    product: ProductRepository, site: Path, office: Path
) -> None:
    write_article(site, "Tin đầu tiên")
    assert product.run_site(site, "build").returncode == 0
    assert (site / "output/2026/11/tin-moi/index.html").exists()
    assert not (office / "output").exists()


def test_site_overrides_colours_a_component_and_a_picture(product: ProductRepository, site: Path) -> None:
    (site / "theme/static/css/tokens.css").write_text(":root { --red: #0a4f7a; }\n", encoding="utf-8")
    (site / "theme/static/images").mkdir()
    (site / "theme/static/images/icon.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8"
    )
    footer = site / "theme/templates/components/footer.html"
    footer.parent.mkdir()
    shutil.copy(product.root / "theme/templates/components/footer.html", footer)
    replace_in_file(footer, "{% endmacro %}", "<p>Lời riêng</p>{% endmacro %}")
    assert product.run_site(site, "build").returncode == 0
    stylesheet = next((site / "output/assets").glob("bulletin.*.css")).read_text(encoding="utf-8")
    assert stylesheet.rindex("--red: #0a4f7a") > stylesheet.index("--red: #8e1616")
    assert (
        next((site / "output/assets").glob("icon.*.svg"))
        .read_text(encoding="utf-8")
        .startswith("<svg xmlns='")
    )
    assert "Lời riêng" in (site / "output/index.html").read_text(encoding="utf-8")
    (site / "theme/static/css/tokens.css").write_text(":root { --red: #0a4f7b; }\n", encoding="utf-8")
    assert product.run_site(site, "build").returncode == 0
    stylesheet = next((site / "output/assets").glob("bulletin.*.css")).read_text(encoding="utf-8")
    assert "--red: #0a4f7b" in stylesheet


@pytest.mark.parametrize("settings", mark_later_rows(["publishconf.py", "pelicanconf.py"], 1))
def test_stock_pelican_builds_the_site(site: Path, settings: str, tmp_path: Path) -> None:
    write_article(site, "Tin đầu tiên")
    python = next((site / ".venv").glob("0.2.0-*")) / "bin/python"
    command = [str(python), "-c", "import sys; from pelican import main; sys.argv[0] = 'pelican'; main()"]
    built = subprocess.run(
        [*command, str(site / "content"), "-s", str(site / settings), "-o", str(tmp_path / "out")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "out/2026/11/tin-moi/index.html").exists()


def test_version_names_the_environment_and_the_templates_to_copy(
    product: ProductRepository, site: Path
) -> None:
    lines = product.run_site(site, "version").stdout.splitlines()
    places = dict(line.split(": ", 1) for line in lines if ": " in line)
    environment, templates = places["Môi trường Python"], places["Khuôn gốc của giao diện"]
    assert environment.startswith(".venv/0.2.0-")
    assert (site / environment / "bin/python").exists()
    assert templates.startswith(f"{environment}/")
    assert (site / templates / "components/footer.html").is_file()


@pytest.mark.plays
def test_upgrade_tells_what_changes_and_changes_nothing(product: ProductRepository, site: Path) -> None:
    write_article(site, "Tin đầu tiên")
    footer = site / "theme/templates/components/footer.html"
    footer.parent.mkdir()
    shutil.copy(product.root / "theme/templates/components/footer.html", footer)
    before = run_git(site, "status", "--porcelain")
    answer = product.run_site(site, "upgrade")
    assert answer.returncode == 0, answer.stderr
    assert f"- {FORMER_WORD} nay là {LATER_WORD}." in answer.stdout
    assert "## 0.2.0" not in answer.stdout
    assert "theme/templates/components/footer.html" in answer.stdout
    assert re.search(rf"      -{FORMER_WORD}\n      \+{LATER_WORD}\n", answer.stdout)
    assert answer.stdout.endswith("Chưa đổi gì. Đổi hẳn: ./inv upgrade 0.3.0 --apply\n")
    assert run_git(site, "status", "--porcelain") == before
    assert product.run_site(site, "version").stdout.startswith("Phần mềm bản tin 0.2.0 (")


def test_upgrade_applied_and_taken_back_leaves_the_same_files(product: ProductRepository, site: Path) -> None:
    write_article(site, "Tin đầu tiên")
    run_git(site, "add", "--all")
    run_git(site, "commit", "--quiet", "-m", "Tin đầu tiên")
    assert product.run_site(site, "build").returncode == 0
    page, tasks = site / "output/2026/11/tin-moi/index.html", site / "tasks.py"
    former_page, former_tasks = page.read_bytes(), tasks.read_bytes()
    answer = product.run_site(site, "upgrade", "0.3.0", "--apply")
    assert answer.returncode == 0, answer.stderr
    assert run_git(site, "status", "--porcelain") == ""
    assert run_git(site, "log", "-1", "--format=%s") == "Dùng phần mềm bản tin 0.3.0"
    assert tasks.read_text(encoding="utf-8").startswith('"""Mọi lệnh')
    assert product.run_site(site, "build").returncode == 0
    assert LATER_WORD in page.read_text(encoding="utf-8")
    answer = product.run_site(site, "upgrade", "--back")
    assert answer.returncode == 0, answer.stderr
    assert tasks.read_bytes() == former_tasks
    assert product.run_site(site, "build").returncode == 0
    assert page.read_bytes() == former_page


def write_settings_for_all_but(site: Path, version: str) -> None:
    """Write settings that one version refuses, in a package of the office."""
    (site / "thiet_lap").mkdir()
    rows = (
        "from importlib.metadata import version",
        f'EXTRA = {{"x": 1}} if version("bulletin") == "{version}" else {{}}',
    )
    (site / "thiet_lap/rieng.py").write_text("\n".join([*rows, ""]), encoding="utf-8")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom thiet_lap.rieng import EXTRA\nBULLETIN |= EXTRA\n")


def test_upgrade_that_breaks_the_site_is_not_applied(product: ProductRepository, site: Path) -> None:
    write_settings_for_all_but(site, "0.3.0")
    answer = product.run_site(site, "upgrade", "--apply")
    assert answer.returncode == 1
    assert answer.stderr.endswith(
        "Bản 0.3.0 chưa dùng được với trang này (lý do ở trên). Trang vẫn chạy bản 0.2.0. "
        "Hãy sửa những chỗ ấy rồi thử lại.\n"
    )
    assert "BULLETIN không có khóa “x”" in answer.stdout
    assert product.run_site(site, "version").stdout.startswith("Phần mềm bản tin 0.2.0 (")


@pytest.mark.plays
def test_upgrade_mends_a_site_that_the_present_version_does_not_build(
    product: ProductRepository, site: Path
) -> None:
    """Check also that a ``tasks.py`` of the office stays as it is."""
    write_settings_for_all_but(site, "0.2.0")
    own = (site / "tasks.py").read_bytes() + b"\n# rieng\n"
    (site / "tasks.py").write_bytes(own)
    answer = product.run_site(site, "upgrade", "--apply")
    assert answer.returncode == 0, answer.stderr
    assert (
        "Bản đang dùng (0.2.0) không dựng được trang (lý do ở trên), bản 0.3.0 thì được.\n" in answer.stdout
    )
    assert product.run_site(site, "check").returncode == 0
    assert (site / "tasks.py").read_bytes() == own


def test_upgrade_to_an_unknown_version_lists_the_versions(product: ProductRepository, site: Path) -> None:
    answer = product.run_site(site, "upgrade", "9.9")
    assert (answer.returncode, answer.stderr) == (1, "Không có bản 9.9. Các bản gần đây: 0.2.0, 0.3.0.\n")


def test_prepared_site_needs_no_source(product: ProductRepository, site: Path) -> None:
    text = (site / "bulletin.toml").read_text(encoding="utf-8")
    (site / "bulletin.toml").write_text(re.sub("source = .*", 'source = "/khong/co"', text), encoding="utf-8")
    assert product.run_site(site, "check").returncode == 0


def test_site_without_its_source_says_where_to_look(product: ProductRepository, tmp_path: Path) -> None:
    folder = tmp_path / "trang"
    assert product.run_init(folder, source=str(tmp_path / "không có")).returncode == 0
    answer = product.run_site(folder, "check")
    assert answer.returncode == 1
    assert "Không lấy được phần mềm bản tin từ" in answer.stderr
    assert "source trong bulletin.toml" in answer.stderr


@pytest.mark.plays
def test_site_takes_a_copy_without_git_from_a_variable(product: ProductRepository, tmp_path: Path) -> None:
    copy, folder = tmp_path / "bản sao", tmp_path / "trang"
    shutil.copytree(product.root, copy, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    assert product.run_init(folder, source="https://may-chu.khong-co.invalid/bulletin.git").returncode == 0
    answer = product.run_site(folder, "version", BULLETIN_SOURCE=str(copy))
    assert answer.returncode == 0, answer.stderr
    assert sorted(item.name for item in copy.iterdir()) == sorted(
        item.name for item in product.root.iterdir() if item.name != ".git"
    )


def test_site_of_a_moved_tag_installs_the_commit_that_it_names(
    product: ProductRepository, tmp_path: Path
) -> None:
    folder = tmp_path / "trang"
    assert product.run_init(folder).returncode == 0
    text = (folder / "bulletin.toml").read_text(encoding="utf-8")
    (folder / "bulletin.toml").write_text(
        re.sub("commit = .*", f'commit = "{"0" * 40}"', text), encoding="utf-8"
    )
    answer = product.run_site(folder, "check")
    assert answer.returncode == 1
    assert "không có bản 0.2.0" in answer.stderr


def test_init_in_a_terminal_asks_for_each_answer(product: ProductRepository, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    folder = tmp_path / "trang"
    process = subprocess.Popen(
        [sys.executable, "tasks.py", "init", str(folder)], cwd=product.root, env=create_env(),
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    values = OFFICE_OPTIONS | {"governing_body": "", "responsible_title": "Trưởng Ban"}
    order = ("name", "organisation", "governing_body", "responsible", "responsible_title")
    for name in (*order, "address", "telephone", "email", "siteurl"):
        os.write(ours, f"{values[name]}\n".encode())
    output, errors = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, errors
    assert "Cơ quan chủ quản [Tỉnh ủy Cà Mau]: " in output
    assert '"responsible_title": "Trưởng Ban"' in (folder / "pelicanconf.py").read_text(encoding="utf-8")
