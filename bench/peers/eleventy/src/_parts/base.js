// The page around its content. What is the same on every page is printed once a build.
import { footer, leaderboard, masthead, menu, sidebar, footerAd } from "./around.js";
import { escaped, json } from "./text.js";

export const SITE = "https://bantin.example.vn";

export function base(frame, page) {
  const title = page.title === frame.name ? `${page.title} – ${frame.organisation}` : `${page.title} – ${frame.name}`;
  const description = escaped(page.description || frame.tagline);
  const canonical = SITE + page.address;
  const feed = page.feed || { stem: "/feeds/tat-ca", name: frame.name };
  return `<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<meta name="description" content="${description}">
${page.hidden ? '<meta name="robots" content="noindex">\n' : ""}<meta name="color-scheme" content="light dark">
<link rel="canonical" href="${canonical}">
<link rel="alternate" type="application/atom+xml" title="${escaped(feed.name)} (Atom)" href="${feed.stem}.atom.xml">
<link rel="alternate" type="application/rss+xml" title="${escaped(feed.name)} (RSS)" href="${feed.stem}.rss.xml">
<link rel="icon" href="${frame.assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${frame.assets.stylesheet}">
<script type="module" src="${frame.assets.script}"></script>
${page.script ? `<script type="module" src="${page.script}"></script>\n` : ""}<meta property="og:site_name" content="${escaped(frame.name)}">
<meta property="og:locale" content="vi_VN">
<meta property="og:type" content="${page.article ? "article" : "website"}">
<meta property="og:title" content="${escaped(title)}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${canonical}">
<meta property="og:image" content="${SITE}${frame.assets.share}">
<meta name="twitter:card" content="summary_large_image">
${page.meta || ""}${page.data.map((one) => `<script type="application/ld+json">${json(one)}</script>`).join("\n")}
</head>
<body class="page page--${page.kind}">
<a class="skip-link" href="#noi-dung">Đến nội dung chính</a>
${masthead(frame, page.kind === "front")}
${menu(frame)}
${page.bare || page.noLeaderboard ? "" : leaderboard(frame)}
${page.layout || `<div class="layout">
<main class="layout__main" id="noi-dung">
${page.main}
</main>
<div class="layout__rail">
${sidebar(frame)}
${page.rail || ""}
</div>
</div>`}
${page.bare ? "" : footerAd(frame)}
${footer(frame)}
</body>
</html>
`;
}

export const publisher = (frame) => ({
  "@type": "Organization", name: frame.organisation, url: `${SITE}/`,
  logo: { "@type": "ImageObject", url: SITE + frame.assets.share },
});

export const breadcrumbData = (title, address, step) => ({
  "@context": "https://schema.org",
  "@type": "BreadcrumbList",
  itemListElement: [["Trang chủ", "/"], ...(step ? [[step.name, step.address]] : []), [title, address]].map(
    ([name, place], index) => ({ "@type": "ListItem", position: index + 1, name, item: SITE + place }),
  ),
});

export const siteData = (frame) => ({
  "@context": "https://schema.org", "@type": "WebSite", name: frame.name, url: `${SITE}/`, inLanguage: "vi",
  publisher: publisher(frame),
  potentialAction: {
    "@type": "SearchAction", target: `${SITE}/tim-kiem/?q={search_term_string}`,
    "query-input": "required name=search_term_string",
  },
});

export const narrow = (main) => `<div class="layout layout--narrow">
<main class="layout__main" id="noi-dung">
${main}
</main>
</div>`;
