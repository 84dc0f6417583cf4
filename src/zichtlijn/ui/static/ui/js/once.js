/* A form that is on its way shows it on its button, and is not sent a second time by a double click. The server refuses
   doubles as well. */
(() => {
  const waiting = new Map();

  const release = (form) => {
    clearTimeout(waiting.get(form)?.later);
    waiting.get(form)?.marked.forEach((element) => element.removeAttribute("aria-busy"));
    waiting.delete(form);
  };
  const hold = (form, button) => {
    release(form);
    const marked = [form, button].filter(Boolean);
    marked.forEach((element) => element.setAttribute("aria-busy", "true"));
    // a file leaves the page where it is, and whoever stopped the page from loading can try again
    const time = form.matches("[data-gives-file]") ? 4000 : 30000;
    waiting.set(form, { marked, later: setTimeout(() => release(form), time) });
  };

  document.addEventListener("submit", (event) => {
    if (!waiting.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
    hold(form, event.submitter || form.querySelector("button:not([type=button])"));
  });

  // a form that saves itself while one types goes on; one that was sent waits
  document.addEventListener("htmx:before:request", (event) => {
    const ctx = event.detail.ctx;
    if (event.target.matches?.("form") && ctx?.sourceEvent?.type === "submit")
      hold(event.target, ctx.sourceEvent.submitter || event.target.querySelector("button:not([type=button])"));
  });
  document.addEventListener("htmx:finally:request", (event) => release(event.target));

  // the back button brings the page as it was left
  window.addEventListener("pageshow", () => [...waiting.keys()].forEach(release));
})();
