// The search page. The summary index answers as the reader types. Full texts are searched a part at a time, newest
// first: on request, and when the summary index finds little. Words and filters stand in the address.

const pageSize = 10;
const fewResults = 3;
const maxNearResults = 10;
const maxDocuments = 20;
const maxNamed = 5;
const typingPause = 300;
// Files of the index for the first answer, besides its head. A poor line brings them at once.
const maxFirstFiles = 4;
const minFirstRows = 1;
const failure = "Không tải được dữ liệu tìm kiếm. Hãy kiểm tra mạng rồi thử lại.";
const noWords = "Hãy gõ ít nhất một chữ cái hoặc chữ số để tìm.";
const noIndex = "Trang này chưa có dữ liệu để tìm. Mời bạn xem kho lưu trữ hoặc các chuyên mục.";
const filterNames = ["chuyen-muc", "nam", "tac-gia", "xep"];
const isFiltered = (wanted) => Boolean(wanted["chuyen-muc"] || wanted.nam || wanted["tac-gia"]);

const createFilter = (index, wanted) => {
  const section = index.sections.findIndex(([slug]) => slug === wanted["chuyen-muc"]);
  const days = findDays(wanted.nam);
  if (!isFiltered(wanted)) return () => true;
  return (doc) => {
    const own = index.section[doc];
    return (!wanted["chuyen-muc"] || own === section || (section >= 0 && index.sections[own][2] === section))
      && (!wanted["tac-gia"] || listAuthors(index, doc).includes(wanted["tac-gia"]))
      && (!days || (index.days[doc] >= days[0] && index.days[doc] <= days[1]));
  };
};

// All documents that the filters let through, newest first.
const listAll = (index, isAllowed) => {
  const right = [];
  for (let doc = index.size - 1; doc >= 0; doc--) if (isAllowed(doc)) right.push({ doc, rank: 0 });
  return { right, near: [] };
};

// The results of a search: right ones, and near ones if there are few.
const arrangeResults = (search) => {
  const seen = new Set();
  const select = (results, isNear) =>
    results.filter(({ doc }) => !seen.has(doc) && seen.add(doc)).map((result) => Object.assign({}, result, { isNear }));
  const right = select(search.right, false);
  if (search.wanted.xep === "moi") right.sort((one, other) => other.doc - one.doc);
  const hasNear = right.length < fewResults && search.query.units.some((unit) => !unit.isPhrase);
  const near = hasNear ? select(search.near, true).slice(0, maxNearResults) : [];
  return { count: right.length, hasNear: near.length > 0, list: right.concat(near) };
};

// Search the next shard of full text. Its results follow those that were found before.
const searchNextShard = (search) =>
  openShard(search.index, search.shards[0]).then((opened) => {
    const query = guessKeys(parseQuery(search.words, false), [opened]);
    search.files += 1 + listWordFiles(opened, listKeys(query)).length;
    return searchVolumes(query, [opened], search.index, search.isAllowed);
  }).then((found) => {
    const mark = (result) => Object.assign(result, { isText: true });
    search.searched.push(search.shards.shift().label);
    search.right = search.right.concat(found.right.map(mark));
    search.near = search.near.concat(found.near.map(mark)).sort(compareResults);
  });

