import { SITE } from "./_parts/base.js";

export const data = {
  pagination: { data: "collections.archive.months", size: 1, alias: "month" },
  permalink: ({ month }) => `/sitemap-${month.key.replace("/", "-")}.xml`,
};

export const render = ({ month }) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${month.items.toReversed().map((one) => `<url>\n<loc>${SITE}${one.address}</loc>\n<lastmod>${one.moment}</lastmod>\n</url>`).join("\n")}
</urlset>
`;
