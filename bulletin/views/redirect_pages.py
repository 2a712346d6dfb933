"""What stands behind the advertising places and old addresses: pages that lead on."""

from collections.abc import Iterator, Mapping
from functools import partial

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import SLOTS
from bulletin.content.addresses import old_addresses
from bulletin.content.models import Article, Page
from bulletin.context.site_context import Edition
from bulletin.view_models.components import Link
from bulletin.view_models.output_file import Planned
from bulletin.view_models.pages import NoticeView, RedirectView
from bulletin.views.components import trail
from bulletin.views.fingerprints import RECORD, Inputs
from bulletin.views.head import head

_NOTICE = "Liên hệ quảng cáo"


def place_pages(running: Mapping[str, Campaign | None], edition: Edition) -> Iterator[Planned]:
    """Yield what a click on each advertising place opens."""
    for slot in SLOTS:
        address = urls.ad_click_address(slot)
        file, campaign = urls.output_path(address), running.get(slot)
        if campaign:
            yield Planned(file, "redirect", partial(_advertiser, address, campaign, edition))
        else:
            yield Planned(file, "notice", partial(_notice, address, edition))


def alias_pages(edition: Edition, inputs: Inputs) -> Iterator[Planned]:
    """Yield the pages at old addresses, which lead on to the new ones."""
    for record in edition.archive.records:
        for address in old_addresses(record) if record.aliases else ():
            make = partial(_moved, address, record, edition)
            yield Planned(urls.output_path(address), "redirect", make, inputs.record(record), names=RECORD)


def _moved(address: str, record: Article | Page, edition: Edition) -> RedirectView:
    return RedirectView(
        site=edition.site,
        head=head(edition, record.address, record.title, index=record.status == "published"),
        title="Trang đã chuyển địa chỉ",
        text=f"Địa chỉ {address} nay chuyển sang:",
        target=Link(edition.urls.link(record.address), record.title),
        sponsored=False,
    )


def _advertiser(address: str, campaign: Campaign, edition: Edition) -> RedirectView:
    return RedirectView(
        site=edition.site,
        head=head(edition, address, f"Quảng cáo: {campaign.advertiser}", index=False),
        title=f"Quảng cáo: {campaign.advertiser}",
        text=campaign.alt,
        target=Link(campaign.link, f"Mở trang của {campaign.advertiser}"),
        sponsored=True,
    )


def _notice(address: str, edition: Edition) -> NoticeView:
    breadcrumb = trail(edition)
    return NoticeView(
        site=edition.site,
        head=head(edition, address, _NOTICE, breadcrumb=breadcrumb, index=False),
        breadcrumb=breadcrumb,
        title=_NOTICE,
        paragraphs=edition.settings.advertising,
        sizes=tuple(edition.slots[slot] for slot in SLOTS),
    )
