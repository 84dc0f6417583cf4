/* A notice after an act can be put away; the keyboard goes on at the content of the page. */
(() => {
  const dress = (notice) => {
    if (notice.querySelector(".close")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.textContent = "×";
    button.setAttribute("aria-label", document.body.dataset.textClose || "×");
    button.addEventListener("click", () => {
      notice.remove();
      document.getElementById("content")?.focus({ preventScroll: true });
    });
    notice.append(button);
  };
  const area = document.getElementById("messages");
  if (!area) return;
  area.querySelectorAll("[data-notice]").forEach(dress);
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) if (node.matches?.("[data-notice]")) dress(node);
  }).observe(area, { childList: true });
})();
