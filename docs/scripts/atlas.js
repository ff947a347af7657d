// Small comforts; every page works without them.

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
