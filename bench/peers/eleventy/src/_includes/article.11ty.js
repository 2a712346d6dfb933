import { latest, readingTools } from "../_parts/around.js";
import { base, breadcrumbData, publisher, SITE } from "../_parts/base.js";
import { icon } from "../_parts/icon.js";
import { breadcrumb, teaser } from "../_parts/lists.js";
import { escaped, slug } from "../_parts/text.js";

const line = { form: "line", level: 4, summary: false };

export function render({ frame, collections, page, content }) {
  const { article, newer, older } = collections.archive.places.get(page.url);
  const { section, moment } = article;
  const address = SITE + article.address, home = `${SITE}/`, title = escaped(article.title);
  const author = { name: article.author, address: `/tac-gia/${slug(article.author)}/` };
  const news = {
    "@context": "https://schema.org", "@type": "NewsArticle",
    headline: article.title, description: article.summary, datePublished: moment, dateModified: moment,
    inLanguage: "vi", mainEntityOfPage: address, url: address, image: [SITE + frame.assets.share],
    articleSection: section.name,
    author: [{ "@type": "Person", name: author.name, url: SITE + author.address }],
    publisher: publisher(frame),
    isPartOf: { "@type": "WebSite", name: frame.name, url: home },
    keywords: article.tags,
  };
  return base(frame, {
    kind: "article", article: true, title: article.title, description: article.summary, address: article.address,
    feed: { stem: `/feeds/${slug(section.name)}`, name: section.name },
    data: [news, breadcrumbData(article.title, article.address, section)],
    meta: `<meta property="article:published_time" content="${moment}">
<meta property="article:modified_time" content="${moment}">
<meta property="article:section" content="${escaped(section.name)}">
${article.tags.map((tag) => `<meta property="article:tag" content="${escaped(tag)}">\n`).join("")}`,
    rail: latest,
    main: `${breadcrumb(section)}
<article class="article" data-section="${escaped(section.name)}" data-date="${moment.slice(0, 10)}" data-pagefind-body data-pagefind-meta="section[data-section], date[data-date]" data-pagefind-sort="date[data-date]">
<h1 class="article__title">${title}</h1>
<div class="article__aside">
<div class="byline" data-pagefind-ignore>
<p class="byline__authors">
<a href="${author.address}" rel="author">${escaped(author.name)}</a>
</p>
<p class="byline__date"><time datetime="${moment}">${article.weekday}, ${article.day}, ${article.clock}</time></p>
</div>
${readingTools}
</div>
<p class="article__lede">${escaped(article.summary)}</p>
<div class="prose">
${content}
</div>
<div class="article__end" data-pagefind-ignore>
<dl class="tags">
<div class="tags__row"><dt>Chủ đề</dt><dd>
${article.tags.map((tag) => `<a class="tags__link" href="/chu-de/${slug(tag)}/">${escaped(tag)}</a>`).join("\n")}
</dd></div>
</dl>
<div class="share" role="group" aria-label="Chia sẻ bài viết">
<a class="button" href="mailto:?subject=${encodeURIComponent(article.title)}&amp;body=${encodeURIComponent(address)}">${icon("mail")}Gửi thư</a>
<button class="button" type="button" data-module="copy" data-text="${address}" hidden>${icon("link")}Sao chép liên kết</button>
<button class="button" type="button" data-module="share" data-title="${title}" data-url="${address}" hidden>${icon("share")}Chia sẻ</button>
<p class="share__status" role="status" data-done="Đã sao chép liên kết." data-failed="Không sao chép được. Hãy chép địa chỉ trên thanh địa chỉ."></p>
</div>
<div class="print-footer" data-pagefind-ignore aria-hidden="true">
<p class="print-footer__text">${escaped(frame.organisation)} – ${escaped(frame.name)}<br>${address}</p>
</div>
</div>
</article>
<section class="other-news" aria-labelledby="cac-tin-khac">
<h2 class="other-news__title" id="cac-tin-khac">Các tin khác</h2>
<div class="other-news__groups">
${group("newer", "Tin mới hơn", newer)}
${group("older", "Tin cũ hơn", older, `<p class="other-news__more"><a class="more" href="${section.address}">${escaped(section.name)}</a></p>\n`)}
</div>
</section>`,
  });
}

const group = (key, heading, articles, more = "") => articles.length ? `<section class="other-news__group other-news__group--${key}" aria-labelledby="tin-${key}">
<h3 class="other-news__heading" id="tin-${key}">${heading}</h3>
${articles.map((one) => teaser(one, line)).join("\n")}
${more}</section>` : "";
