// Runs before the list of all entries is painted: where the address asks for some of them, that list would be the wrong
// answer, so the page says that it is loading until main.js shows the right one.

{
  const page = document.documentElement;
  const asked = new URLSearchParams(location.search);
  asked.delete("q"); // words of the search that every page has
  if ([...asked].length) page.dataset.asked = "loading";

  // Without the filters, all entries are better than none.
  /** @param {Event} event */
  const onError = ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || !target.src.endsWith("/explore/main.js")) return;
    if (page.dataset.asked) page.dataset.asked = "failed";
  };
  addEventListener("error", onError, true);
}
