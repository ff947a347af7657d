// A little data as Explore gets it: four entries, two facets, one of them with a wider and a narrower term.
import { prepare } from "../../docs/scripts/explore/data.js";

/** @type {import("../../docs/scripts/explore/data.js").RawData} */
export const RAW = {
  snapshot: "snapshot of a day",
  form: "https://example.org/new?form=1",
  text_columns: { venue: "Venue" },
  facets: [
    {
      id: "tasks",
      aliases: ["task"],
      label: "Task",
      first: 0,
      axis: true,
      reasons: {},
      path: "tasks",
      cells: {},
      open_list: false,
      unfiled: {},
      terms: [
        ["imaging", "Imaging", -1],
        ["segmentation", "Segmentation", 0],
        ["not-reported", "not reported", -1],
        ["not-checked", "not checked", -1],
      ],
    },
    {
      id: "kind",
      aliases: [],
      label: "Kind",
      first: 4,
      axis: false,
      reasons: {},
      path: "kind",
      cells: {},
      open_list: false,
      unfiled: {},
      terms: [["model", "Model", -1]],
    },
    {
      id: "place",
      aliases: [],
      label: "Place",
      first: 5,
      axis: false,
      reasons: {},
      path: "place",
      cells: {},
      open_list: false,
      unfiled: {},
      terms: [
        ["Notes, Letters (NL)", "Notes, Letters (NL)", -1],
        ["Letters", "Letters", -1],
      ],
    },
  ],
  rows: [
    ["elm", "Elm", "models/elm/", "vision", 2020, 2021, [100], "elm doe", [0, 4], "100", null, ""],
    ["oak", "Oak 10", "models/oak/", "vision", 2023, 2023, "not-checked", "oak roe", [1, 4], "not checked", null, ""],
    ["fir", "Oak 9", "models/fir/", "language", 2022, 2022, [1e6, 3e9], "oak fir doe", [3, 4], "3 B", null, ""],
    ["ash", "Ash", "models/ash/", "language", 2019, 2019, "not-reported", "ash doe", [2, 4], "not reported", null, ""],
  ],
};

export const data = prepare(RAW);
