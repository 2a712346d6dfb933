// Files of the index (bulletin/search/volume.py, bulletin/search/summary_index.py).

const files = new Map();
let headOptions = {};

// Load a file once. A failed load is tried again with the next search.
const loadFile = (address, options) => {
  if (!files.has(address)) {
    const file = fetch(address, options).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
      return answer.json();
    });
    file.catch(() => files.delete(address));
    files.set(address, file);
  }
  return files.get(address);
};

// A server that answers without the file had a publish since the head was loaded. A line that fails is a TypeError.
const isOutdated = (error) => !(error instanceof TypeError);

const forgetFiles = () => {
  files.clear();
  headOptions = { cache: "reload" };
};

const sumUp = (steps) => {
  let total = 0;
  return steps.map((step) => (total += step));
};

// A volume, with the positions at which the fields of its documents end.
const openVolume = (volume, base, first, isText) => {
  const fields = volume.lengths.length;
  const size = fields ? volume.lengths[0].length : 0;
  const ends = new Int32Array(size * fields);
  let end = 0;
  for (let slot = 0; slot < ends.length; slot++) ends[slot] = end += volume.lengths[slot % fields][Math.floor(slot / fields)];
  const fileOf = new Map();
  if (volume.words) for (const key of Object.keys(volume.words)) fileOf.set(key, "");
  else volume.keys.forEach((keys, number) => keys.split(" ").forEach((key) => fileOf.set(key, base + volume.files[number])));
  return { words: volume.words, rows: volume.rows, fileOf, base, first, size, fields, ends, isText };
};

const openHead = (address) =>
  loadFile(address, headOptions).then((index) => {
    if (!index.opened) {
      const base = address.replace(/[^/]+\/[^/]+$/, "");
      let first = 0;
      index.opened = index.volumes.map((volume) => {
        const opened = openVolume(volume, base, first, false);
        first += opened.size;
        return opened;
      });
      index.register = index.documents && openVolume(index.documents, base, 0, false);
      index.days = sumUp(index.days);
      index.size = first;
      first = 0;
      for (const shard of index.shards) {
        shard.first = first;
        first += shard.size;
      }
    }
    return index;
  });

const listShards = (index, days) =>
  index.shards
    .filter(({ first, size }) => !days || (index.days[first] <= days[1] && index.days[first + size - 1] >= days[0]))
    .reverse();

const openShard = (index, shard) =>
  loadFile(index.opened[0].base + shard.text).then((volume) => {
    if (!shard.opened) shard.opened = openVolume(volume, index.opened[0].base, shard.first, true);
    return shard.opened;
  });

// Addresses of the files that hold the posting lists of keys.
const listWordFiles = (opened, keys) => [...new Set(keys.map((key) => opened.fileOf.get(key)).filter(Boolean))];

const loadWords = (opened, keys) =>
  Promise.all(listWordFiles(opened, keys).map((address) => loadFile(address))).then((found) => Object.assign({}, opened.words, ...found));

// Address and number of the row with which results show a document.
const findRow = (index, doc, volume) => {
  const opened = volume || index.opened[doc < index.opened[1].first ? 0 : 1];
  const number = doc - opened.first;
  return { address: opened.base + opened.rows[Math.floor(number / index.rowsPerFile)], number: number % index.rowsPerFile };
};
