"""Views of the pages behind ad slots and at aliases."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

from bulletin import urls
from bulletin.ads.campaigns import Campaign
from bulletin.ads.slots import AD_SLOTS
from bulletin.content.addresses import get_alias_addresses
from bulletin.content.models import Article, Page
from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import Link
from bulletin.view_models.output_file import OutputFile
from bulletin.view_models.pages import AdTextsView, NoticeView, RedirectView
from bulletin.views.fingerprints import REDIRECT_INPUT_LABELS, PageFingerprints
from bulletin.views.parts.components import build_breadcrumb
from bulletin.views.parts.head import build_head

_NOTICE_TITLE = "Liên hệ quảng cáo"
_EMPTY_SLOT_TEXT = "vị trí còn trống, mời liên hệ"


def plan_ad_click_pages(
    active_campaigns: Mapping[str, Campaign | None], context: SiteContext
) -> Iterator[OutputFile]:
    """Yield the page behind each ad slot, also at its former address, and their texts."""
    for slot, prefix in product(AD_SLOTS, (urls.AD_PREFIX, urls.FORMER_AD_PREFIX)):
        address = urls.get_ad_click_address(slot, prefix)
        path, campaign = urls.convert_address_to_path(address), active_campaigns.get(slot)
        if campaign:
            yield OutputFile(path, "redirect", partial(_build_advertiser_view, address, campaign, context))
        else:
            yield OutputFile(path, "notice", partial(_build_notice_view, address, context))
    path = urls.convert_address_to_path(urls.AD_TEXTS_ADDRESS)
    yield OutputFile(path, "ad_texts", partial(_build_ad_texts_view, active_campaigns))


def plan_alias_redirects(context: SiteContext, fingerprints: PageFingerprints) -> Iterator[OutputFile]:
    """Yield the pages at aliases, which redirect to the present addresses."""
    for item in context.archive.content_items:
        for address in get_alias_addresses(item) if item.aliases else ():
            build_view = partial(_build_alias_view, address, item, context)
            yield OutputFile(
                urls.convert_address_to_path(address),
                "redirect",
                build_view,
                fingerprints.fingerprint_redirect(item),
                input_labels=REDIRECT_INPUT_LABELS,
            )


def _build_ad_texts_view(active_campaigns: Mapping[str, Campaign | None]) -> AdTextsView:
    campaigns = ((slot, active_campaigns.get(slot)) for slot in AD_SLOTS)
    return AdTextsView(
        tuple((slot, campaign.alt if campaign else _EMPTY_SLOT_TEXT) for slot, campaign in campaigns)
    )


def _build_alias_view(address: str, item: Article | Page, context: SiteContext) -> RedirectView:
    return RedirectView(
        site=context.site_frame,
        head=build_head(context, item.address, item.title, index=item.status == "published"),
        title="Trang đã chuyển địa chỉ",
        text=f"Địa chỉ {address} nay chuyển sang:",
        target=Link(context.urls.build_link(item.address), item.title),
        is_sponsored=False,
    )


def _build_advertiser_view(address: str, campaign: Campaign, context: SiteContext) -> RedirectView:
    return RedirectView(
        site=context.site_frame,
        head=build_head(context, address, f"Quảng cáo: {campaign.advertiser}", index=False),
        title=f"Quảng cáo: {campaign.advertiser}",
        text=campaign.alt,
        target=Link(campaign.link, f"Mở trang của {campaign.advertiser}"),
        is_sponsored=True,
    )


def _build_notice_view(address: str, context: SiteContext) -> NoticeView:
    breadcrumb = build_breadcrumb(context)
    return NoticeView(
        site=context.site_frame,
        head=build_head(context, address, _NOTICE_TITLE, breadcrumb=breadcrumb, index=False),
        breadcrumb=breadcrumb,
        title=_NOTICE_TITLE,
        paragraphs=context.settings.advertising,
        sizes=tuple(context.slots[slot] for slot in AD_SLOTS),
    )
