// Reads a vocabulary and questions, and writes how each is read: `node read.mjs vocabulary.json questions.json`.
import fs from "node:fs";
import { addressOf, prepareVocabulary, queryOf, readWords } from "../../docs/scripts/search/reading.js";

const [raw, questions] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const vocabulary = prepareVocabulary(raw);
const found = questions.map((question) => {
  const reading = readWords(question, vocabulary);
  return [queryOf(reading), reading.labels, reading.unread, addressOf(reading)];
});
process.stdout.write(JSON.stringify(found));
