// Results as the page shows them: marked words, excerpts, items of the list.

const excerptLength = 240;
const excerptLead = 60;
const textBlocks = "p, li, td, th, h2, h3, h4, figcaption, blockquote, dd, dt";

const createElement = (name, className, ...content) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
};

// Words of a phrase in quotes count only where the whole phrase stands.
const keepPhrases = (places, query) => {
  let first = 0;
  for (const unit of query.units) {
    const numbers = unit.words.map((_, offset) => first + offset);
    first += unit.words.length;
    if (!unit.isPhrase) continue;
    const kept = new Set();
    places.forEach((_, at) => {
      if (numbers.every((number, offset) => places[at + offset] && places[at + offset].words.includes(number))) {
        numbers.forEach((number, offset) => kept.add(`${at + offset} ${number}`));
      }
    });
    places.forEach((place, at) => {
      place.words = place.words.filter((number) => !numbers.includes(number) || kept.has(`${at} ${number}`));
    });
  }
};

// Places of the words that the query matches. `isPair` tells if words of the query stand side by side there.
const findPlaces = (text, query, isNear) => {
  const least = isNear ? DIFFERENT : ANY;
  const places = [];
  const pattern = createWordPattern();
  const lower = lowerText(text);
  for (let found = pattern.exec(lower); found; found = pattern.exec(lower)) {
    const spelling = spellWord(found[0]);
    const keys = listSpellingKeys(spelling);
    const words = query.words
      .map((word, number) => ({ number, quality: word.isPrefix || word.keys.some((key) => keys.includes(key)) ? compareWord(word, spelling, query.isMarked) : 0 }))
      .filter(({ quality }) => quality >= least)
      .map(({ number }) => number);
    places.push({ start: found.index, end: found.index + found[0].length, words });
  }
  keepPhrases(places, query);
  const isPair = (one, other) => Boolean(one && other) && one.words.some((number) => other.words.includes(number + 1));
  places.forEach((place, at) => { place.isPair = isPair(places[at - 1], place) || isPair(place, places[at + 1]); });
  return places.filter(({ words }) => words.length);
};

// The places to mark in some texts of a result: pairs, and single words that are in no pair of these texts.
// `has` tells if one of the texts has a word of the query.
const chooseMarks = (texts, query, isNear) => {
  const rows = texts.map((text) => findPlaces(text, query, isNear));
  const list = (places) => [].concat(...places.map(({ words }) => words));
  const paired = list([].concat(...rows).filter((place) => place.isPair));
  const isSingle = (number) => !paired.includes(number) && !query.words[number].isOptional;
  return {
    hasPairs: paired.length > 0,
    marks: rows.map((places) => places.filter((place) => place.isPair || place.words.some(isSingle))),
    has: (number) => list([].concat(...rows)).includes(number),
  };
};

// Append a text with its marks. A long text begins shortly before the first one.
const appendMarked = (line, text, marks, length = text.length) => {
  let start = 0;
  if (text.length > length && marks.length && marks[0].end > length - excerptLead) {
    start = text.lastIndexOf(" ", Math.max(0, marks[0].start - excerptLead)) + 1;
  }
  const end = text.length - start > length ? Math.max(text.lastIndexOf(" ", start + length), start + 1) : text.length;
  let at = start;
  if (start) line.append("… ");
  for (let number = 0; number < marks.length; number++) {
    const from = marks[number].start;
    if (from < at || marks[number].end > end) continue;
    while (number + 1 < marks.length && marks[number + 1].end <= end && !text.slice(marks[number].end, marks[number + 1].start).trim()) number++;
    line.append(text.slice(at, from), createElement("mark", "", text.slice(from, marks[number].end)));
    at = marks[number].end;
  }
  line.append(text.slice(at, end) + (end < text.length ? " …" : ""));
};

// Replace an excerpt by the block of the article with the most marks. A cell of a table is a block of its own.
const loadExcerpt = (line, address, query, isNear) =>
  fetch(address).then((answer) => (answer.ok ? answer.text() : "")).then((html) => {
    const prose = new DOMParser().parseFromString(html, "text/html").querySelector(".prose");
    const blocks = prose ? [...prose.querySelectorAll(textBlocks)].filter((block) => !block.querySelector(textBlocks)) : [];
    const texts = blocks.map((block) => block.textContent.replace(/\s+/g, " ").trim());
    const { marks } = chooseMarks(texts, query, isNear);
    const most = Math.max(0, ...marks.map((places) => places.length));
    if (!most) return;
    const best = marks.findIndex((places) => places.length === most);
    line.textContent = "";
    appendMarked(line, texts[best], marks[best], excerptLength);
  });

const formatCount = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ".");

const describeText = ({ searched, shards }) => {
  if (!searched.length) return "";
  return shards.length ? `, kể cả toàn văn từ ${searched[searched.length - 1]} đến nay` : ", kể cả toàn văn";
};

