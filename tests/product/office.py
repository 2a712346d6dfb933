"""The people of an office, who follow docs/cai-dat.md on their machines."""

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

from tests.product.office_machine import DOMAIN, InstallPage, OfficeMachine
from tests.product.product_repository import replace_in_file

ANSWERS = (
    "Bản tin Đất Mũi", "Ban Tuyên giáo và Dân vận Tỉnh ủy Cà Mau", "", "Lê Thị Hoa", "Trưởng Ban",
    "12 Phan Ngọc Hiển, phường Tân Thành, tỉnh Cà Mau", "0290 383 1234", "bientap@tinhuy.vn", f"https://{DOMAIN}",
)  # fmt: skip
"""Answers of the IT person to ``init``."""
FIRST = "2026/11/dang-bo-phuong-hop-phien-dau-tien"
PLACEHOLDER = "Viết nội dung bài vào đây."


class Office:
    """The people and machines of an office, which follow the page."""

    def __init__(self, machine: OfficeMachine, page: InstallPage) -> None:
        self.machine, self.page = machine, page
        self.an, self.binh = machine.root / "home/an", machine.root / "home/binh"
        self.public = machine.home / "public"

    def set_up_account(self, *, is_restored: bool = False) -> None:
        """Follow sections 1 and 2."""
        for block in (*self.page.find(1), *self.page.find(2)):
            if not (is_restored and "git init" in block.text):
                self.machine.run_block(block)

    def make_site(self) -> None:
        """Follow section 3."""
        for block in self.page.find(3):
            answers = ANSWERS if "./inv init" in block.text else ()
            output = self.machine.run_block(block, answers=answers)
        assert output.splitlines()[-1].startswith("Nội dung không có lỗi: 1 bài")
        self.machine.share_environments(self.machine.home / "trang")

    def connect_server(self) -> None:
        """Follow section 4."""
        for block in self.page.find(4):
            output = self.machine.run_block(block)
            if block.text.endswith("echo được rồi\n"):
                assert output.endswith("được rồi\n")
        self.fingerprint = output.split()[1]

    def add_editor(self, home: Path, name: str, email: str) -> None:
        """Follow section 5 on the machine of an editor."""
        home.mkdir(parents=True)
        key = self.machine.home / "khoa.pub"
        names = {"Lê An": name, "an@tinhuy.vn": email}
        for block in self.page.find(5):
            is_on_server = block.role == "bantin"
            output = self.machine.run_block(block, None if is_on_server else home, replaced=names)
            if "cat ~/.ssh/id_ed25519.pub" in block.text:
                key.write_text(output, encoding="utf-8")
            if "ssh-keygen -lf" in block.text:
                assert output.split()[1] == self.fingerprint
        assert output.splitlines()[-1].startswith("Nội dung không có lỗi")

    def publish_first_article(self) -> None:
        """Follow section 6, with an editor's hand on the new file."""
        new, publish = self.page.find(6)
        self.machine.run_block(new, self.an)
        file = self.an / f"ban-tin/content/articles/{FIRST}.md"
        replace_in_file(file, PLACEHOLDER, "Phiên họp bàn ba việc.")
        replace_in_file(file, "status: draft", "status: published")
        output = self.machine.run_block(publish, self.an)
        assert re.search(r"^Đã xuất bản 1 bài: ", output, re.MULTILINE), output

    def write_article(self, home: Path, slug: str, date: str, body: str = "Nội dung.", **keys: str) -> Path:
        """Write an article, commit it and push it."""
        rows = {"title": f"Tin {slug}", "date": date, "category": "Tin hoạt động", "slug": slug} | keys
        file = home / f"ban-tin/content/articles/2026/11/{slug}.md"
        text = "".join(f"{key}: {value}\n" for key, value in rows.items())
        file.write_text(f"---\n{text}---\n\n{body}\n", encoding="utf-8")
        self.push(home, f"Bài {slug}")
        return file

    def push(self, home: Path, subject: str) -> None:
        words = f"git add --all && git commit -q -m '{subject}' && git pull -q && git push -q"
        self.machine.run(f"cd ~/ban-tin && {words}", home)

    def run_timer(self, now: str, *, is_clean: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the service of the timer at a time, and look if its clone stays clean."""
        self.machine.now = f"2026-11-23 {now}"
        answer = self.machine.try_run("systemctl start bulletin-publish.service")
        status = self.machine.run("git -C ~/trang status --porcelain --branch").splitlines()
        assert (status == ["## main...origin/main"]) == is_clean
        return answer

    def is_live(self, address: str) -> bool:
        return (self.public / "current" / address / "index.html").is_file()

    def read_page(self, address: str) -> str:
        return (self.public / "current" / address / "index.html").read_text(encoding="utf-8")

    def read_site(self) -> dict[str, bytes]:
        """Return all files that readers get."""
        return read_tree((self.public / "current").resolve())


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        item.relative_to(folder).as_posix(): item.read_bytes() for item in folder.rglob("*") if item.is_file()
    }


def type_in_bash(office: Office, keys: str) -> str:
    """Type in an interactive bash in the clone of an editor and return the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-i"], cwd=office.an / "ban-tin", env=office.machine.create_env(office.an) | {"PS1": "$ "},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, keys.encode())
    screen, end = b"", time.monotonic() + 20
    expected = keys.rstrip("\t").encode()
    while time.monotonic() < end and not re.search(re.escape(expected) + rb"[a-z]+ ", screen):
        if select.select([ours], [], [], 1)[0]:
            screen += os.read(ours, 4096)
    process.kill()
    process.wait()
    os.close(ours)
    return screen.decode("utf-8", "replace")
