"""Generator of the ad slots: campaigns for templates, and their images."""

import logging
from pathlib import Path

from msgspec.structs import replace
from pelican.generators import Generator
from pelican.writers import Writer

from bulletin import urls
from bulletin.ads.campaigns import Campaign, read_campaigns
from bulletin.ads.images import write_slot_images
from bulletin.ads.schedule import find_active_campaign
from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.clock import read_build_time
from bulletin.errors import translate_disk_errors
from bulletin.images.settings import ImageSettings
from bulletin.settings.tables import load_settings
from bulletin.view_models.components import AdSlotView

_logger = logging.getLogger(__name__)


class AdSlotGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Gives ``ad_slots`` to templates and writes the images of running campaigns."""

    @translate_disk_errors()
    def generate_context(self) -> None:
        """Set ``ad_slots``: each slot by name, None if no campaign runs in it.

        A campaign with a fault is left out, and Pelican logs the fault as an error.
        """
        self._image_settings = load_settings(ImageSettings, "PICTURES", self.settings.get("PICTURES", {}))
        campaigns, problems = read_campaigns(Path(self.path))
        for problem in problems:
            _logger.error("%s", problem)
        now = read_build_time()
        self._active_campaigns = {name: find_active_campaign(campaigns, name, now) for name in AD_SLOTS}
        self.context["ad_slots"] = {
            name: build_campaign_view(campaign) if campaign else None
            for name, campaign in self._active_campaigns.items()
        }

    @translate_disk_errors()
    def generate_output(self, _writer: Writer) -> None:  # Pelican's signature
        """Write the images of the running campaigns."""
        write_slot_images(
            Path(self.output_path),
            self._active_campaigns,
            (),
            Path(self.path),
            Path(self.settings["CACHE_PATH"]),
            settings=self._image_settings,
            slot_names=[name for name, campaign in self._active_campaigns.items() if campaign],
            prefixes=[urls.AD_PREFIX],
        )


def build_campaign_view(campaign: Campaign) -> AdSlotView:
    """Return the slot of a campaign. A click leads to the advertiser at once.

    Reason: Pelican writes every page again in each build, so pages may name the campaign.
    """
    return replace(build_slot_view(AD_SLOTS[campaign.slot]), url=campaign.link, alt=campaign.alt)