const describeResults = (search, { count, hasNear }) => {
  const { words } = search;
  const found = search.found.length ? `${formatCount(search.found.length)} văn bản` : "";
  const text = describeText(search);
  if (!words) return count ? `${formatCount(count)} bài.` : "Không có bài nào hợp với bộ lọc.";
  if (count) return `${found}${found && ", "}${formatCount(count)} bài có “${words}”${text}.`;
  const start = found && `${found} có “${words}”. `;
  if (hasNear) return `${start}Không có bài nào có đúng “${words}”${text}. Dưới đây là bài gần giống.`;
  if (found) return `${start}Không có bài nào${text}.`;
  return `Không tìm thấy bài nào với từ “${words}”${text}. Hãy thử ít từ hơn hoặc từ khác.`;
};

const formatDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

const listAuthors = (index, doc) =>
  [].concat(index.author[doc]).filter((author) => author >= 0).map((author) => index.authors[author]);

const createThumbnail = (address) => {
  const image = createElement("img", "search__picture");
  Object.assign(image, { alt: "", width: 120, height: 80, loading: "lazy", decoding: "async" });
  image.onerror = () => image.remove();
  image.src = address;
  return image;
};

// A first answer needs few requests: until the reader moves, one excerpt is loaded, and neither advertisements nor news below.
// Browsers tell of a pointer that rests where the page changes.
const moved = new Promise((resolve) => {
  const check = ({ type, movementX, movementY }) => { if (type !== "pointermove" || movementX || movementY) resolve(); };
  for (const name of ["scroll", "keydown", "pointerdown", "pointermove", "touchstart"]) addEventListener(name, check, { passive: true });
});
let whenAllowed = Promise.resolve();

// Begin when an element comes near the window.
const startWhenSeen = (element, start) => {
  if (!window.IntersectionObserver) {
    start();
    return;
  }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    start();
  }, { rootMargin: "50%" });
  observer.observe(element);
};

// `reasons` are tags, topic and files. Results show the one with a word that nothing else has, or with more words.
const createItem = ({ index, query, home }, result, [title, slug, picture, summary, reasons = [], label]) => {
  const number = index.days[result.doc];
  const day = formatDay(number);
  const link = createElement("a", "stretched");
  link.href = `${home}${day.slice(0, 4)}/${day.slice(5, 7)}/${encodeURIComponent(slug)}/`;
  const names = [index.sections[index.section[result.doc]][1], ...listAuthors(index, result.doc)];
  const { hasPairs, marks, has } = chooseMarks([title, summary, ...names, ...reasons], query, result.isNear);
  const [titleMarks, summaryMarks, ...nameMarks] = marks;
  const reasonMarks = nameMarks.splice(names.length);
  appendMarked(link, title, titleMarks);
  const isDated = ({ days }) => Boolean(days) && days[0] <= number && number <= days[1];
  const date = day.split("-").reverse().join("/");
  const time = createElement("time", "", query.words.some(isDated) ? createElement("mark", "", date) : date);
  time.dateTime = day;
  const facts = createElement("p", "search__facts");
  const others = marks.slice(0, 2 + names.length);
  const isMissing = (at) => !others.some((places) => places.some(({ words }) => words.includes(at)));
  const weights = reasonMarks.map((places) => places.length + (places.some(({ words }) => words.some(isMissing)) ? query.words.length : 0));
  const best = weights.indexOf(Math.max(1, ...others.map((places) => places.length + 1), ...weights));
  names.concat(best < 0 ? [] : reasons[best]).forEach((name, at) => {
    if (at) facts.append(" · ");
    appendMarked(facts, name, nameMarks.concat([reasonMarks[best]])[at]);
    if (!at) facts.append(" · ", time);
  });
  const excerpt = createElement("p", "search__excerpt");
  appendMarked(excerpt, summary, summaryMarks, excerptLength);
  const item = createElement("li", "search__result", facts,
    createElement("div", "search__words", createElement("h2", "search__title", link), excerpt, ...(label ? [createElement("p", "ai-label", label)] : [])),
    ...(picture ? [createThumbnail(home + picture)] : []));
  // The text shows what neither title, summary nor facts do: the words of a full text, and a number.
  const isShown = query.words.length > 1 ? hasPairs : has(0);
  const lacksNumber = query.words.some((word, at) => /^[0-9]/.test(word.raw) && !isDated(word) && !has(at));
  if (result.isText ? !isShown : lacksNumber && !result.isNear) {
    whenAllowed.then(() => startWhenSeen(item, () => loadExcerpt(excerpt, link.href, query, result.isNear).catch(() => {})));
    whenAllowed = moved;
  }
  return item;
};

// An official document in the results.
const createDocumentItem = ({ query, home }, [name, title, slug]) => {
  const link = createElement("a", "");
  link.href = `${home}van-ban/${slug}/`;
  const about = createElement("p", "search__excerpt");
  const { marks } = chooseMarks([name, title], query, false);
  appendMarked(link, name, marks[0]);
  appendMarked(about, title, marks[1], excerptLength);
  return createElement("li", "search__document", createElement("h2", "search__title", link), about);
};
