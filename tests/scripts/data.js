// A little data as Explore gets it: three entries, two facets, one of them with a wider and a narrower term.
import { prepare } from "../../docs/scripts/explore/data.js";

/** @type {import("../../docs/scripts/explore/data.js").RawData} */
const RAW = {
  snapshot: "snapshot of a day",
  narrow_dot: 30,
  facets: [
    {
      id: "tasks",
      aliases: ["task"],
      label: "Task",
      first: 0,
      column: true,
      axis: true,
      reasons: {},
      terms: [
        ["imaging", "Imaging", -1],
        ["segmentation", "Segmentation", 0],
        ["not-checked", "nobody has checked", -1],
      ],
    },
    {
      id: "kind",
      aliases: [],
      label: "Kind",
      first: 3,
      column: true,
      axis: false,
      reasons: {},
      terms: [["model", "Model", -1]],
    },
  ],
  rows: [
    ["elm", "Elm", "models/elm/", "vision", 2020, 2021, 100, "elm doe", [0, 3], "100"],
    ["oak", "Oak 10", "models/oak/", "vision", 2023, 2023, "not-checked", "oak roe", [1, 3], "nobody has checked"],
    ["fir", "Oak 9", "models/fir/", "language", 2022, 2022, 3e9, "oak fir doe", [2, 3], "3 B"],
  ],
};

export const data = prepare(RAW);
export const COLUMNS = ["first_year", "tasks"];
