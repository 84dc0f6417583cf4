/* Giving points in a grid ([data-points]). Each of the points is a set of choices over the rows of a column, so it stands in one
   row at most without this script too. With it: pressing what was given takes it back, a row that gets other points gives up
   what it had, and each column says what is still to give. */
(() => {
  const none = (column, name) => column.querySelector(`.none input[name="${CSS.escape(name)}"]`);
  const say = (column) => {
    const place = column.querySelector("[data-left]");
    const left = [...column.querySelectorAll(".none input:checked")].map((input) => input.closest("label").textContent.trim().split(/\s/)[0]);
    place.textContent = left.length ? `${place.dataset.text} ${left.join(", ")}` : place.dataset.done;
  };

  // A press with the mouse or a finger; arrow keys only move a choice, past rows that have other points.
  document.addEventListener("pointerdown", (event) => {
    const input = event.target.closest?.("[data-points] .column input");
    if (input) input.dataset.had = input.checked ? "yes" : "";
  });
  document.addEventListener("click", (event) => {
    const input = event.target.closest?.("[data-points] .column input");
    if (!input || !event.detail) return;
    const column = input.closest(".column");
    if (input.dataset.had && input.value) none(column, input.name).click();
    for (const other of input.value ? input.closest(".give").querySelectorAll("input:checked") : []) {
      if (other.name !== input.name) none(column, other.name).checked = true;
    }
    input.dataset.had = "";
    say(column);
  });
  document.addEventListener("change", (event) => {
    const column = event.target.closest?.("[data-points] .column");
    if (column) say(column);
  });
})();
