import { SITE } from "./_parts/base.js";
import { escaped } from "./_parts/text.js";

export const data = { permalink: "/sitemap-news.xml" };

export function render({ frame, collections: { archive } }) {
  const since = Date.parse(`${frame.moment.replace(" ", "T")}Z`) - 2 * 24 * 3600 * 1000;
  const printed = (one) => `<url>
<loc>${SITE}${one.address}</loc>
<news:news>
<news:publication><news:name>${escaped(frame.name)}</news:name><news:language>vi</news:language></news:publication>
<news:publication_date>${one.moment}</news:publication_date>
<news:title>${escaped(one.title)}</news:title>
</news:news>
</url>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${archive.news.filter((one) => one.time > since).map(printed).join("\n")}
</urlset>
`;
}
