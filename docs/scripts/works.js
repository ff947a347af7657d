// BibTeX of all works on the page of a term, cut out of the atlas's own file; without this script, Explore has it.

import { cutBibtex } from "./explore/download.js";
import { make } from "./shared/dom.js";
import { saveFile } from "./shared/files.js";

const ENTRY = /\/(?:models|datasets|surveys|base)\/([^/]+)\/$/;

/** @param {HTMLElement} host */
function setUp(host) {
  const { works = "works.bib", root = "" } = host.dataset;
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("article section a[href]"));
  const ids = [...links].flatMap((link) => ENTRY.exec(new URL(link.href).pathname)?.[1] ?? []);
  const rows = [...new Set(ids)].map((id) => ({ id }));
  const button = make("button", {
    type: "button",
    class: "button",
    text: "BibTeX",
    onclick: async () => {
      try {
        const answer = await fetch(`${root}atlas.bib`);
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        const title = document.querySelector("h1")?.textContent?.trim() ?? "";
        const view = {
          data: { snapshot: title },
          rows,
          columns: [],
          root,
          address: location.href,
          open: null,
          count: "",
        };
        saveFile(works, cutBibtex(await answer.text(), view));
      } catch (problem) {
        button.textContent = `Not saved: ${/** @type {Error} */ (problem).message}`;
      }
    },
  });
  host.append(" ", button);
}

for (const host of document.querySelectorAll("[data-works]")) setUp(/** @type {HTMLElement} */ (host));
