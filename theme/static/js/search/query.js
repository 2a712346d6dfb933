// The query: units of words, and how well a spelling of the index answers a word.

const [DIFFERENT, UNMARKED, PARTIAL, ANY, SAME] = [1, 2, 3, 4, 5];

const getDayNumber = (year, month, day) => Date.UTC(year, month - 1, day) / 864e5;

// First and last day of “2019”, “11-2019” or “22-11-2026”, as numbers of days since 1970.
const findDays = (spelling) => {
  const parts = spelling.split("-").map(Number);
  const year = parts[parts.length - 1];
  if (!(year >= 1900 && year < 2200) || parts.length > 3 || parts.some((part) => !part)) return null;
  const month = parts.length > 1 ? parts[parts.length - 2] : 0;
  const day = parts.length > 2 ? parts[0] : 0;
  if (month > 12 || day > 31) return null;
  if (day) return [getDayNumber(year, month, day), getDayNumber(year, month, day)];
  return month
    ? [getDayNumber(year, month, 1), getDayNumber(year, month + 1, 1) - 1]
    : [getDayNumber(year, 1, 1), getDayNumber(year, 12, 31)];
};

// A number with one group of letters, such as “5 TW”, has both as parts: in some texts they are two words.
const createWord = (raw) => {
  const spelling = spellWord(raw);
  const [key] = listSpellingKeys(spelling);
  const parts = (/^([0-9]+)-([a-z]+)$/.exec(spelling) || []).slice(1);
  return { raw, parts, spelling, key, keys: [key].concat(getLocalNumber(spelling) || []), isMarked: /^[^0-9]/.test(raw) && removeMarks(raw) !== raw, days: findDays(spelling) };
};

// “năm” before a year, and “từ” before it, need not be there: an article of 2019 seldom says “năm 2019”.
const markOptional = (words) => {
  const isMarked = words.some((word) => word.isMarked);
  words.forEach((word, at) => {
    const year = words[at + 1];
    if (!year || !/^(?:19|20)[0-9]{2}(?:-[0-9]{4})?$/.test(year.spelling) || !(word.raw === "năm" || (!isMarked && word.raw === "nam"))) return;
    word.isOptional = true;
    if (at && /^(?:trong|tu|den|vao)$/.test(words[at - 1].key)) words[at - 1].isOptional = true;
  });
};

// The units of a text: each phrase in quotes is one, and each word outside.
const parseQuery = (text, isTyping) => {
  const units = [];
  text.split(/["“”„]/).forEach((part, number) => {
    if (number % 2) {
      const words = splitWords(part).map(createWord);
      if (words.length) units.push({ words, isPhrase: true });
    } else {
      const words = splitWords(joinNumbers(part)).map(createWord);
      markOptional(words);
      for (const word of words) units.push({ words: [word], isPhrase: false });
    }
  });
  const last = units[units.length - 1];
  if (isTyping && last && !last.isPhrase && endsInWord(text)) last.words[0].isPrefix = true;
  const words = [].concat(...units.map((unit) => unit.words));
  return { units, words, isMarked: words.some((word) => word.isMarked) };
};

const listKeys = (query) => [].concat(...query.words.map((word) => word.keys.concat(word.parts)));

// “237-nd-cp” for “237-2026-nd-cp”.
const removeYear = (spelling) => spelling.replace(/^([0-9]+)-(?:19|20)[0-9]{2}(?=-[a-z])/, "$1");
const joinLetters = (spelling) => spelling.replace(/-(?=[a-z])/g, "");

// A number of a document is found without its year, and with the code and the issuer in one: “143-KHTU”.
// So it is with the issuer alone: “143 BTCTU”. A landline is found without its area, and “24/24h” without the letter.
const compareNumber = (word, spelling) => {
  const [own, other] = [word.spelling, removeYear(spelling)];
  if (spelling === own || spelling.startsWith(`${own}-`)) return SAME;
  const [number, ...rest] = own.split("-");
  const isIssued = rest.length === 1 && /^[a-z]/.test(rest[0]) && other.startsWith(`${number}-`) && other.endsWith(`-${rest[0]}`);
  const isFound = isIssued || spelling.split("-").includes(own) || other.startsWith(`${own}-`)
    || [own, removeYear(own)].some((one) => joinLetters(one) === joinLetters(spelling)) || joinLetters(own) === joinLetters(other)
    || own === `${spelling}h` || spelling === `${own}h`
    || getLocalNumber(own) === spelling || getLocalNumber(spelling) === own;
  return isFound ? ANY : 0;
};

const comparePrefix = (word, spelling, isMarked) => {
  const [bare, tones] = splitTones(word.spelling);
  const [otherBare, otherTones] = splitTones(spelling);
  return !isMarked || (otherBare.startsWith(bare) && (!tones || tones === otherTones)) ? ANY : DIFFERENT;
};

// Marks that are missing are a smaller fault than other marks.
const compareMarks = (word, spelling) => {
  const marks = listMarks(word.spelling);
  if (!marks.length) return UNMARKED;
  const others = listMarks(spelling);
  return marks.every((mark) => others.includes(mark)) ? PARTIAL : DIFFERENT;
};

// How well a spelling of the index answers a word: 0 for not at all.
const compareWord = (word, spelling, isMarked) => {
  if (/^[0-9]/.test(word.raw) && /^[0-9]/.test(spelling)) return compareNumber(word, spelling);
  if (spelling === word.spelling) return SAME;
  const key = removeMarks(spelling);
  if (word.isPrefix && key !== word.key && key.startsWith(word.key)) return comparePrefix(word, spelling, isMarked);
  if (!word.keys.includes(key)) return 0;
  if (word.isGuess) return PARTIAL;
  return word.isDecoded || !isMarked ? ANY : compareMarks(word, spelling);
};
