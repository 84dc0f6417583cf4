/* To keep what stands on the page: [data-print] prints it, [data-copy="id"] copies what stands in that field, or the text of
   that element, one line for each item, and says data-text-done. Both are hidden until this runs: without JavaScript there is the file. */
(() => {
  document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));

  document.addEventListener("click", async (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const text = source.value ?? [...source.children].map((item) => item.textContent.trim()).join("\n");
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.textDone;
  });
})();
