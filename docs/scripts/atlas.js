// Small comforts; every page works without them.

// The search field of the home page opens the site's search with what was typed.
for (const form of document.querySelectorAll("[data-search]")) {
  form.addEventListener("submit", (event) => {
    const query = document.querySelector(".md-search__input");
    if (!query) return;
    event.preventDefault();
    document.querySelector("#__search").checked = true;
    query.value = form.elements.q.value;
    query.focus();
    query.dispatchEvent(new Event("input", { bubbles: true }));
    query.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  });
}

// Escape and a click elsewhere close an open evidence mark.
const closeMarks = (except) => {
  for (const mark of document.querySelectorAll("details.mark[open]")) {
    if (mark !== except) mark.open = false;
  }
};
document.addEventListener("click", (event) => closeMarks(event.target.closest("details.mark")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details.mark[open] > summary")?.focus();
  closeMarks(null);
});
