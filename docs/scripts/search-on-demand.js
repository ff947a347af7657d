// The theme asks for its search index as soon as a page opens, which is half of what an entry's page weighs. This holds
// the request back until somebody goes to the search field. It has to run before the theme's own script.
{
  const isIndex = (address) => new URL(address, location.href).pathname.endsWith("/search/search_index.json");
  const wanted = new Promise((resolve) => {
    if (new URLSearchParams(location.search).has("q")) resolve();
    addEventListener("focusin", (event) => event.target.matches?.(".md-search__input") && resolve());
    addEventListener("change", (event) => event.target.matches?.("#__search") && resolve());
  });
  const { open, send } = XMLHttpRequest.prototype;
  const waiting = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (isIndex(address)) waiting.add(this);
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (waiting.has(this)) wanted.then(() => send.apply(this, body));
    else send.apply(this, body);
  };
}
