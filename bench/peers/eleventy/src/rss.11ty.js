import { SITE } from "./_parts/base.js";
import { link, rfc822, tagUri, title } from "./_parts/feeds.js";
import { escaped } from "./_parts/text.js";

export const data = {
  pagination: { data: "collections.archive.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.stem}.rss.xml`,
};

export const render = ({ frame, feed }) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${escaped(title(frame, feed))}</title>
<link>${link(feed)}</link>
<description>${escaped(frame.tagline)}</description>
<language>vi</language>
<lastBuildDate>${rfc822(feed.items[0].moment)}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${SITE}${feed.stem}.rss.xml"/>
${feed.items.map((one) => `<item>
<title>${escaped(one.title)}</title>
<link>${SITE}${one.address}</link>
<guid isPermaLink="false">${tagUri(one)}</guid>
<pubDate>${rfc822(one.moment)}</pubDate>
<dc:creator>${escaped(one.author)}</dc:creator>
${[one.section.name, ...one.tags].map((name) => `<category>${escaped(name)}</category>`).join("\n")}
<description>${escaped(one.summary)}</description>
<content:encoded>${escaped(one.item.templateContent)}</content:encoded>
</item>`).join("\n")}
</channel>
</rss>
`;
