/* [data-present] is a long page of [data-present-screen]; with JavaScript one screen at a time: arrow keys, Page Up and
   Page Down, Home, End and Space walk, Escape (or leaving full screen) goes back to [data-back]. */
(() => {
  const show = document.querySelector("[data-present]");
  if (!show) return;
  const screens = [...show.querySelectorAll("[data-present-screen]")];
  const place = show.querySelector("[data-present-place]");
  let now = Math.max(0, screens.findIndex((screen) => `#${screen.getAttribute("aria-labelledby")}` === location.hash));
  let wasFull = false;
  const go = (to) => {
    now = Math.min(screens.length - 1, Math.max(0, to));
    screens.forEach((screen, number) => { screen.hidden = number !== now; });
    place.textContent = place.dataset.text.replace("{n}", now + 1).replace("{all}", screens.length);
    history.replaceState(null, "", `${location.pathname}${location.search}#${screens[now].getAttribute("aria-labelledby")}`);
  };
  const leave = () => { location.href = show.dataset.back; };
  show.classList.add("one-by-one");
  show.querySelectorAll("[data-present-full], [data-present-steps], [data-present-keys]").forEach((part) => { part.hidden = false; });
  go(now);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.key === " " && event.target.closest("button, a"))) return;
    const to = { ArrowRight: now + 1, ArrowDown: now + 1, PageDown: now + 1, " ": now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, PageUp: now - 1, Home: 0, End: screens.length - 1 }[event.key];
    if (event.key === "Escape") leave();
    else if (to !== undefined) { event.preventDefault(); go(to); }
  });
  show.addEventListener("click", (event) => {
    const step = event.target.closest("[data-present-step]");
    if (step) go(now + Number(step.dataset.presentStep));
    if (event.target.closest("[data-present-full]")) document.documentElement.requestFullscreen?.();
  });
  document.addEventListener("fullscreenchange", () => { if (wasFull && !document.fullscreenElement) leave(); wasFull = Boolean(document.fullscreenElement); });
})();
