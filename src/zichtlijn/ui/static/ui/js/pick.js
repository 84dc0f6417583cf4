/* [data-pick="url"]: a text field that offers rows while one types (a combobox after the WAI-ARIA pattern).
   The server draws the options (li[role=option][data-id][data-name]); picking one fills the text and the hidden id.
   How many there are, or that nothing was found, is said to who cannot see the list ([data-pick-said]). */
(() => {
  let made = 0;

  const start = (box) => {
    if (box.dataset.ready) return;
    box.dataset.ready = "yes";
    const input = box.querySelector("input[type=text]");
    const chosen = box.querySelector("[data-pick-id]");
    const list = document.createElement("ul");
    list.id = `pick-${++made}`;
    list.className = "pick-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0]?.textContent.replace("*", "").trim() || input.name);
    list.hidden = true;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    input.after(list, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let waiting, asking, active = -1;
    const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

    const close = () => {
      clearTimeout(waiting);
      asking?.abort();
      list.hidden = true;
      active = -1;
      said.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const all = options();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", at === active ? "true" : "false"));
      all[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[active].id);
    };
    const pick = (option) => {
      input.value = option.dataset.name;
      chosen.value = option.dataset.id;
      box.querySelector(".pick-choices")?.remove();
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const url = new URL(box.dataset.pick, location.href);
      url.searchParams.set("q", input.value);
      try {
        const headers = { "X-Requested-With": "fetch", "X-Organisation": window.zichtlijn.meta("organisation") || "" };
        const answer = await fetch(url, { signal: asking.signal, headers });
        if (window.zichtlijn.isElsewhere(answer) || !answer.ok || answer.redirected || document.activeElement !== input) return close();
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceChildren(...page.body.querySelectorAll("li"));
        options().forEach((option, at) => { option.id = `${list.id}-${at}`; option.setAttribute("aria-selected", "false"); });
        list.hidden = false;
        active = -1;
        input.removeAttribute("aria-activedescendant");
        input.setAttribute("aria-expanded", "true");
        said.textContent = (page.body.querySelector("[data-pick-said]") ?? list).textContent;
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      chosen.value = "";
      clearTimeout(waiting);
      if (!input.value.trim()) return close();
      waiting = setTimeout(ask, 180);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        pick(options()[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]:not([aria-disabled])");
      if (option) pick(option);
    });
    input.addEventListener("click", () => {
      if (list.hidden && !input.value.trim()) ask(); // the arrow in the field promises a list
    });
    input.addEventListener("blur", close);
  };

  const all = () => document.querySelectorAll("[data-pick]").forEach(start);
  all();
  document.addEventListener("htmx:after:swap", all);
})();
