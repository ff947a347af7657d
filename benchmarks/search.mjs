// The search next to the one before it: `node benchmarks/search.mjs LUNR`, for a site built by `make site`.
//
// LUNR is lunr.js 2.3.9 (`npm install lunr@2.3.9` in any folder). It is given the records of the site as the theme's own
// search indexed and asked them: the same boosts and separator, no pipeline, a wildcard behind each word, and pages that
// hold all words before the others. Prints how many entries come first for their full name, and how many queries of
// tests/scripts/queries.csv have the page that must be found among the first three.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Engine } from "../docs/scripts/search/engine.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SEPARATOR = /[\s\-,:;!?=<>[\]{}()"/]+|\.(?!\d)/;

/** The table of queries; no query or page holds a comma or a quote. */
function readQueries() {
  const lines = fs.readFileSync(path.join(ROOT, "tests/scripts/queries.csv"), "utf8").trim().split("\n");
  return lines.slice(1).map((line) => line.split(","));
}

/** The best addresses of a query, by the search of the site. */
function ours(data) {
  const engine = new Engine(data);
  return (query) => engine.find(query, 3).map(({ record }) => record.url);
}

/** The same by lunr, as the theme runs it. */
function before(lunr, data) {
  lunr.tokenizer.separator = SEPARATOR;
  const index = lunr(function () {
    this.ref("url");
    this.field("title", { boost: 1000 });
    this.field("text", { boost: 1 });
    this.field("tags", { boost: 1 });
    this.pipeline.reset();
    this.searchPipeline.reset();
    for (const [url, title, kind, names, text] of data.records)
      this.add({ url, title, text: [...names, text].join(" "), tags: data.kinds[kind][0] });
  });
  return (query) => {
    const terms = query.toLowerCase().split(SEPARATOR).filter(Boolean);
    const wanted = terms.map((term) => `${term.replace(/[*+\-:^~]/g, "")}*`).filter((term) => term !== "*");
    const found = wanted.length ? index.search(wanted.join(" ")) : [];
    /** Whether all words are in a page, each as the beginning of a word of it. */
    const hasAll = ({ matchData }) =>
      terms.every((term) => Object.keys(matchData.metadata).some((word) => word.startsWith(term)));
    const scored = found.map((one) => [one.score * (hasAll(one) ? 5 : 2), one.ref]);
    return scored
      .sort((a, b) => b[0] - a[0])
      .slice(0, 3)
      .map(([, url]) => url);
  };
}

function main() {
  const place = process.argv[2];
  if (!place) throw new Error("name the folder of lunr: node benchmarks/search.mjs node_modules/lunr");
  const lunr = createRequire(import.meta.url)(path.resolve(place));
  const data = JSON.parse(fs.readFileSync(path.join(ROOT, "site/search/records.json"), "utf8"));
  const entries = data.records.filter(([url]) => /^(models|datasets|surveys|base)\/./.test(url));
  const queries = readQueries();
  for (const [name, find] of [
    ["site", ours(data)],
    [`lunr ${lunr.version}`, before(lunr, data)],
  ]) {
    const first = entries.filter(([url, title]) => find(title)[0] === url).length;
    const missed = queries.filter(([query, page]) => !find(query).includes(page));
    process.stdout.write(
      `${name}: ${first} of ${entries.length} entries first for their name; ` +
        `${queries.length - missed.length} of ${queries.length} queries among the first three\n`,
    );
    if (name === "site") for (const [query, page] of missed) process.stdout.write(`  missed: ${query} (${page})\n`);
  }
}

main();
