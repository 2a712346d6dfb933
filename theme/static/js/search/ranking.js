// Search in volumes: what each document has of a query, and the order of the results.

// Weights of the fields: title, summary, facts, text. A phrase counts more than its words.
const wordWeights = [4, 2, 3.2, 1];
const pairWeights = [12, 7, 10.5, 6];
const dayWeight = 3.5;
// Units of a query in a row count once more, by the square of their share, so that a whole phrase leads.
const rowShare = 0.6;
const qualities = [0, 0.3, 0.5, 0.7, 0.9, 1];
const otherFieldShare = 0.1;
const textField = 3;
const rankCount = 32;
const leastShare = 0.6;

// Positions of a word, each with its quality in the last three bits.
// A posting list has distances (bulletin/search/volume.py): 57 last digits from "#" on, and 34 others from "]" on.
const findPositions = (word, lists, isMarked) => {
  const found = [];
  for (const key of word.keys) {
    for (const spelling of Object.keys(lists[key] || {})) {
      const quality = compareWord(word, spelling, isMarked);
      if (!quality) continue;
      let position = 0;
      let rest = 0;
      for (const digit of lists[key][spelling]) {
        const code = digit.charCodeAt();
        if (code > 92) rest = rest * 34 + code - 93;
        else {
          position += rest * 57 + code - 35;
          found.push(position * 8 + quality);
          rest = 0;
        }
      }
    }
  }
  if (word.parts.length) found.push(...findPhrase(word.parts.map((part) => findPositions(createWord(part), lists))));
  return Float64Array.from(found).sort();
};

// First positions of a phrase in quotes. Marks that were typed must be there.
const findPhrase = (rows, isMarked) => {
  const least = isMarked ? SAME : ANY;
  const [first, ...others] = rows.map((row) => row.filter((entry) => entry % 8 >= least));
  return others.reduce((starts, row, index) => {
    const places = new Set(Array.from(row, (entry) => Math.floor(entry / 8) - index - 1));
    return starts.filter((entry) => places.has(Math.floor(entry / 8)));
  }, first);
};

// The best value in each slot, which is a field of a document. Positions come in their order.
const createSlots = (opened, values = new Float32Array(opened.ends.length)) => {
  let slot = 0;
  return {
    values,
    add(position, value) {
      while (opened.ends[slot] <= position) slot++;
      if (value > values[slot]) values[slot] = value;
      return slot;
    },
  };
};

// What each unit of a query has in each document: quality by field, pairs with the next unit, and if marks are right.
// `inRow` has the share of the query that stands in a row in each field.
const matchVolume = (opened, query, lists, days) => {
  const { size, fields, first } = opened;
  const rows = query.units.map((unit) => {
    const positions = unit.words.map((word) => findPositions(word, lists, query.isMarked));
    const slots = createSlots(opened);
    const row = {
      positions: unit.isPhrase ? findPhrase(positions, query.isMarked) : positions[0],
      words: slots.values,
      pairs: null,
      isRight: new Uint8Array(size).fill(unit.words[0].isOptional ? 1 : 0),
      isDated: new Uint8Array(size),
    };
    const countsAlone = unit.isPhrase || query.units.length === 1 || !opened.isText;
    for (const entry of row.positions) {
      const quality = entry % 8;
      const slot = slots.add(Math.floor(entry / 8), qualities[quality]);
      const field = slot % fields;
      if (quality >= ANY && (countsAlone || field !== textField)) row.isRight[(slot - field) / fields] = 1;
    }
    const range = unit.isPhrase ? null : unit.words[0].days;
    for (let doc = 0; range && doc < size; doc++) {
      if (days[first + doc] >= range[0] && days[first + doc] <= range[1]) row.isRight[doc] = row.isDated[doc] = 1;
    }
    return row;
  });
  const inRow = new Float32Array(opened.ends.length);
  // Neighbours: the next word stands one or two positions on.
  for (let number = rows.length - 1; number >= 0; number--) {
    const [row, next] = [rows[number], rows[number + 1]];
    row.lengths = row.positions.map((entry) => qualities[entry % 8]);
    if (!next || query.units[number].isPhrase || query.units[number + 1].isPhrase) continue;
    const slots = createSlots(opened);
    const longRows = rows.length > 2 && createSlots(opened, inRow);
    row.pairs = slots.values;
    let at = 0;
    for (let index = 0; index < row.positions.length; index++) {
      const entry = row.positions[index];
      const position = Math.floor(entry / 8);
      while (at < next.positions.length && next.positions[at] < (position + 1) * 8) at++;
      if (at === next.positions.length) break;
      const distance = Math.floor(next.positions[at] / 8) - position;
      if (distance > 2) continue;
      if (distance === 1) {
        row.lengths[index] += next.lengths[at];
        if (longRows) longRows.add(position, Math.max(0, (row.lengths[index] - 1) / (rows.length - 1)) ** 2);
      }
      const quality = Math.min(entry % 8, next.positions[at] % 8);
      const slot = slots.add(position, qualities[quality] * (distance === 1 ? 1 : 0.4));
      if (quality < ANY) continue;
      const doc = Math.floor(slot / fields);
      row.isRight[doc] = next.isRight[doc] = 1;
    }
  }
  return { opened, rows, inRow };
};

