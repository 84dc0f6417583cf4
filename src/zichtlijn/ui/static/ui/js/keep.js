/* To keep what stands on the page: [data-print] prints it, [data-copy="id"] copies the text of that element, one line for each
   item, and says data-text-done. Both are hidden until this runs: without JavaScript there is the file. */
(() => {
  document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));

  document.addEventListener("click", async (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const items = [...document.getElementById(button.dataset.copy).children];
    await navigator.clipboard.writeText(items.map((item) => item.textContent.trim()).join("\n"));
    button.textContent = button.dataset.textDone;
  });
})();
