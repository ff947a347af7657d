// Reads records and queries, and writes the addresses of the best hits of each query: `node rank.mjs records.json queries.json`.
import fs from "node:fs";
import { Engine } from "../../docs/scripts/search/engine.js";

const [records, queries] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const engine = new Engine(records);
const found = queries.map((query) => engine.find(query, 10).map(({ record }) => record.url));
process.stdout.write(JSON.stringify(found));
