/* A form that is on its way is not sent a second time by a double click. The server refuses doubles as well. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
  if (form.dataset.onItsWay) {
    event.preventDefault();
    return;
  }
  form.dataset.onItsWay = "yes";
  window.addEventListener("pageshow", () => delete form.dataset.onItsWay, { once: true });
  // a download leaves the page where it is
  setTimeout(() => delete form.dataset.onItsWay, 4000);
});
