import { SITE } from "./_parts/base.js";
import { link, tagUri, title } from "./_parts/feeds.js";
import { escaped } from "./_parts/text.js";

export const data = {
  pagination: { data: "collections.archive.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.stem}.atom.xml`,
};

export const render = ({ frame, feed }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
<id>${link(feed)}</id>
<title>${escaped(title(frame, feed))}</title>
<subtitle>${escaped(frame.tagline)}</subtitle>
<link rel="alternate" type="text/html" href="${link(feed)}"/>
<link rel="self" type="application/atom+xml" href="${SITE}${feed.stem}.atom.xml"/>
<updated>${feed.items[0].moment}</updated>
<author><name>${escaped(frame.organisation)}</name></author>
${feed.items.map((one) => `<entry>
<id>${tagUri(one)}</id>
<title>${escaped(one.title)}</title>
<link rel="alternate" type="text/html" href="${SITE}${one.address}"/>
<published>${one.moment}</published>
<updated>${one.moment}</updated>
<author><name>${escaped(one.author)}</name></author>
${[one.section.name, ...one.tags].map((name) => `<category term="${escaped(name)}"/>`).join("\n")}
<summary>${escaped(one.summary)}</summary>
<content type="html">${escaped(one.item.templateContent)}</content>
</entry>`).join("\n")}
</feed>
`;
