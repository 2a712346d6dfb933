import { SITE } from "./_parts/base.js";

export const data = { permalink: "/sitemap.xml" };

const printed = (month) => `<sitemap>
<loc>${SITE}/sitemap-${month.key.replace("/", "-")}.xml</loc>
<lastmod>${month.items[0].moment}</lastmod>
</sitemap>`;

export const render = ({ collections }) => `<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap>
<loc>${SITE}/sitemap-trang.xml</loc>
</sitemap>
${collections.archive.months.toReversed().map(printed).join("\n")}
</sitemapindex>
`;
