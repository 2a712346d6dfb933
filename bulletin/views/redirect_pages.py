"""What stands behind the advertising places and old addresses: pages that lead on."""

from collections.abc import Iterator, Mapping
from functools import partial

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import AD_SLOTS
from bulletin.content.addresses import get_alias_addresses
from bulletin.content.models import Article, Page
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link
from bulletin.view_models.output_file import OutputFile
from bulletin.view_models.pages import NoticeView, RedirectView
from bulletin.views.components import build_breadcrumb
from bulletin.views.fingerprints import REDIRECT_INPUT_LABELS, PageFingerprints
from bulletin.views.head import build_head

_NOTICE = "Liên hệ quảng cáo"


def plan_ad_click_pages(running: Mapping[str, Campaign | None], edition: SiteContext) -> Iterator[OutputFile]:
    """Yield what a click on each advertising place opens."""
    for slot in AD_SLOTS:
        address = urls.get_ad_click_address(slot)
        file, campaign = urls.convert_address_to_path(address), running.get(slot)
        if campaign:
            yield OutputFile(file, "redirect", partial(_advertiser, address, campaign, edition))
        else:
            yield OutputFile(file, "notice", partial(_notice, address, edition))


def plan_alias_redirects(edition: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile]:
    """Yield the pages at old addresses, which lead on to the new ones."""
    for record in edition.archive.content_items:
        for address in get_alias_addresses(record) if record.aliases else ():
            make = partial(_moved, address, record, edition)
            yield OutputFile(
                urls.convert_address_to_path(address),
                "redirect",
                make,
                inputs.fingerprint_redirect(record),
                input_labels=REDIRECT_INPUT_LABELS,
            )


def _moved(address: str, record: Article | Page, edition: SiteContext) -> RedirectView:
    return RedirectView(
        site=edition.site_frame,
        head=build_head(edition, record.address, record.title, index=record.status == "published"),
        title="Trang đã chuyển địa chỉ",
        text=f"Địa chỉ {address} nay chuyển sang:",
        target=Link(edition.urls.build_link(record.address), record.title),
        is_sponsored=False,
    )


def _advertiser(address: str, campaign: Campaign, edition: SiteContext) -> RedirectView:
    return RedirectView(
        site=edition.site_frame,
        head=build_head(edition, address, f"Quảng cáo: {campaign.advertiser}", index=False),
        title=f"Quảng cáo: {campaign.advertiser}",
        text=campaign.alt,
        target=Link(campaign.link, f"Mở trang của {campaign.advertiser}"),
        is_sponsored=True,
    )


def _notice(address: str, edition: SiteContext) -> NoticeView:
    breadcrumb = build_breadcrumb(edition)
    return NoticeView(
        site=edition.site_frame,
        head=build_head(edition, address, _NOTICE, breadcrumb=breadcrumb, index=False),
        breadcrumb=breadcrumb,
        title=_NOTICE,
        paragraphs=edition.settings.advertising,
        sizes=tuple(edition.slots[slot] for slot in AD_SLOTS),
    )
