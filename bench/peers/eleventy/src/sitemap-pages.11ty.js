import { SITE } from "./_parts/base.js";

export const data = { permalink: "/sitemap-trang.xml" };

export function render({ collections: { archive } }) {
  const addresses = [
    "/", "/tin-moi/", "/luu-tru/", "/tim-kiem/",
    ...archive.listings.map((one) => one.address),
    ...archive.months.toReversed().map((one) => one.address),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${addresses.map((address) => `<url><loc>${SITE}${address}</loc></url>`).join("\n")}
</urlset>
`;
}
