/* form[data-check-in]: a row ([data-check-row]) saves itself on Enter, on its own button, when it is left with something
   new in it, and at once for a tick or a choice of two ([data-save-now]). Enter goes on to the next row. When a value
   is refused the reader is put back in its field, unless they are already writing somewhere else. */
(() => {
  const row = (element) => element?.closest?.("[data-check-row]");
  const fields = (place) => [...place.querySelectorAll("input:not([type=hidden])")];
  const content = (place) => fields(place).map((input) => (input.matches("[type=checkbox], [type=radio]") ? input.checked : input.value)).join("\u0000");
  const filled = (place) => fields(place).some((input) => (input.matches("[type=radio]") ? input.checked : input.name.startsWith("value-") || input.name.startsWith("comment-") ? input.value.trim() : false));
  const kept = new WeakMap(), before = new WeakMap();
  const rows = () => [...document.querySelectorAll("[data-check-row]")];
  let leaving = false;
  const dirty = (place) => kept.has(place) && kept.get(place) !== content(place) && filled(place);
  const drawing = new WeakMap(), later = new Set();
  const save = (place) => {
    if (drawing.get(place)?.defaultPrevented === false) return later.add(place.id); // it goes: the row that comes is saved
    if (!before.has(place)) before.set(place, kept.get(place));
    kept.set(place, content(place));
    typed.delete(place.id);
    place.dispatchEvent(new CustomEvent("save", { bubbles: false }));
  };
  const following = (place) => {
    const all = [...document.querySelectorAll(".check-row[data-check-row]")];
    return all.find((other) => place.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  };

  rows().forEach((place) => kept.set(place, content(place)));
  // what the program could not save is as new as it was
  const notSaved = (place) => {
    if (!before.has(place)) return;
    kept.set(place, before.get(place));
    before.delete(place);
  };
  document.addEventListener("htmx:error", (event) => notSaved(event.target));
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response?.status >= 400) notSaved(event.target);
  });

  const back = (place) => {
    const field = place.querySelector('[aria-invalid="true"]');
    const here = document.activeElement;
    const writing = row(here) ? row(here) !== place && dirty(row(here)) : here && here !== document.body;
    if (!field || writing) return;
    field.focus();
    if (field.select && field.type !== "radio") field.select();
  };

  /* What was typed in a row after it was sent stays, whatever the answer brings. */
  const typed = new Map();
  let swapping = false; // a row that goes loses its focus, which is not somebody leaving it
  document.addEventListener("htmx:before:swap", (event) => {
    drawing.set(event.target, event);
    swapping = true;
    setTimeout(() => (swapping = false), 1000);
  });
  document.addEventListener("input", (event) => {
    leaving = false;
    const place = row(event.target);
    if (place) typed.set(place.id, { values: fields(place).map(({ name, value, checked }) => ({ name, value, checked })), at: event.target.name });
  });
  const restore = (place, { values, at }) => {
    for (const { name, value, checked } of values)
      for (const input of fields(place).filter((field) => field.name === name)) {
        if (!input.matches("[type=checkbox], [type=radio]")) input.value = value;
        else if (input.value === value) input.checked = checked;
        if (name === at && document.activeElement === document.body) input.focus();
      }
  };

  document.addEventListener("htmx:after:swap", () => {
    swapping = false;
    rows().forEach((place) => {
      if (kept.has(place)) return;
      kept.set(place, content(place));
      if (typed.has(place.id)) restore(place, typed.get(place.id));
      else if (place.classList.contains("wrong")) back(place);
      if (later.delete(place.id)) setTimeout(() => save(place));
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const place = row(event.target);
    if (!place || !event.target.matches("input")) return;
    event.preventDefault();
    const next = following(place);
    if (kept.get(place) !== content(place) || event.target.name.startsWith("value-")) save(place);
    const field = next?.querySelector("input:not([type=hidden])");
    if (field) {
      field.focus();
      field.select?.();
    }
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-check-in]")) return;
    leaving = !event.submitter?.matches("[data-save-row]");
    if (leaving) return;
    event.preventDefault();
    save(row(event.submitter));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-save-now]")) save(row(event.target));
  });

  document.addEventListener("focusout", (event) => {
    const place = row(event.target);
    if (!swapping && place && !place.contains(event.relatedTarget) && dirty(place)) save(place);
  });

  // what a refusal brought back, of one row or of all of them, stands nowhere else either
  const answered = performance.getEntriesByType("navigation")[0]?.responseStatus;
  const refused = new Set(answered >= 400 ? rows() : []);
  const isLost = (place) => dirty(place) || ((place.matches(".wrong") || refused.has(place)) && filled(place));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && rows().some(isLost)) event.preventDefault();
  });
})();
