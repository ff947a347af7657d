// Small comforts; every page works without them.

// Escape, a click elsewhere and the keyboard moving on close an open evidence mark, which would hide what is below.
const closeMarks = (except) => {
  for (const mark of document.querySelectorAll("details.mark[open]")) {
    if (mark !== except) mark.open = false;
  }
};
document.addEventListener("click", (event) => closeMarks(event.target.closest("details.mark")));
document.addEventListener("focusin", (event) => closeMarks(event.target.closest("details.mark")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details.mark[open] > summary")?.focus();
  closeMarks(null);
});
