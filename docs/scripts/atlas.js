// Small comforts; every page works without them.

// Escape, a click elsewhere and the keyboard moving on close an open evidence mark or group of pages, which would hide
// what is below.
{
  const KINDS = "details.mark, details.tabs-menu";
  /** @param {Element | null} except */
  const closeMarks = (except) => {
    for (const mark of document.querySelectorAll(KINDS)) {
      if (mark !== except) mark.removeAttribute("open");
    }
  };
  /** @param {Event} event */
  const closeOthers = (event) => closeMarks(/** @type {Element} */ (event.target).closest(KINDS));
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    /** @type {HTMLElement | null} */ (document.querySelector(`:is(${KINDS})[open] > summary`))?.focus();
    closeMarks(null);
  });
}

// An address of a fact opens its evidence.
{
  const openFact = () => {
    const id = location.hash.slice(1);
    document.getElementById(id)?.querySelector("details.mark")?.setAttribute("open", "");
  };
  addEventListener("hashchange", openFact);
  openFact();
}

// The search is loaded when somebody goes to it: by its field, its button, the key “/”, or an address that asks.
{
  /** @param {string} [query] */
  const open = async (query) => (await import("./search/dialog.js")).openSearch(query);
  for (const opener of document.querySelectorAll("[data-search]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
  for (const form of document.querySelectorAll("form[data-search-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      open(String(new FormData(/** @type {HTMLFormElement} */ (form)).get("text") ?? ""));
    });
  }
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) open(asked);
}

// On paper, evidence stands in notes at the end: equal evidence has one number.
{
  const article = document.querySelector("article");
  addEventListener("beforeprint", () => {
    /** @type {Map<string, number>} */
    const numbers = new Map();
    const list = document.createElement("ol");
    for (const mark of document.querySelectorAll("details.mark")) {
      const lines = [...mark.querySelectorAll(".mark__box > p")].filter((line) => !line.querySelector(".mark__link"));
      const text = lines
        .map((line) => (line.textContent ?? "").replace(/\s+/g, " ").trim().replace(/\.$/, ""))
        .join(". ");
      if (!numbers.has(text)) {
        numbers.set(text, numbers.size + 1);
        const item = document.createElement("li");
        const address = lines[0]?.querySelector("a")?.href;
        item.textContent = address ? `${text}. ${address}` : text;
        list.append(item);
      }
      mark.querySelector("summary")?.setAttribute("data-note", String(numbers.get(text)));
    }
    if (!article || !numbers.size) return;
    const notes = document.createElement("section");
    notes.className = "notes-on-paper";
    const title = document.createElement("h2");
    title.textContent = "Evidence";
    notes.append(title, list);
    article.append(notes);
  });
  addEventListener("afterprint", () => document.querySelector(".notes-on-paper")?.remove());
}
