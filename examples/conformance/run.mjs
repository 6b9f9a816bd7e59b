// The parts of the conformance suite that need no more than a hash, in another language: canonical form,
// digests and masks. Run with `node run.mjs FOLDER`, Node 22 or later; README.md says where the folder is.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// A double holds 15 digits for certain, and ours may have 18: every number is taken from its source, exactly.
const parse = (text) => JSON.parse(text, (_, value, { source }) => (typeof value === "number" ? BigInt(source) : value));

// The order of code points is that of UTF-8; `sort` alone would compare units of UTF-16.
const byCodePoint = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function canonical(data) {
  if (typeof data === "string") return JSON.stringify(data);
  if (data === null || typeof data !== "object") return String(data);
  if (Array.isArray(data)) return `[${data.map(canonical).join(",")}]`;
  const keys = Object.keys(data).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(data[key])}`).join(",")}}`;
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
const chained = (before, text) => sha256(Buffer.from(before, "hex"), text);

function commitment({ salt, value, whole }) {
  const bytes = Buffer.from(salt, "hex");
  const said = whole === undefined ? `s:${value.normalize("NFC")}` : `i:${BigInt(whole)}`;
  return sha256(Buffer.from([bytes.length]), bytes, said);
}

// What is private stands in the bytes of an entry as its commitment.
function committed(data) {
  if (data === null || typeof data !== "object") return data;
  if (Array.isArray(data)) return data.map(committed);
  if ("salt" in data) return { commitment: commitment(data) };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, committed(value)]));
}

function mask({ of, text }) {
  let [first, last] = { name: [1, 0], phone: [3, 4], id: [6, 4] }[of];
  const signs = [...text]; // by code points
  if (last && signs.length - first - last < first) [first, last] = [1, 0];
  if (signs.length <= first) first = 0;
  const end = signs.length - last;
  return signs.map((sign, place) => (place < first || place >= end ? sign : "*")).join("");
}

const verbs = {
  canonical: ({ json }) => ({ text: canonical(parse(json)), sha256: sha256(canonical(parse(json))) }),
  commitment: (said) => ({ commitment: commitment(said) }),
  chain: ({ entries }) => {
    let digest = "0".repeat(64);
    return { digests: entries.map((text) => (digest = chained(digest, text))) };
  },
  entry: ({ before, event, ...said }) => {
    const text = canonical({ ...said, kind: "entry/1", event: committed(event) });
    return { text, digest: chained(before, text) };
  },
  mask: (said) => ({ text: mask(said) }),
  town_head: ({ heads }) => {
    const rows = heads.map(({ stream, length, digest }) => [stream, length, digest]);
    return { digest: sha256(canonical(rows.sort(([a], [b]) => byCodePoint(a, b)))) };
  },
};

let [ran, left, failed] = [0, 0, 0];
for (const suite of ["canonical", "digests", "masks"]) {
  for (const one of parse(readFileSync(join(process.argv[2], `${suite}.json`), "utf-8")).cases) {
    if (!(one.does in verbs)) { left += 1; continue; }
    ran += 1;
    if (canonical(verbs[one.does](one.in)) === canonical(one.out)) continue;
    failed += 1;
    console.log(`${suite}: ${one.name}`);
  }
}
console.log(`${ran} cases, ${failed} failed, ${left} left out`);
process.exitCode = failed ? 1 : 0;
