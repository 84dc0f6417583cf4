/* A form that gives a file: form[data-download] says in [data-download-state] that the file is being made and when it is
   ready. A long one is made in the background: then the page that shows its progress opens. Without JavaScript the browser
   shows that it is waiting. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-download]") || !window.fetch) return;
  const place = form.querySelector("[data-download-state]");
  const buttons = form.querySelectorAll("button");
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  place.textContent = form.dataset.textBusy;
  try {
    const response = await fetch(event.submitter?.formAction || form.action, { method: "POST", body });
    if (response.redirected) {
      window.location.assign(response.url);
      return;
    }
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "");
    if (!response.ok || !name) throw new Error(String(response.status));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = name[1];
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    place.textContent = form.dataset.textReady;
  } catch {
    place.textContent = form.dataset.textFailed;
  } finally {
    delete form.dataset.busy;
    buttons.forEach((button) => button.removeAttribute("aria-disabled"));
  }
});
