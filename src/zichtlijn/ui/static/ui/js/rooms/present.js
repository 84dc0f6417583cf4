/* [data-present] is a long page of [data-present-screen]; with JavaScript one screen at a time: arrow keys, Page Up and
   Page Down, Home, End and Space walk, Escape (or leaving full screen) goes back to [data-back]. The button for full
   screen is there only where the browser can. */
(() => {
  const show = document.querySelector("[data-present]");
  if (!show) return;
  const screens = [...show.querySelectorAll("[data-present-screen]")];
  const place = show.querySelector("[data-present-place]");
  let now = Math.max(0, screens.findIndex((screen) => `#${screen.getAttribute("aria-labelledby")}` === location.hash));
  let wasFull = false;
  const go = (to, isWalked = true) => {
    now = Math.min(screens.length - 1, Math.max(0, to));
    screens.forEach((screen, number) => { screen.hidden = number !== now; });
    place.textContent = place.dataset.text.replace("{n}", now + 1).replace("{all}", screens.length);
    if (isWalked) history.replaceState(null, "", `${location.pathname}${location.search}#${screens[now].getAttribute("aria-labelledby")}`);
    scrollTo(0, 0);
  };
  const leave = () => { location.href = show.dataset.back; };
  show.classList.add("one-by-one");
  show.querySelectorAll("[data-present-steps], [data-present-keys]").forEach((part) => { part.hidden = false; });
  show.querySelector("[data-present-full]").hidden = !document.fullscreenEnabled;
  // an address with a screen in it lets the browser scroll to its heading, past the buttons
  history.scrollRestoration = "manual";
  addEventListener("load", () => requestAnimationFrame(() => scrollTo(0, 0)));
  go(now, false);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.key === " " && event.target.closest("button, a"))) return;
    const to = { ArrowRight: now + 1, ArrowDown: now + 1, PageDown: now + 1, " ": now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, PageUp: now - 1, Home: 0, End: screens.length - 1 }[event.key];
    // Escape also means "stop loading": left alone, the browser would stop the page that we go to
    if (event.key === "Escape") { event.preventDefault(); leave(); }
    else if (to !== undefined) { event.preventDefault(); go(to); }
  });
  show.addEventListener("click", (event) => {
    const step = event.target.closest("[data-present-step]");
    if (step) go(now + Number(step.dataset.presentStep));
    if (event.target.closest("[data-present-full]")) document.documentElement.requestFullscreen().catch(() => {});
  });
  document.addEventListener("fullscreenchange", () => { if (wasFull && !document.fullscreenElement) leave(); wasFull = Boolean(document.fullscreenElement); });
})();