// The best field counts, and the others a little.
const weigh = (values, opened, doc, weights) => {
  let [best, total] = [0, 0];
  for (let field = 0; field < opened.fields; field++) {
    const value = values[doc * opened.fields + field] * weights[field];
    total += value;
    if (value > best) best = value;
  }
  return best + otherFieldShare * (total - best);
};

const addUp = (numbers) => numbers.reduce((one, other) => one + other, 0);
const weighTotal = (weights) => weights[0] + otherFieldShare * addUp(weights.slice(1));

// Documents that have all words as they were typed, and documents that are near. Newer ones lead among equals.
const rankDocuments = (query, matches, total, isAllowed) => {
  const units = query.units.map((unit, number) => {
    const weights = matches.map(({ opened, rows }) => {
      const row = rows[number];
      return Float32Array.from({ length: opened.size }, (_, doc) => {
        const words = weigh(row.words, opened, doc, unit.isPhrase ? pairWeights : wordWeights);
        return row.isDated[doc] ? Math.max(words, dayWeight) + otherFieldShare * Math.min(words, dayWeight) : words;
      });
    });
    const count = addUp(weights.map((values) => values.filter((weight) => weight > 0).length));
    const rarity = unit.words[0].isOptional ? 0 : unit.words.length * Math.log(1 + total / (count + 0.5));
    return { weights, rarity, isPhrase: unit.isPhrase };
  });
  const pairRarity = (number) => (units[number].rarity + units[number + 1].rarity) / 2;
  const hasPair = (number) => matches.length > 0 && matches[0].rows[number].pairs !== null;
  const whole = addUp(units.map((unit) => unit.rarity));
  const rowRarity = units.length > 2 && matches.length && matches[0].rows.some(({ pairs }) => pairs) ? rowShare * whole : 0;
  const most = rowRarity * weighTotal(pairWeights) + addUp(units.map((unit, number) =>
    unit.rarity * weighTotal(unit.isPhrase ? pairWeights : wordWeights) + (hasPair(number) ? pairRarity(number) * weighTotal(pairWeights) : 0)));
  const found = { right: [], near: [] };
  const pairRarities = units.map((unit, number) => (hasPair(number) ? pairRarity(number) : 0));
  matches.forEach(({ opened, rows, inRow }, volume) => {
    for (let doc = 0; doc < opened.size; doc++) {
      let known = 0;
      let isRight = true;
      let hasPhrases = true;
      for (let number = 0; number < units.length; number++) {
        if (units[number].weights[volume][doc]) known += units[number].rarity;
        else if (units[number].isPhrase) hasPhrases = false;
        if (!rows[number].isRight[doc]) isRight = false;
      }
      if (!known || !hasPhrases || !(isRight || known >= leastShare * whole) || !isAllowed(opened.first + doc)) continue;
      let score = rowRarity ? weigh(inRow, opened, doc, pairWeights) * rowRarity : 0;
      for (let number = 0; number < units.length; number++) {
        score += units[number].weights[volume][doc] * units[number].rarity;
        if (rows[number].pairs) score += weigh(rows[number].pairs, opened, doc, pairWeights) * pairRarities[number];
      }
      found[isRight ? "right" : "near"].push({ doc: opened.first + doc, rank: Math.round((rankCount * score) / most) });
    }
  });
  found.right.sort(compareResults);
  found.near.sort(compareResults);
  return found;
};

const compareResults = (one, other) => other.rank - one.rank || other.doc - one.doc;

const searchVolumes = (query, volumes, index, isAllowed) =>
  Promise.all(volumes.map((opened) => loadWords(opened, listKeys(query)).then((lists) => matchVolume(opened, query, lists, index.days))))
    .then((matches) => rankDocuments(query, matches, index.size, isAllowed));

// Official documents with all words of a query in their name and title. Those with most of them in their name lead, then
// newer ones. A query names a document if all its words stand in the name, or if all its numbers do.
const searchRegister = (query, { register }) =>
  loadWords(register, listKeys(query)).then((lists) => {
    const { rows } = matchVolume(register, query, lists, []);
    const needed = rows.filter((_, number) => !query.units[number].words[0].isOptional);
    const numbers = rows.filter((_, number) => /^[0-9]/.test(query.units[number].words[0].raw));
    const found = [];
    for (let doc = register.size - 1; doc >= 0; doc--) {
      if (!rows.every(({ isRight }) => isRight[doc])) continue;
      const isInName = ({ words }) => words[doc * register.fields] > qualities[PARTIAL];
      found.push({ doc, share: needed.filter(isInName).length, isNamed: (numbers.length ? numbers : needed).every(isInName) });
    }
    return found.sort((one, other) => other.share - one.share || other.doc - one.doc);
  });
