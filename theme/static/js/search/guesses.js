// Words that the index does not know: Telex and VNI left over, beginnings, slips of the keyboard.

const maxExtraFiles = 2;

// Keys that a word of Telex or VNI may mean.
const decodeKeys = (raw) => {
  const telex = raw.replace(/dd/g, "d").replace(/([aeo])\1/g, "$1").replace(/w/g, "");
  return [raw.replace(/[1-9]/g, ""), telex, telex.replace(/[sfrxj]+$/, ""), telex.replace(/([aeiouy])[sfrxj]/, "$1")];
};

// “chibộ” as “chi” and “bộ”: words that are known, the longest first. A short limit keeps the tries few.
const splitWord = (raw, isKnown) => {
  for (let at = raw.length > 24 ? 0 : raw.length - 2; at > 1; at--) {
    const [first, last] = [raw.slice(0, at), raw.slice(at)].map(createWord);
    const others = isKnown(first.key) && (isKnown(last.key) ? [last] : splitWord(last.raw, isKnown));
    if (others) return [first].concat(others);
  }
  return null;
};

// One letter too many, too few, another, or two in the wrong order.
const isOneSlip = (one, other) => {
  if (Math.abs(one.length - other.length) > 1 || one.length < 3) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const [rest, otherRest] = [one.slice(start), other.slice(start)];
  return rest.slice(1) === otherRest.slice(1) || rest.slice(1) === otherRest || rest === otherRest.slice(1)
    || (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2));
};

// The key of the word itself, and others as far as two more files hold them.
const limitKeys = (keys, word, volumes) => {
  const allowed = new Set([].concat(...volumes.map((opened) => listWordFiles(opened, [word.key]))));
  const most = allowed.size + maxExtraFiles;
  return [word.key].concat(keys.filter((key) => {
    const added = [].concat(...volumes.map((opened) => listWordFiles(opened, [key]))).filter((address) => !allowed.has(address));
    if (key === word.key || allowed.size + added.length > most) return false;
    added.forEach((address) => allowed.add(address));
    return true;
  }));
};

const findKeys = (volumes, isWanted) =>
  [...new Set([].concat(...volumes.map((opened) => [...opened.fileOf.keys()].filter(isWanted))))];

// Set the keys of the words of a query that `volumes` do not know, or that are the beginnings of words.
const guessKeys = (query, volumes) => {
  const isKnown = (key) => volumes.some((opened) => opened.fileOf.has(key));
  query.units = [].concat(...query.units.map((unit) => {
    const [{ raw, key, isPrefix }] = unit.words;
    const isBeginning = isPrefix && findKeys(volumes, (one) => one.startsWith(key)).length;
    const isUnknown = !unit.isPhrase && !isBeginning && !isKnown(key) && !decodeKeys(raw).some(isKnown);
    const parts = isUnknown && splitWord(raw, isKnown);
    return parts ? parts.map((word) => ({ words: [word], isPhrase: false })) : unit;
  }));
  query.words = [].concat(...query.units.map((unit) => unit.words));
  for (const word of query.words) {
    const isUnknown = !isKnown(word.key) && /^[^0-9]/.test(word.raw);
    const decoded = isUnknown && !word.isMarked ? decodeKeys(word.raw).find((key) => key && isKnown(key)) : "";
    if (decoded) {
      Object.assign(word, { keys: [decoded], isDecoded: true });
    } else if (word.isPrefix) {
      word.keys = limitKeys(findKeys(volumes, (key) => key.startsWith(word.key)), word, volumes);
    } else if (isUnknown) {
      const near = findKeys(volumes, (key) => /^[a-z]/.test(key) && isOneSlip(word.key, key));
      if (near.length) Object.assign(word, { keys: limitKeys(near, word, volumes), isGuess: true });
    }
  }
  return query;
};
