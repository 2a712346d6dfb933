"""The report of ``./inv check --links``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bulletin.ads.campaigns import read_campaigns
from bulletin.check import check_content
from bulletin.errors import UserError, escape_unprintable
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.external_links.collection import LinkPlace, collect_external_links
from bulletin.publishing.external_links.site_questions import Answer, AnswerMemory, ask_sites
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import Workspace
from bulletin.text.formatting import format_count
from bulletin.urls import UrlBuilder
from bulletin.version import get_running_version

_MIN_ADDRESSES_OFFLINE = 3
"""Addresses without any answer from which the own network is suspected."""
_WORDS = {
    "gone": ("trang không còn ({})", "Hãy sửa hoặc bỏ liên kết."),
    "moved": ("trang đã chuyển hẳn tới {}", "Hãy viết địa chỉ mới."),
    "front-page": (
        "nay chỉ dẫn về trang đầu {}, có lẽ bài ấy không còn",
        "Hãy mở xem, rồi sửa hoặc bỏ liên kết.",
    ),
    "unanswered": ("chưa hỏi được: {}", "Hãy mở xem, hoặc chạy lại sau."),
}
"""Finding and remedy of each verdict that is told."""


def check_external_links(
    workspace: Workspace, table: Mapping[str, object], siteurl: str, now: datetime, say: MessageCallback
) -> None:
    """Ask other sites for linked addresses, and say what is gone or moved.

    Args:
        workspace: The workspace.
        table: Pelican's settings.
        siteurl: Address of the own site.
        now: The build time. Campaigns that ended before are left out.
        say: Receives the lines of the report.

    Raises:
        UserError: No site answers.
    """
    library = check_content(workspace.content, table, now).library
    campaigns = [campaign for campaign in read_campaigns(workspace.content)[0] if campaign.end >= now.date()]
    links = collect_external_links(workspace.content, library, campaigns, UrlBuilder(siteurl).host_name)
    if not links:
        say("Không có liên kết nào tới trang khác.")
        return
    memory = AnswerMemory(workspace.cache / "external-links")
    user_agent = f"Mozilla/5.0 (compatible; bulletin/{get_running_version()}; +{siteurl})"
    with display_progress(say) as pipe:
        answers = ask_sites(links, memory, user_agent, pipe=pipe)
    if len(links) >= _MIN_ADDRESSES_OFFLINE and all(
        answer.verdict == "unanswered" for answer in answers.values()
    ):
        reason = next(iter(answers.values())).detail
        raise UserError(
            f"Chưa hỏi được trang nào ({reason}). Hãy kiểm tra đường mạng của máy này rồi chạy lại."
        )
    for line in describe_answers(links, answers):
        say(line)


def describe_answers(
    links: Mapping[str, Sequence[LinkPlace]], answers: Mapping[str, Answer]
) -> Iterator[str]:
    """Yield a line for each address that is gone, moved or silent, then the numbers."""
    told = [address for address in links if answers[address].verdict in _WORDS]
    for address in sorted(
        told, key=lambda address: (list(_WORDS).index(answers[address].verdict), links[address])
    ):
        first, *others = links[address]
        finding, remedy = _WORDS[answers[address].verdict]
        more = f" (và {format_count(len(others))} chỗ khác)" if others else ""
        yield escape_unprintable(
            f"{first.path}:{first.line}: {address}{more}: {finding.format(answers[address].detail)}. {remedy}"
        )
    count = Counter(answer.verdict for answer in answers.values())
    yield (
        f"Đã xem {format_count(len(links))} địa chỉ của trang khác: {format_count(count['gone'])} không còn, "
        f"{format_count(count['moved'] + count['front-page'])} đã chuyển, {format_count(count['unanswered'])} chưa hỏi "
        f"được, {format_count(count['refused'])} không cho máy hỏi. Địa chỉ đã hỏi được thì một tuần sau mới hỏi lại."
    )
