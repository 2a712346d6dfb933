"""Các lệnh của ./inv. Lệnh riêng của cơ quan, nếu có, cũng viết ở đây."""

from bulletin.cli.commands import *  # noqa: F403
from bulletin.cli.commands import run_site_commands

if __name__ == "__main__":
    run_site_commands()
