/* A row that saves itself: form[data-autosave] with hx-post sends itself when a value in it has changed.

   The form says how it went in [data-save-state]; the server's own answer may replace that text. The button of the form
   stays for the keyboard and for pages without JavaScript; with data-autosave="quiet" it is hidden here. */
(() => {
  const tell = (form, state) => {
    const place = form.querySelector("[data-save-state]") || document.querySelector(`[data-save-state][data-for="${form.id}"]`);
    if (!place) return;
    place.dataset.state = state;
    const words = { saving: "textSaving", saved: "textSaved", failed: "textNotSaved" }[state];
    place.textContent = document.body.dataset[words] || "";
  };

  const send = (form) => {
    if (!form.hasAttribute("hx-post") && !form.hasAttribute("data-hx-post")) return;
    if (form.dataset.sent === fingerprint(form)) return;
    form.dataset.sent = fingerprint(form);
    form.requestSubmit();
  };

  const fingerprint = (form) => new URLSearchParams(new FormData(form)).toString();

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosave]") && form.checkValidity()) send(form);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (form) tell(form, "saving");
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (!form) return;
    const ok = event.detail.ctx.response?.status < 400;
    tell(form, ok ? "saved" : "failed");
    if (!ok) delete form.dataset.sent;
  });
  document.addEventListener("htmx:error", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (!form) return;
    tell(form, "failed");
    delete form.dataset.sent;
  });

  const quiet = (root) => root.querySelectorAll('form[data-autosave="quiet"] button:not([name])').forEach((button) => button.classList.add("visually-hidden"));
  quiet(document);
  document.addEventListener("htmx:after:swap", () => quiet(document));
})();
