import { SITE } from "./_parts/base.js";

export const data = { permalink: "/robots.txt" };

export const render = () => `User-agent: *
Disallow: /qc/
Disallow: /fragments/
Sitemap: ${SITE}/sitemap.xml
Sitemap: ${SITE}/sitemap-news.xml
`;
