// BibTeX of all works on the page of a term, cut out of the atlas's own file; without this script, Explore has it.

import { cutBibtex } from "./explore/download.js";
import { make } from "./shared/dom.js";
import { saveFile } from "./shared/files.js";

const ENTRY = /\/(?:models|datasets|surveys|base)\/([^/]+)\/$/;

/** @param {HTMLElement} host */
function setUp(host) {
  const { works = "works.bib", root = "" } = host.dataset;
  // Links of figures are no HTML, so their address is read as it was written.
  const links = [...document.querySelectorAll("article section a[href]")];
  const paths = links.map((link) => new URL(link.getAttribute("href") ?? "", document.baseURI).pathname);
  const ids = paths.flatMap((path) => ENTRY.exec(path)?.[1] ?? []);
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
