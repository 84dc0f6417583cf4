/* The columns of Afstemming with the keyboard: one stop for Tab per column, arrows between and within columns. What a
   narrow page leaves out (the other cards of a level that was passed) is passed over here too. A card that is opened by
   keyboard has the focus on the page that follows: its address ends in #opened, the id of that card. */
(() => {
  const cards = (column) => [...column.querySelectorAll("a.goal")].filter((card) => card.checkVisibility());
  const chosen = (column) => cards(column).find((card) => card.matches(".on")) || cards(column)[0];
  const columns = (box) => [...box.querySelectorAll(":scope > section")].filter((column) => cards(column).length);

  const arrange = (box) => {
    for (const column of columns(box)) {
      const stop = cards(column).find((card) => card.getAttribute("tabindex") === "0") || chosen(column);
      for (const card of cards(column)) card.tabIndex = card === stop ? 0 : -1;
    }
  };

  const go = (card) => {
    if (!card) return;
    for (const other of cards(card.closest("section"))) other.tabIndex = other === card ? 0 : -1;
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-levels] a.goal");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = card.closest("[data-levels]");
    const column = card.closest("section");
    const list = cards(column);
    const all = columns(box);
    const beside = (step) => {
      const next = all[all.indexOf(column) + step];
      return next && (cards(next).find((other) => other.getAttribute("tabindex") === "0") || chosen(next));
    };
    const target = {
      ArrowDown: () => list[list.indexOf(card) + 1],
      ArrowUp: () => list[list.indexOf(card) - 1],
      ArrowRight: () => beside(1),
      ArrowLeft: () => beside(-1),
      Home: () => list[0],
      End: () => list[list.length - 1],
    }[event.key];
    if (!target) return;
    event.preventDefault();
    go(target());
  });

  document.addEventListener("click", (event) => {
    const card = event.target.closest?.("[data-levels] a.goal:not(.more)");
    const byKeyboard = event.detail === 0;
    if (card && byKeyboard && card.search) card.hash = "opened";
  });

  const start = (root) => root.querySelectorAll("[data-levels]").forEach((box) => {
    arrange(box);
    // bring the end of the chosen path into sight
    const path = box.querySelectorAll("a.goal.on");
    const last = path[path.length - 1]?.closest("section");
    if (last && box.scrollWidth > box.clientWidth) box.scrollLeft = last.offsetLeft + last.offsetWidth - box.clientWidth;
  });
  start(document);
  window.addEventListener("resize", () => document.querySelectorAll("[data-levels]").forEach(arrange));
  document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-levels]").forEach(arrange));
})();
