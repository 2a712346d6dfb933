// The archive, worked out once a build: articles newest first, their neighbours, listings, months.
// Dates of the corpus are local and without a zone, so their UTC parts are what readers are told.
import { slug, twoDigits } from "./text.js";

const NEWER = 3, OLDER = 5, PAGE = 20, FEED = 20;
const WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

export const address = (date, name) => `/${date.getUTCFullYear()}/${twoDigits(date.getUTCMonth() + 1)}/${name}/`;

export function archive(items) {
  const news = items.map(entry).sort((one, other) => other.time - one.time);
  const sections = grouped(news, (one) => [one.section.name]);
  const tags = grouped(news, (one) => one.tags);
  const authors = grouped(news, (one) => [one.author]);
  const months = monthly(news);
  return {
    news, sections, months, places: neighbours(news, sections),
    feeds: [
      { stem: "/feeds/tat-ca", name: "", address: "/", items: news.slice(0, FEED) },
      ...[...sections].map(([name, items]) => ({
        stem: `/feeds/${slug(name)}`, name, address: `/chuyen-muc/${slug(name)}/`, items: items.slice(0, FEED),
      })),
    ],
    listings: [
      ...paged(sections, "section", "/chuyen-muc/"),
      ...paged(tags, "tag", "/chu-de/"),
      ...paged(authors, "author", "/tac-gia/"),
    ],
  };
}

function entry(item) {
  const { date, data } = item;
  const day = `${twoDigits(date.getUTCDate())}/${twoDigits(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  return {
    item, day,
    address: address(date, data.slug),
    title: data.title,
    summary: data.summary,
    author: data.author,
    tags: data.tags,
    section: { name: data.category, address: `/chuyen-muc/${slug(data.category)}/` },
    time: date.getTime(),
    month: `${date.getUTCFullYear()}/${twoDigits(date.getUTCMonth() + 1)}`,
    number: date.getUTCDate(),
    moment: `${date.toISOString().slice(0, 19)}+07:00`,
    weekday: WEEKDAYS[date.getUTCDay()],
    clock: `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`,
  };
}

function grouped(news, names) {
  const groups = new Map();
  for (const one of news) {
    for (const name of names(one)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(one);
    }
  }
  return groups;
}

function neighbours(news, sections) {
  const places = new Map(), everywhere = new Map(news.map((one, place) => [one, place]));
  for (const found of sections.values()) {
    found.forEach((article, place) => {
      const newer = found.slice(Math.max(0, place - NEWER), place);
      const older = found.slice(place + 1, place + 1 + OLDER);
      const at = everywhere.get(article);
      if (newer.length < NEWER) fill(newer, NEWER, news.slice(Math.max(0, at - 2 * NEWER), at).reverse());
      if (older.length < OLDER) fill(older, OLDER, news.slice(at + 1, at + 1 + 2 * OLDER));
      places.set(article.address, { article, newer, older });
    });
  }
  return places;
}

function fill(found, count, nearest) {
  for (const one of nearest) if (found.length < count && !found.includes(one)) found.push(one);
  found.sort((one, other) => other.time - one.time);
}

function paged(groups, kind, root) {
  return [...groups].flatMap(([name, found]) => {
    const base = `${root}${slug(name)}/`, pages = Math.ceil(found.length / PAGE);
    const place = (number) => (number > 1 ? `${base}trang/${number}/` : base);
    return Array.from({ length: pages }, (_, index) => ({
      kind, name, base,
      number: index + 1,
      address: place(index + 1),
      newer: index > 0 ? place(index) : "",
      older: index + 1 < pages ? place(index + 2) : "",
      items: found.slice(index * PAGE, (index + 1) * PAGE),
    }));
  });
}

function monthly(news) {
  const months = [...grouped(news, (one) => [one.month])].map(([key, items]) => {
    const [year, month] = key.split("/").map(Number);
    return { key, year, month, items, name: `Tháng ${month} năm ${year}`, address: `/luu-tru/${key}/` };
  });
  months.forEach((one, place) => Object.assign(one, { newer: months[place - 1], older: months[place + 1] }));
  return months;
}
