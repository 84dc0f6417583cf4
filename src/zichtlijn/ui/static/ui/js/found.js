/* Search while one types: what is found opens under the field, or in the page of search. Down goes into it, up and down
   go through it, Escape goes back to the field and closes it. Who cannot see it hears how much was found. */
(() => {
  const field = document.querySelector("[data-search]");
  const panel = document.getElementById("found");
  if (!field || !panel) return;
  const place = () => document.getElementById("results") || panel;
  const links = () => [...place().querySelectorAll("a")];
  const said = document.getElementById("found-said");
  const close = () => { panel.hidden = true; };

  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx?.target;
    if (target === place()) said.textContent = target.querySelector("[data-said]")?.textContent ?? "";
    if (target === panel) panel.hidden = !field.value.trim() || !panel.children.length || !field.form.contains(document.activeElement);
    if (target?.id === "results") {
      const url = new URL(location.href);
      url.searchParams.set("q", field.value);
      history.replaceState(history.state, "", url);
    }
  });
  field.addEventListener("input", () => {
    if (!field.value.trim()) close();
  });
  field.addEventListener("focus", () => {
    if (field.value.trim() && panel.children.length) panel.hidden = false;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[0].focus();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp", "Escape"].includes(event.key) || !place().contains(event.target)) return;
    const all = links();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    event.preventDefault();
    if (event.key === "Escape") {
      field.focus();
      close();
    } else if (event.key === "ArrowDown") {
      all[Math.min(at + 1, all.length - 1)].focus();
    } else if (at === 0) {
      field.focus();
    } else {
      all[at - 1].focus();
    }
  });
  // Safari gives a pressed link no focus: the panel would close under the press
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
})();
