/* [data-add-row="prefix"] adds an empty row to a form with rows (a Django formset): a copy of <template data-row-of="prefix">
   at the end of [data-rows="prefix"]. Without JavaScript the server gives spare rows, and the button stays hidden. */
(() => {
  const prepare = () => document.querySelectorAll("[data-add-row][hidden]").forEach((button) => { button.hidden = false; });
  prepare();
  document.addEventListener("htmx:after:swap", prepare);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row]");
    if (!button) return;
    const prefix = button.dataset.addRow;
    const form = button.closest("form");
    const total = form.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const most = Number(form.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`)?.value || 1000);
    const template = form.querySelector(`template[data-row-of="${prefix}"]`);
    const number = Number(total.value);
    if (number >= most) return;
    const row = template.content.cloneNode(true);
    for (const element of row.querySelectorAll("*"))
      for (const attribute of [...element.attributes])
        if (attribute.value.includes("__prefix__")) element.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", number));
    const first = row.querySelector("input:not([type=hidden], [type=number]), textarea");
    form.querySelector(`[data-rows="${prefix}"]`).append(row);
    total.value = number + 1;
    if (total.value >= most) button.hidden = true;
    first?.focus();
  });
})();
