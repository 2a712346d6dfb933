// Words of texts and queries, by the rules of bulletin/search/words.py and bulletin/text/letters.py.
// These scripts are plain ones in the syntax of 2017, so that old phones run them.

const letters = "0-9a-z\\u00df-\\u00f6\\u00f8-\\u1fff\\u2c00-\\u2dff\\u3040-\\ud7ff\\uf900-\\ufdff";
const start = `(^|[^${letters}/-])`;
const year = "(?:19|20)[0-9]{2}";
const noYear = `(?!${year}(?![0-9]))`;
// Numbers that writers group as they like: of a telephone, and with signs at the thousands.
// A landline without its area. A year behind a number, as in “382 2019”, is not a part of it.
const localPhone = `(?:[2-9][0-9]{2}|[3-9][0-9]{3})[ .]${noYear}[0-9]{4}|[3-9][0-9]{3}[ .][0-9]{3}`;
const phone = `(?:0[0-9]{2,3}\\)?[ .-]{0,2}(?:[0-9]{3,4}[ .-]?[0-9]{3,4}|[0-9]{2}(?:[ .-][0-9]{2}){2})`
  + `|1[89]00[ .][0-9]{4}(?:[0-9]{2})?|(?:${localPhone})(?![-\\u2013/]))(?![${letters}])`;
const largeNumber = "[1-9][0-9]{0,2}(?:[ ,][0-9]{3}){2,}";
const years = `${year} ?[-\\u2010-\\u2015] ?${year}(?![${letters}/-])`;
const groupedNumber = new RegExp(`^(?:${phone}|${largeNumber}|[1-9][0-9]{0,2}(?:\\.[0-9]{3})+)$`);
const createWordPattern = () => new RegExp(`${phone}|${largeNumber}(?![${letters}])|${years}|[0-9]+(?:[-\\u2013/][${letters}]+|[.,:][0-9]+)+|[${letters}]+`, "g");
const codes = "bc|cd|ct|ctr|cv|da|gm|hd|kh|kl|nd|nq|pl|qc|qd|qdi|tb|tl|tt|ttr".replace(/d/g, "[dđ]");
const issuers = "tw|tư|t\\.ư|[thdđ]u|cp|ttg|h[đd]nd|ubnd|b[tc][a-z]{1,6}|ubkt[a-z]*";
const partedNumber = new RegExp(`${start}([0-9]+)(?: ?[-\\u2013] ?| )(?=(?:${codes})[-\\u2013/][${letters}])`, "g");
const joint = " ?[-\\u2013/ ]? ?";
const spacedNumber = new RegExp(`${start}([0-9]+)${joint}(${codes})(?:${joint}(${issuers}))?(?![${letters}/-])`, "g");
// “KH 143”, with the code first. Codes that are words as well do not stand here, and a year is no number.
const turnedNumber = new RegExp(
  `${start}(bc|ctr?|cv|hd|kh|kl|n[dđ]|nq|qc|q[dđ]i?|tb|ttr?)(?: ?s[ốo] |${joint})${noYear}`
  + `([0-9]+)(?:${joint}(${issuers}))?(?![${letters}/-]|[.,:][0-9])`, "g");
// “84 BTCTW”, without the code. Issuers that are words as well, such as “tu”, or often counted, as “11 UBND”, do not stand here.
const uncodedNumber = new RegExp(
  `${start}${noYear}([0-9]+)${joint}(tw|ttg|b[tc][a-z]{1,6}|ubkt[a-z]*)(?![${letters}/-])`, "g");
const namedDay = /(?:ngày|ngay) ?([0-9]{1,2}) ?(?:[-/.]|tháng|thang) ?([0-9]{1,2}) ?(?:[-/.]|năm|nam) ?([0-9]{4})(?![0-9])/g;
const namedMonth = /(?:tháng|thang) ?([0-9]{1,2}) ?(?:[-/]|năm|nam) ?([0-9]{4})/g;
const tonePattern = /[\u0300\u0301\u0303\u0309\u0323]/g;
const eths = { "\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ" };

// The normal form of letters: Đ for Ð, plain letters for styled ones, no signs without a width.
const normalizeLetters = (text) =>
  text
    .normalize("NFC")
    .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, "")
    .replace(/[\u2102-\u2134\u2160-\u217f\ufb00-\ufb06\uff01-\uff5a\u{1d400}-\u{1d7ff}]/gu, (sign) => sign.normalize("NFKC"))
    .replace(/(^|[^])([\u00d0\u0189\u00f0\u0256])/g, (both, before, eth) =>
      (before.toLowerCase() === before && before.toUpperCase() !== before ? both : before + eths[eth]))
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();

// With plain blanks, and as long as the text.
const lowerText = (text) => text.toLowerCase().replace(/\s/g, " ");

const splitWords = (text) =>
  lowerText(text).replace(partedNumber, "$1$2-").replace(/\(?\+84[ .()-]{0,3}(?=[1-9])/g, "0").match(createWordPattern()) || [];

const endsInWord = (text) => new RegExp(`[${letters}]$`).test(text.toLowerCase());

const joinNumber = (found, before, digits, code, issuer) =>
  before + [digits, code].concat(issuer ? issuer.replace(".", "") : []).join("-");

// “38 KL TW”, “38KL/TW”, “KL 38”, “tháng 11 năm 2019”, “ngày 22/11/2019” and “năm2019” as the words that the index has of them.
const joinNumbers = (text) =>
  text
    .toLowerCase()
    .replace(/([\u00df-\u1fff][a-z\u00df-\u1fff]*)(?=[0-9])/g, "$1 ")
    .replace(namedDay, "$1/$2/$3")
    .replace(namedMonth, "$1/$2")
    .replace(spacedNumber, joinNumber)
    .replace(turnedNumber, (found, before, code, digits, issuer) => joinNumber(found, before, digits, code, issuer))
    .replace(uncodedNumber, "$1$2-$3");

const removeMarks = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

const splitTones = (word) => {
  const decomposed = word.normalize("NFD");
  return [decomposed.replace(tonePattern, "").normalize("NFC"), (decomposed.match(tonePattern) || []).join("")];
};

const listMarks = (word) => word.normalize("NFD").replace(/đ/g, "d\u0336").match(/[\u0300-\u036f]/g) || [];

const knownSpellings = new Map();
// The spelling keeps the marks, with the tone behind the syllable.
const spellWord = (word) => {
  let spelling = knownSpellings.get(word);
  if (spelling === undefined) {
    const parts = groupedNumber.test(word) ? [word.replace(/[^0-9]/g, "")] : word.split(/ ?[-\u2010-\u2015/.,:] ?/);
    if (/^[0-9]+$/.test(parts[0])) {
      spelling = parts.map((part) => (/^[0-9]+$/.test(part) ? part.replace(/^0+(?=.)/, "") : removeMarks(part))).join("-");
    } else {
      const [plain, tones] = splitTones(word);
      spelling = (plain.replace(/^([bhklmst])y$/, "$1i") + tones).normalize("NFC");
    }
    knownSpellings.set(word, spelling);
  }
  return spelling;
};

// A landline has a second key without its area.
const getLocalNumber = (spelling) => (/^2(?:[48]|[0-35-79][0-9])([0-9]{7,8})$/.exec(spelling) || [])[1];

// The key is the spelling without marks. A number with a year in it has two keys.
const listSpellingKeys = (spelling) => {
  const local = getLocalNumber(spelling);
  if (local) return [spelling, local];
  const [first, ...others] = spelling.split("-");
  return [removeMarks(first)].concat(others.filter((part) => /^[0-9]{4,}$/.test(part)));
};
