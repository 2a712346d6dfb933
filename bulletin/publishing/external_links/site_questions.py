"""Questions to other sites, and the answers of the last week.

Each site gets one request at a time, with a pause after it. Answers about a page are kept for a week. A missing
answer is not kept, so that the next run asks again.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Literal
from urllib.parse import urljoin, urlsplit

import urllib3
from msgspec import Struct
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Timeout

from bulletin.processes.progress import track_progress
from bulletin.publishing.verification.http_client import RESPONSE_TIMEOUT, explain_missing_response
from bulletin.publishing.verification.response_deadline import POOL_CLASSES, limit_response_time
from bulletin.storage.cache_file import read_cache_file, write_cache_file

Verdict = Literal["sound", "gone", "moved", "front-page", "refused", "unanswered"]
DAYS_REMEMBERED = 7
MAX_SITES = 8
"""Sites that are asked at once."""
PAUSE = 0.5
"""Seconds between two requests to one site."""
_MAX_REDIRECTS = 5
_CACHE_VERSION = "external-links-1"
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 402, 403, 407, 418, 421, 429, 451, 999})
"""Statuses by which sites refuse programs. A reader may see the page all the same."""
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SECONDS_A_DAY = 86_400


class _StoppedError(Exception):
    """The command ends, so no further request is sent."""


class Answer(Struct, frozen=True):
    """The answer of a site about one address."""

    verdict: Verdict
    detail: str = ""
    """The status code, the new address, or the reason of a missing answer."""
    asked_at: float = 0
    """Seconds since 1970."""


class AnswerMemory:
    """The answers of the last week, in a cache file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._answers: dict[str, Answer] = read_cache_file(file, dict[str, Answer], _CACHE_VERSION) or {}

    def find(self, address: str, now: float) -> Answer | None:
        """Return the answer about an address if it is younger than a week."""
        answer = self._answers.get(address)
        is_young = answer is not None and 0 <= now - answer.asked_at < DAYS_REMEMBERED * _SECONDS_A_DAY
        return answer if is_young else None

    def keep(self, address: str, answer: Answer) -> None:
        """Remember an answer, unless it is missing or asks for patience."""
        if answer.verdict != "unanswered" and not answer.detail.startswith("429"):
            self._answers[address] = answer

    def save(self) -> None:
        """Write the answers of the last week to the cache. Raise OSError."""
        now = time.time()
        young = {address: answer for address, answer in self._answers.items() if self.find(address, now)}
        write_cache_file(self._file, young, _CACHE_VERSION)


def ask_sites(
    addresses: Iterable[str],
    memory: AnswerMemory,
    user_agent: str,
    *,
    pipe: int | None = None,
    pause: float = PAUSE,
) -> Mapping[str, Answer]:
    """Return an answer for each address, remembered or new.

    Args:
        addresses: Addresses with a scheme and a host.
        memory: Remembered answers. New ones are saved in it, even if the caller is interrupted.
        user_agent: Name of this program in the requests.
        pipe: Descriptor for the progress.
        pause: Seconds between two requests to one site.
    """
    now = time.time()
    remembered = {address: memory.find(address, now) for address in addresses}
    answers = {address: answer for address, answer in remembered.items() if answer}
    missing = [address for address, answer in remembered.items() if not answer]
    try:
        found = _ask_by_site(missing, user_agent, pause)
        for address, answer in track_progress("Hỏi các trang khác", found, len(missing), pipe):
            answers[address] = answer
            memory.keep(address, answer)
    finally:
        memory.save()
    return {address: answers[address] for address in remembered}


def _ask_by_site(addresses: Iterable[str], user_agent: str, pause: float) -> Iterator[tuple[str, Answer]]:
    """Yield addresses and answers as they come."""
    by_site: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_site[urlsplit(address).hostname or ""].append(address)
    found: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
    pool = urllib3.PoolManager(retries=False, timeout=Timeout(connect=8, read=RESPONSE_TIMEOUT))
    pool.pool_classes_by_scheme = POOL_CLASSES
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # it logs lines of servers unescaped

    is_over = Event()

    def ask_one_site(site_addresses: list[str]) -> None:
        for address in site_addresses:
            found.put((address, ask_site(pool, address, user_agent, is_over)))
            if is_over.wait(pause):
                return

    executor = ThreadPoolExecutor(MAX_SITES)
    try:
        pending = {executor.submit(ask_one_site, group) for group in by_site.values()}
        while pending:
            done, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
            while not found.empty():
                yield found.get()
            for future in done:
                future.result()
        while not found.empty():
            yield found.get()
    finally:
        is_over.set()
        executor.shutdown(wait=False, cancel_futures=True)
        pool.clear()


def ask_site(pool: urllib3.PoolManager, address: str, user_agent: str, is_over: Event) -> Answer:
    """Ask for one address and return the answer, after at most five redirects.

    If ``is_over`` is set, no further request is sent.
    Reason: the process waits for this thread after Ctrl-C.
    """
    now, target, permanent = time.time(), address, address
    for _ in range(_MAX_REDIRECTS + 1):
        try:
            status, location = _request(pool, target, user_agent, is_over)
        except _StoppedError:
            return Answer("unanswered", "đã dừng", now)
        except MaxRetryError as error:
            return Answer("unanswered", explain_missing_response(error.reason or error)[0], now)
        except (HTTPError, UnicodeError, ValueError) as error:
            return Answer("unanswered", explain_missing_response(error)[0], now)
        if status not in _REDIRECTS or not location:
            return Answer(*_judge(address, permanent, target, status), now)
        is_permanent = status in _PERMANENT and permanent == target
        target = urljoin(target, location)
        permanent = target if is_permanent else permanent
        if urlsplit(target).scheme not in ("http", "https"):
            return Answer("unanswered", f"chuyển tới {target}", now)
    return Answer("unanswered", "chuyển hướng vòng quanh", now)


def _request(pool: urllib3.PoolManager, address: str, user_agent: str, is_over: Event) -> tuple[int, str]:
    """Return status and location. Raise HTTPError, _StoppedError.

    Reason for the second request: some servers answer HEAD wrongly.
    """
    headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Language": "vi"}
    status, location = 0, ""
    for method in ("HEAD", "GET"):
        if is_over.is_set():
            raise _StoppedError
        with limit_response_time(RESPONSE_TIMEOUT):
            response = pool.request(method, address, headers=headers, redirect=False, preload_content=False)
        status, location = response.status, response.headers.get("location", "")
        response.close()  # the body is not wanted
        response.release_conn()
        if status < 400:
            break
    return status, location


def _judge(address: str, permanent: str, final: str, status: int) -> tuple[Verdict, str]:
    """Return verdict and detail of the last status.

    ``permanent`` is the address after permanent redirects, ``final`` the one after all.
    """
    if status in _GONE:
        return "gone", str(status)
    if status in _REFUSED:
        return "refused", str(status)
    if status >= 400:
        return "unanswered", f"máy chủ báo lỗi {status}"
    if urlsplit(address).path.strip("/") and not urlsplit(final).path.strip("/"):
        return "front-page", final
    if _strip_form(permanent) != _strip_form(address):
        return "moved", permanent
    return "sound", str(status)


def _strip_form(address: str) -> str:
    """Return an address without what differs between two forms of one page."""
    parts = urlsplit(address)
    host = (parts.netloc.lower()).removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"
