/* form[data-guard-unsaved]: leaving with words that were not saved asks first. */
(() => {
  const content = (form) => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
  const kept = new WeakMap();
  // what a refusal brought back was typed, and stands nowhere else: not in the program either
  const pageIsRefused = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
  const isRefused = (form) => pageIsRefused || form.querySelector('[data-error-summary], [aria-invalid="true"]') !== null;
  const watch = () => document.querySelectorAll("form[data-guard-unsaved]").forEach((form) => kept.has(form) || kept.set(form, isRefused(form) ? null : content(form)));
  let leaving = false;

  watch();
  document.addEventListener("htmx:after:swap", watch);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard-unsaved]")) leaving = !event.defaultPrevented;
  });
  document.addEventListener("htmx:after:request", (event) => {
    leaving = false;
    // a part of the form that asks something while one types (a hint) keeps nothing
    const form = event.target.matches?.("form[data-guard-unsaved]") && event.target;
    if (form && event.detail.ctx.response?.status < 400) kept.set(form, content(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving) return;
    for (const form of document.querySelectorAll("form[data-guard-unsaved]"))
      if (kept.has(form) && kept.get(form) !== content(form)) event.preventDefault();
  });
})();
