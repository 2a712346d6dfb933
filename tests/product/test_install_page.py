"""The life of an office's site with the commands of docs/cai-dat.md.

It goes from an empty machine to a restored backup.

Real: bash, git, sshd, rsync, nginx with the file that the page installs, the commands of systemd units, and the product.
Replaced in commands: the folders of ``SERVER_FOLDERS``, the account, the addresses of the product and of the mail
server. In one command it is the address of the site. ``STUBBED`` names programs that check their words and do nothing more.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.product.office import ANSWERS, FIRST, Office, type_in_bash
from tests.product.office_machine import DOMAIN, InstallPage, OfficeMachine
from tests.product.product_repository import (
    FORMER_WORD,
    LATER_WORD,
    ProductRepository,
    replace_in_file,
    run_git,
)
from tests.publishing.alerts.alert_receivers import run_mail_server
from tools.nginx_server import run_nginx

pytestmark = [pytest.mark.slow, pytest.mark.own_process, pytest.mark.servers, pytest.mark.plays]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> ProductRepository:
    """A repository of the bulletin with the versions 0.2.0 and 0.3.0."""
    return ProductRepository(tmp_path_factory.mktemp("product"))


@pytest.fixture
def machine(product: ProductRepository, tmp_path: Path) -> Iterator[OfficeMachine]:
    machine = OfficeMachine(tmp_path, product)
    with machine.ssh.run(AuthorizedKeysFile=str(machine.home / ".ssh/authorized_keys")):
        yield machine


def test_office_lives_by_the_page_from_the_first_day_to_a_restored_backup(machine: OfficeMachine) -> None:
    page = InstallPage()
    office = Office(machine, page)
    office.set_up_account()
    with run_mail_server() as (mail_server, mails):
        machine.replaced["mail.tinhuy.vn:25"] = mail_server
        office.make_site()
        office.connect_server()
        office.add_editor(office.an, "Lê An", "an@tinhuy.vn")
        office.add_editor(office.binh, "Trần Bình", "binh@tinhuy.vn")
        office.publish_first_article()
        check_web_server(office)
        check_timer(office)
        check_alerts(office, mails)
        check_upgrade(office)
        check_backup(office, mails)
    check_completion(office)
    left = [block.text for block in page.blocks if not block.is_run and block.section != 14]
    assert left == []


def test_machine_without_a_network_lives_from_a_folder(machine: OfficeMachine) -> None:
    page = InstallPage()
    office, home = Office(machine, page), machine.home
    carry = page.find(14, "may-co-mang")[0]
    copy, variable = page.find(14, "bantin-khong-mang")
    connected = machine.root / "home/may-co-mang"
    connected.mkdir(parents=True)
    machine.run_block(carry, connected)
    address = machine.repository
    machine.repository, machine.variables["PIP_FIND_LINKS"] = machine.root / "khong-co", ""
    office.set_up_account()
    machine.run_block(copy)
    machine.run_block(variable)
    machine.run_block(page.find(14, "quan-tri-khong-mang")[0])
    _, *rest = page.find(3)
    with hidden(address):
        for block in rest:
            output = machine.run_block(block, answers=ANSWERS if "./inv init" in block.text else ())
        assert output.splitlines()[-1].startswith("Nội dung không có lỗi: 1 bài")
        assert f'source = "{address}"' in (home / "trang/bulletin.toml").read_text(encoding="utf-8")
        machine.run("git checkout --quiet v0.3.0", connected / "bulletin")
        machine.run(machine.replace_folders(carry.text.splitlines()[-1]), connected)
        machine.run_block(copy)
        machine.run("cd ~/trang && ./inv upgrade 0.3.0 --apply")
    text = (home / "trang/bulletin.toml").read_text(encoding="utf-8")
    assert 'version = "0.3.0"' in text
    assert text.count(f'source = "{address}"') == 2
    assert all(block.is_run for block in page.find(14))


@contextmanager
def hidden(folder: Path) -> Iterator[None]:
    """Take a folder away inside the block."""
    away = folder.with_name("away")
    folder.rename(away)
    try:
        yield
    finally:
        away.rename(folder)


def check_web_server(office: Office) -> None:
    """Follow sections 7 and 10 with nginx as the page sets it up."""
    machine = office.machine
    for block in office.page.find(7):
        machine.run_block(block)
    assert not (machine.root / "etc/nginx/sites-enabled/default").exists()
    check_modes(office)
    nginx_folder = machine.root / "nginx"
    conf = machine.root / "etc/nginx/conf.d/bantin.conf"
    with run_nginx(office.public, nginx_folder, conf=conf, name=DOMAIN) as nginx:
        assert nginx.fetch(f"/{FIRST}/").status == 200
        assert nginx.fetch("/", secure=False).headers["location"] == f"https://{DOMAIN}/"
        machine.variables["SSL_CERT_FILE"] = str(nginx_folder / "fullchain.pem")
        (verify,) = office.page.find(10)
        output = machine.run_block(verify, office.an, replaced={f"https://{DOMAIN}": nginx.url})
        assert "đúng như bản" in output.splitlines()[-1]
        del machine.variables["SSL_CERT_FILE"]


def check_modes(office: Office) -> None:
    """Let nginx read the site, and other accounts of the server nothing else."""
    folder = (office.public / "current").resolve()
    readable = [office.public, folder.parent, folder, *folder.rglob("*")]
    assert all(item.stat().st_mode & 0o004 for item in readable if item.name != ".nginx")
    home = office.machine.home
    modes = {item.name: item.stat().st_mode & 0o777 for item in (home, home / "kho.git", home / "trang")}
    assert modes == {"bantin": 0o711, "kho.git": 0o700, "trang": 0o700}


def check_timer(office: Office) -> None:
    """Follow section 8: a scheduled article, a bad draft and a withdrawal.

    Each has its timer run.
    """
    machine = office.machine
    (block,) = office.page.find(8)
    output = machine.run_block(block)
    assert "Không có gì thay đổi so với bản đang chạy" in output
    office.write_article(office.binh, "hen-gio", "2026-11-23 09:00")
    assert "Chưa có gì đến giờ. Lần tới" in office.run_timer("08:55").stdout
    assert not office.is_live("2026/11/hen-gio")
    assert office.run_timer("09:00").returncode == 0
    assert office.is_live("2026/11/hen-gio")
    office.write_article(
        office.an, "nhap-do", "2026-11-23 09:10", "![](/images/khong-co.jpg)", status="draft"
    )
    office.write_article(office.binh, "go-di", "2026-11-23 09:30")
    answer = office.run_timer("09:30")
    assert answer.returncode == 0
    assert "Bài nháp và bài chờ duyệt, không cản xuất bản:" in answer.stdout
    assert office.is_live("2026/11/go-di")
    machine.now = "2026-11-23 10:00"
    withdraw = './inv withdraw /2026/11/go-di/ --reason "Sai số liệu" --by "Lê Thị Hoa"'
    machine.run(f"cd ~/ban-tin && git pull -q && {withdraw}", office.an)
    assert office.run_timer("10:05").returncode == 0
    assert "Bài đã được gỡ" in office.read_page("2026/11/go-di")
    assert not any(b"Tin go-di" in data for data in office.read_site().values())


def check_alerts(office: Office, mails: list[EmailMessage]) -> None:
    """Follow section 9, and let the timer fail.

    There is one mail when it fails, and one when it works again. systemd does not tell it a second time.
    """
    trial, systemd_trial, status = office.page.find(9)
    assert "quantri@tinhuy.vn" in office.machine.run_block(trial)
    assert "thử" in str(mails.pop()["Subject"])
    office.machine.run_block(systemd_trial)
    assert [str(mail["Subject"]).split(" ")[0] for mail in mails] == ["thu", "thu"]
    assert "lời của thu" in mails.pop(0).get_content()
    assert "đã làm được trở lại" in mails.pop(0).get_content()
    bad = office.write_article(office.an, "loi", "2026-11-23 10:30", "[Nghị quyết](/files/khong-co.pdf)")
    before = office.read_site()
    assert [office.run_timer(now).returncode for now in ("10:30", "10:35")] == [1, 1]
    assert len(mails) == 1
    assert "khong-co.pdf" in mails[0].get_content()
    assert "./inv publish --due hỏng từ" in office.machine.run_block(status)
    assert office.read_site() == before
    bad.write_text(bad.read_text(encoding="utf-8").replace("(/files/khong-co.pdf)", "(/)"), encoding="utf-8")
    office.push(office.an, "Sửa liên kết")
    assert office.run_timer("10:40").returncode == 0
    assert office.is_live("2026/11/loi")
    assert len(mails) == 2
    office.write_article(
        office.an, "den-gio", "2026-11-23 10:44", "Đến giờ."
    )  # a timer that is not due reads no settings
    settings = office.machine.home / "trang/publishconf.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n(", encoding="utf-8")
    assert [office.run_timer(now, is_clean=False).returncode for now in ("10:45", "10:50")] == [1, 1]
    settings.write_text(text, encoding="utf-8")
    assert office.run_timer("10:55").returncode == 0
    assert ["bulletin-publish.service" in str(mail["Subject"]) for mail in mails] == [
        False,
        False,
        True,
        True,
    ]
    mails.clear()


def check_upgrade(office: Office) -> None:
    """Follow section 13 on a site with its own look, and go back.

    It has colours, sections and a template of its own.
    """
    machine, clone = office.machine, office.an / "ban-tin"
    (clone / "theme/static/css/tokens.css").write_text(":root { --red: #0a4f7a; }\n", encoding="utf-8")
    sections = clone / "content/sections.yml"
    sections.write_text(
        sections.read_text(encoding="utf-8") + "- name: Đất và người\n  slug: dat-va-nguoi\n  order: 50\n",
        encoding="utf-8",
    )
    footer = clone / "theme/templates/components/footer.html"
    footer.parent.mkdir()
    shutil.copy(machine.home / "phan-mem/theme/templates/components/footer.html", footer)
    replace_in_file(footer, "{% endmacro %}", "<p>Lời riêng</p>{% endmacro %}")
    office.push(office.an, "Giao diện của cơ quan")
    machine.run("cd ~/ban-tin && ./inv publish", office.an)
    former = office.read_site()
    trial, change, server, back = office.page.find(13)
    output = machine.run_block(trial, office.an)
    assert f"- {FORMER_WORD} nay là {LATER_WORD}." in output
    assert "theme/templates/components/footer.html" in output
    assert output.splitlines()[-1].startswith("Chưa đổi gì. ")
    machine.share_environments(clone)
    machine.run_block(change, office.an)
    assert "Phần mềm bản tin 0.3.0" in machine.run_block(server)
    assert run_git(machine.home / "phan-mem", "describe", "--tags") == "v0.3.0"
    later = office.read_page(FIRST)
    assert LATER_WORD in later
    assert "Lời riêng" in later
    assert "Đất và người" in later
    stylesheet = next((office.public / "current/assets").glob("bulletin.*.css")).read_text(encoding="utf-8")
    assert stylesheet.rindex("--red: #0a4f7a") > stylesheet.index("--red: #8e1616")
    assert office.run_timer("11:00").returncode == 0
    machine.run_block(back, office.an)
    assert office.read_site() == former
    assert office.run_timer("11:05").returncode == 0
    assert office.read_site() == former


def check_backup(office: Office, mails: list[EmailMessage]) -> None:
    """Follow sections 11 and 12: lose the server, and restore it."""
    machine, shared = office.machine, office.machine.home / "kho.git"
    with hidden(shared):
        assert machine.try_run("systemctl start bulletin-backup.service").returncode
    assert "bulletin-backup.service trên máy" in mails.pop().get_content()
    for block in office.page.find(11):
        machine.run_block(block)
    assert "bulletin-backup.service trên máy" in mails.pop().get_content()
    copy = machine.root / "mnt/sao-luu/bantin"
    assert sorted(item.name for item in copy.iterdir()) == ["authorized_keys", "kho.bundle", "public"]
    assert copy.stat().st_mode & 0o777 == 0o700
    site, releases = office.read_site(), machine.run("cd ~/ban-tin && ./inv releases", office.an)
    machine.home.rename(machine.root / "srv/may-cu")
    office.set_up_account(is_restored=True)
    clone, *_ = office.page.find(3)
    machine.run_block(clone)
    office.connect_server()
    copied, restore, known_server = office.page.find(12)
    machine.run_block(copied)
    output = machine.run_block(restore)
    assert "Không có gì thay đổi so với bản đang chạy" in output
    assert office.read_site() == site
    check_modes(office)
    assert machine.run("cd ~/trang && ./inv releases") == releases
    assert office.fingerprint in machine.run_block(known_server, office.an)
    assert machine.run("cd ~/ban-tin && git pull -q && ./inv releases", office.an) == releases
    shutil.rmtree(office.public)
    machine.run("cd ~/trang && ./inv publish")
    assert office.read_site() == site


def check_completion(office: Office) -> None:
    """Follow section 15, and type in a real bash."""
    (block,) = office.page.find(15)
    office.machine.run_block(block, office.an)
    for typed, expected in (("./inv rele\t", "./inv releases "), ("./inv publish --d\t", "--due ")):
        assert expected in type_in_bash(office, typed)