const startSearch = (page) => {
  const { home, index: head } = page.dataset;
  const form = page.querySelector("form");
  const input = form.elements.namedItem("q");
  const [filters, status, list, more, further] =
    ["filters", "status", "results", "more", "further"].map((name) => page.querySelector(`.search__${name}`));
  const documents = page.querySelector(".search__documents");
  const tips = page.querySelector(".search__tips");
  const [oneShard, allShards] = further.querySelectorAll("button");
  const fields = filterNames.map((name) => filters.querySelector(`[name="${name}"]`));
  let search = null;

  const readAddress = () => {
    const parameters = new URLSearchParams(location.search);
    const wanted = { q: normalizeLetters(parameters.get("q") || "") };
    for (const name of filterNames) wanted[name] = parameters.get(name) || "";
    return wanted;
  };

  // What Back brings again: how many results, how many parts of full text, and the place.
  const keepState = () => {
    if (search && search.results && !search.isRestoring) {
      history.replaceState({ shown: search.shown, texts: search.searched.length, place: scrollY }, "");
    }
  };

  const writeAddress = (isNew) => {
    const parameters = new URLSearchParams();
    for (const field of [input, ...fields]) if (field.value.trim()) parameters.set(field.name, field.value.trim());
    const address = location.pathname + (String(parameters) ? `?${parameters}` : "");
    if (address !== location.pathname + location.search) history[isNew ? "pushState" : "replaceState"](null, "", address);
  };

  // Fill the lists, and return a sentence on filters of the address that are in none of them. They have no effect.
  const fillFilters = (index, wanted) => {
    const [sections, years, authors] = fields;
    if (years.options.length === 1) {
      const [oldest, newest] = [0, index.size - 1].map((doc) => Number(formatDay(index.days[doc]).slice(0, 4)));
      for (let year = newest; year >= oldest; year--) years.append(new Option(`Năm ${year}`, year));
      for (const [slug, label, above] of index.sections) sections.append(new Option(above < 0 ? label : `– ${label}`, slug));
      const names = index.authors.filter(Boolean).sort((one, other) => one.localeCompare(other, "vi"));
      for (const name of names) authors.append(new Option(name, name));
    }
    const unknown = fields.filter((field) => (field.value = wanted[field.name]) && field.selectedIndex < 0);
    const names = unknown.map((field) => `${field.previousSibling.textContent.toLowerCase()} “${wanted[field.name]}”`);
    for (const field of unknown) field.value = wanted[field.name] = "";
    if (filters.hidden) filters.open = fields.some((field) => field.value) || matchMedia("(min-width: 48em)").matches;
    filters.hidden = false;
    return names.length ? ` Đã bỏ bộ lọc ${names.join(", ")} vì trang này không có.` : "";
  };

  // The first page ends where it would need more files than a poor line brings at once.
  const selectNext = (isFirst) => {
    const { index, results, shown, files: used } = search;
    const most = isFirst ? Math.max(minFirstRows, maxFirstFiles - used) : pageSize;
    const addresses = new Set();
    const next = [];
    for (const result of results.list.slice(shown, shown + pageSize - (shown % pageSize))) {
      const place = findRow(index, result.doc);
      addresses.add(place.address);
      if (addresses.size > most) break;
      next.push({ result, place });
    }
    return next;
  };

  // The tips stand in the place of the results until there are some.
  const updateTips = () => { if (tips) tips.hidden = !head || list.children.length > 0; };

  const showNext = (isFirst) => {
    const mine = search;
    const { results } = mine;
    const next = selectNext(isFirst);
    return Promise.all([mine.documents, ...next.map(({ place }) => loadFile(place.address))]).then(([showDocuments, ...rows]) => {
      if (mine !== search || mine.results !== results) return null;
      if (isFirst) list.textContent = "";
      if (showDocuments) showDocuments();
      mine.documents = null;
      let first = null;
      next.forEach(({ result, place }, at) => {
        const row = rows[at][place.number];
        if (!row) return;
        if (result.isNear && search.results.count && !list.querySelector(".search__divider")) {
          list.append(createElement("li", "search__divider", createElement("h2", "search__near", "Bài gần giống")));
        }
        const item = createItem(search, result, row);
        first = first || item;
        list.append(item);
      });
      updateTips();
      search.shown += next.length;
      if (isFirst) search.files += new Set(next.map(({ place }) => place.address)).size;
      more.hidden = search.shown >= search.results.list.length;
      return first;
    });
  };

  // Official documents stand above the articles, and appear with the first of them, so that nothing moves.
  // Only a query that names one, or a few, opens their list.
  const loadDocuments = (mine) => {
    const { index, found } = mine;
    const places = found.slice(0, maxDocuments).map(({ doc }) => findRow(index, doc, index.register));
    return Promise.all(places.map(({ address }) => loadFile(address))).then((loaded) => () => {
      const rows = documents.querySelector("ol");
      rows.textContent = "";
      rows.append(...places.map(({ number }, at) => createDocumentItem(mine, loaded[at][number])));
      documents.querySelector("summary").textContent = `Văn bản (${formatCount(found.length)})`;
      documents.hidden = !found.length;
      const named = found.filter(({ isNamed }) => isNamed).length;
      documents.open = named > 0 && named <= maxNamed;
    });
  };

  const findDocuments = ({ index, query, wanted }) =>
    Promise.resolve(index.register && query.units.length && !isFiltered(wanted) ? searchRegister(query, index) : []);

  const showResults = () => {
    search.results = arrangeResults(search);
    search.shown = 0;
    search.loading = null;
    more.hidden = true;
    return showNext(true).then(() => {
      status.textContent = describeResults(search, search.results) + search.note;
    });
  };

  // The list is busy until a search has all that it looks for by itself.
  const finish = (mine) => {
    if (!isCurrent(mine)) return;
    list.setAttribute("aria-busy", "false");
    updateTips();
    further.hidden = !mine.words || !mine.shards || !mine.shards.length;
    if (further.hidden) return;
    allShards.hidden = mine.shards.length < 2;
    oneShard.textContent = `Tìm trong toàn văn ${mine.shards[0].label}`;
  };

  // A first page that ended early is completed when the reader goes on.
  const completePage = () => {
    if (!search || !search.results || !(search.shown % pageSize) || search.isCompleting || more.hidden) return null;
    search.isCompleting = true;
    return loadMore().catch(fail);
  };

  const isCurrent = (mine) => mine === search;
  const fail = () => { status.textContent = failure; };

  // After a publish the files of the former head are gone: search once more with the new head, and go on from there.
  const repeat = (mine, error, goOn) => {
    if (!isOutdated(error) && isCurrent(mine)) throw error;
    if (!isOutdated(error) || !(isCurrent(mine) || isCurrent(mine.next))) return null;
    if (!mine.next) {
      forgetFiles();
      mine.repeated = run(mine.isTyping, true, mine.state);
      mine.next = search;
    }
    return mine.repeated.then(() => (isCurrent(mine.next) && mine.next.results ? goOn(mine.next) : null));
  };

  // Show the next results. A second call while they load waits for the same ones.
  const loadMore = (isRepeat) => {
    const mine = search;
    if (!mine.loading) {
      const { shown } = mine;
      const loading = showNext(false).catch((error) => {
        if (isRepeat) throw error;
        return repeat(mine, error, () => showBeyond(shown));
      });
      const end = () => { if (mine.loading === loading) mine.loading = null; };
      (mine.loading = loading).then(end, end);
    }
    return mine.loading;
  };

  const showBeyond = (count) => {
    const mine = search;
    if (more.hidden) return null;
    return loadMore(true).then((first) => (isCurrent(mine) && mine.shown <= count ? showBeyond(count) : first));
  };

  const searchTexts = (mine, isWanted) => {
    const next = () => (isCurrent(mine) && mine.shards.length && isWanted() ? searchNextShard(mine).then(next) : null);
    return Promise.resolve(next()).then(() => (isCurrent(mine) ? showResults() : null));
  };

  // Show as much as `state` says, and go to its place unless the reader is beyond it.
  const restore = (mine, { shown, texts, place }) =>
    Promise.resolve(mine.searched.length < texts ? searchTexts(mine, () => mine.searched.length < texts) : null)
      .then(() => (isCurrent(mine) && mine.shown < shown ? showBeyond(shown - 1) : null))
      .then(() => {
        if (!isCurrent(mine) || scrollY >= place) return;
        if ("scrollBehavior" in document.documentElement.style) scrollTo({ top: place, behavior: "instant" });
        else scrollTo(0, place);
      });

  const run = (isTyping, isRepeat, state) => {
    const wanted = readAddress();
    const mine = search = { wanted, words: wanted.q, home, searched: [], files: 0, isTyping, isRestoring: Boolean(state), state };
    if (!isTyping && !isRepeat) input.value = wanted.q;
    more.hidden = further.hidden = true;
    list.setAttribute("aria-busy", "true");
    documents.hidden = documents.hidden || !wanted.q;
    if (!head || !(wanted.q || isFiltered(wanted))) {
      list.textContent = "";
      status.textContent = head ? "" : noIndex;
      // A head that does not load is asked for again with the first search.
      if (head) openHead(head).then((index) => isCurrent(mine) && fillFilters(index, wanted), () => {});
      finish(mine);
      return Promise.resolve();
    }
    if (!list.children.length) status.textContent = "Đang tìm…";
    return openHead(head).then((index) => {
      if (!isCurrent(mine)) return null;
      mine.note = fillFilters(index, wanted);
      const query = guessKeys(parseQuery(wanted.q, isTyping), index.opened);
      if (wanted.q && !query.units.length) {
        list.textContent = "";
        documents.hidden = true;
        status.textContent = noWords;
        return null;
      }
      const isAllowed = createFilter(index, wanted);
      Object.assign(mine, { index, query, isAllowed, shards: listShards(index, findDays(wanted.nam)) });
      mine.files = index.opened.reduce((count, opened) => count + listWordFiles(opened, listKeys(query)).length, 0);
      return Promise.resolve(query.units.length ? searchVolumes(query, index.opened, index, isAllowed) : listAll(index, isAllowed))
        .then((found) => {
          if (!isCurrent(mine)) return null;
          Object.assign(mine, found);
          return findDocuments(mine);
        })
        .then((found) => {
          if (!isCurrent(mine)) return null;
          mine.found = found;
          mine.documents = loadDocuments(mine);
          return showResults();
        })
        .then(() => {
          // If nothing was found, the newest full text is searched however many files it needs.
          const isLittle = () => mine.right.length < fewResults
            && (mine.files + 1 + Math.min(mine.shards[0].files, query.words.length) <= maxFirstFiles
              || !(mine.right.length || mine.near.length || mine.searched.length));
          return isCurrent(mine) && !isTyping && query.units.length && mine.shards.length && isLittle() ? searchTexts(mine, isLittle) : null;
        })
        .then(() => (isCurrent(mine) && state ? restore(mine, state) : null));
    }).catch((error) => {
      if (isRepeat) throw error;
      return repeat(mine, error, () => null);
    }).catch(() => { if (isCurrent(mine)) fail(); }).then(() => {
      mine.isRestoring = false;
      finish(mine);
    });
  };

  let timer = 0;
  const runNow = (isNew) => {
    clearTimeout(timer);
    if (isNew) keepState();
    writeAddress(isNew);
    run(false);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    runNow(true);
  });
  // Arrow keys change a list at each step: all steps in one list are one step back.
  let changed = null;
  filters.addEventListener("change", ({ target }) => {
    runNow(target !== changed);
    changed = target;
  });
  filters.addEventListener("focusout", () => { changed = null; });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      writeAddress(false);
      run(true);
    }, typingPause);
  });
  more.querySelector("button").addEventListener("click", () => {
    loadMore().then((first) => first && first.querySelector("a").focus()).catch(fail);
  });
  further.addEventListener("click", ({ target }) => {
    if (target !== oneShard && target !== allShards) return;
    status.focus(); // the button goes, and the results begin behind the status
    const [mine, wantedCount] = [search, target === oneShard ? search.searched.length + 1 : Infinity];
    const searchWanted = (one) => {
      status.textContent = "Đang tìm trong toàn văn…";
      list.setAttribute("aria-busy", "true");
      further.hidden = true;
      return searchTexts(one, () => one.searched.length < wantedCount).then(() => {
        finish(one);
        if (document.activeElement === status) status.scrollIntoView({ block: "nearest" });
      }, (error) => {
        finish(one);
        throw error;
      });
    };
    searchWanted(mine).catch((error) => repeat(mine, error, searchWanted)).catch(fail);
  });
  // Arrow keys go from the field to the results, and from one to another.
  page.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...(documents.open ? documents.querySelectorAll("a") : []), ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (!step || at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  });
  addEventListener("scroll", completePage, { passive: true });
  moved.then(completePage).then(() => document.body.classList.add("page--moved"));
  for (const leaving of ["click", "pagehide"]) addEventListener(leaving, keepState, true);
  addEventListener("popstate", ({ state }) => run(false, false, state));
  run(false, false, history.state);
};

// All parts of this script are read by then.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector('[data-module="search"]');
  if (page) startSearch(page);
});
