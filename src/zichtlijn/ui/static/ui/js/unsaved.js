/* form[data-guard-unsaved]: leaving with words that were not saved asks first. */
(() => {
  const content = (form) => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
  const kept = new WeakMap();
  const watch = () => document.querySelectorAll("form[data-guard-unsaved]").forEach((form) => kept.has(form) || kept.set(form, content(form)));
  let leaving = false;

  watch();
  document.addEventListener("htmx:after:swap", watch);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard-unsaved]")) leaving = !event.defaultPrevented;
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target.closest?.("form[data-guard-unsaved]");
    leaving = false;
    if (form && event.detail.ctx.response?.status < 400) kept.set(form, content(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving) return;
    for (const form of document.querySelectorAll("form[data-guard-unsaved]"))
      if (kept.has(form) && kept.get(form) !== content(form)) event.preventDefault();
  });
})();
