/* After a form came back with errors the focus stands on their summary, and a link there goes into its field. */
(() => {
  const seen = new WeakSet();
  const focus = () => {
    const summary = document.querySelector("[data-error-summary]");
    if (!summary || seen.has(summary) || summary.closest("[data-calm]")) return;
    seen.add(summary);
    summary.focus();
  };
  focus();
  document.addEventListener("htmx:after:swap", focus);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a");
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!place) return;
    event.preventDefault();
    const field = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea") || place;
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
})();
