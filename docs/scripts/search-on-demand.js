// The theme asks for its search index and the worker that looks through it as soon as a page opens, which is more than
// half of what an entry's page weighs. This holds both back until somebody goes to the search field. It has to run before
// the theme's own script.
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
  const { Worker } = window;
  window.Worker = class extends EventTarget {
    constructor(address, options) {
      if (!/\/workers\/search\.[^/]*$/.test(address)) return new Worker(address, options);
      super();
      this.ready = wanted.then(() => {
        const worker = new Worker(address, options);
        worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
        return worker;
      });
    }
    postMessage(message) {
      this.ready.then((worker) => worker.postMessage(message));
    }
  };
}
