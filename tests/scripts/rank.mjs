// Reads records, a vocabulary and queries, and writes for each query whether it is a question to Explore, and the
// addresses of the best hits: `node rank.mjs records.json vocabulary.json queries.json`.
import fs from "node:fs";
import { answerTo } from "../../docs/scripts/search/answer.js";
import { Engine } from "../../docs/scripts/search/engine.js";
import { prepareVocabulary, readWords } from "../../docs/scripts/search/reading.js";

const [records, raw, queries] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const vocabulary = prepareVocabulary(raw);
const known = { engine: new Engine(records), read: (text) => readWords(text, vocabulary) };
const found = queries.map((query) => {
  const { isQuestion, hits } = answerTo(query, known, 10);
  return [isQuestion, hits.map(({ record }) => record.url)];
});
process.stdout.write(JSON.stringify(found));
