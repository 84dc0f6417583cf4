/* [data-map] with a form [data-map-form]: draw an arrow by dragging from one [data-map-box] to another, or with the
   keyboard: Space on the cause, arrow keys or Tab to the effect, Space again; Escape stops. Either fills in the form and
   sends it, so that the server decides and says why not. */
(() => {
  const map = document.querySelector("[data-map]");
  const form = document.querySelector("[data-map-form]");
  if (!map) return;
  const boxes = [...map.querySelectorAll("[data-map-box]")];
  const middle = (box) => { const at = box.querySelector(".paper").getBBox(); return [at.x + at.width / 2, at.y + at.height / 2]; };

  // on a phone the map is wider than the window: it opens where something stands
  const wide = map.closest(".map-wide");
  if (wide && boxes.length && wide.scrollWidth > wide.clientWidth) {
    const first = Math.min(...boxes.map((box) => box.getBoundingClientRect().left)) - wide.getBoundingClientRect().left;
    if (first > wide.clientWidth / 2) wide.scrollLeft = first - 16;
  }

  const beside = (box, key) => {
    const [x, y] = middle(box);
    const along = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    const away = (other) => { const [ox, oy] = middle(other); return along ? [(ox - x) * sign, Math.abs(oy - y)] : [(oy - y) * sign, Math.abs(ox - x)]; };
    return boxes.filter((other) => away(other)[0] > 1 && (!along || away(other)[1] < 1))
      .sort((one, two) => away(one)[0] - away(two)[0] || away(one)[1] - away(two)[1])[0];
  };
  map.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-map-box]");
    if (!box || !event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = beside(box, event.key);
    if (next) { event.preventDefault(); next.focus(); }
  });
  if (!form) return;

  // who drew with the keyboard goes on where the arrow ended
  const ended = sessionStorage.getItem("map-effect");
  sessionStorage.removeItem("map-effect");
  if (ended) boxes.find((box) => box.dataset.mapBox === ended)?.focus();

  const said = document.querySelector("[data-map-said]");
  document.querySelectorAll("[data-map-help]").forEach((help) => { help.hidden = false; });
  map.classList.add("can-draw");
  let from = null;
  let line = null;
  let moved = false;
  const stop = () => { from?.classList.remove("from"); line?.remove(); from = line = null; };
  const begin = (box) => { stop(); from = box; box.classList.add("from"); };
  const draw = (to) => {
    form.querySelector("[name=cause]").value = from.dataset.mapBox;
    form.querySelector("[name=effect]").value = to.dataset.mapBox;
    if (document.activeElement === to) sessionStorage.setItem("map-effect", to.dataset.mapBox);
    stop();
    form.requestSubmit();
  };
  const here = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());

  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("[data-map-box]");
    moved = false;
    if (!box || event.button !== 0 || event.pointerType === "touch") return;
    begin(box);
    const [x, y] = middle(box);
    line = document.createElementNS(map.namespaceURI, "line");
    line.setAttribute("class", "drawing");
    for (const [name, value] of [["x1", x], ["y1", y], ["x2", x], ["y2", y]]) line.setAttribute(name, value);
    map.append(line);
  });
  map.addEventListener("pointermove", (event) => {
    if (!line) return;
    const at = here(event);
    if (Math.hypot(at.x - line.x1.baseVal.value, at.y - line.y1.baseVal.value) > 60) moved = true;
    line.setAttribute("x2", at.x);
    line.setAttribute("y2", at.y);
  });
  document.addEventListener("pointerup", (event) => {
    if (!line) return;
    const to = document.elementsFromPoint(event.clientX, event.clientY).map((found) => found.closest?.("[data-map-box]")).find(Boolean);
    if (moved && to && to !== from) draw(to); else stop();
  });
  map.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
  map.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-map-box]");
    if (event.key === "Escape" && from) { stop(); said.textContent = said.dataset.stopped; return; }
    if (event.key !== " " || !box) return;
    event.preventDefault();
    if (from && from !== box) { draw(box); return; }
    if (from === box) { stop(); said.textContent = said.dataset.stopped; return; }
    begin(box);
    said.textContent = said.dataset.from.replace("{title}", box.getAttribute("aria-label"));
  });
})();
