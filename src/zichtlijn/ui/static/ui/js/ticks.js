/* [data-ticks]: boxes to tick with "all" and "none" ([data-ticks-set], links that also work without this) and a count of
   what is ticked ([data-ticks-count] with data-text="{n} of {m} chosen"). */
(() => {
  const boxes = (place) => [...place.querySelectorAll("input[type=checkbox]")];
  const count = (place) => {
    const all = boxes(place);
    const said = place.querySelector("[data-ticks-count]");
    if (said) said.textContent = said.dataset.text.replace("{n}", all.filter((box) => box.checked).length).replace("{m}", all.length);
  };

  document.addEventListener("change", (event) => {
    const place = event.target.closest?.("[data-ticks]");
    if (place) count(place);
  });

  document.addEventListener("click", (event) => {
    const way = event.target.closest?.("[data-ticks-set]");
    const place = way?.closest("[data-ticks]");
    if (!place) return;
    event.preventDefault();
    for (const box of boxes(place)) box.checked = way.dataset.ticksSet === "all";
    count(place);
  });

  document.querySelectorAll("[data-ticks]").forEach(count); // the browser may have kept ticks from before
})();
