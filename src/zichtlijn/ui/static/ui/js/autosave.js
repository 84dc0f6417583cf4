/* A row that saves itself: form[data-autosave] with hx-post sends itself when a value in it has changed.

   With data-autosave="typing" it also does while one types, a moment after the last letter; what is sent meanwhile waits
   until the words are kept: each answer tells what is left to do on the page, and the last must be right. How it went
   stands in [data-save-state]; the server's own answer may replace that text. The button of the form stays for the
   keyboard and for pages without JavaScript; with data-autosave="quiet" it is hidden here. */
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

  // while one types -------------------------------------------------------------------------------------------------

  const PAUSE = 1200, timers = new WeakMap(), kept = new WeakMap(), underway = new Map();
  const words = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "version")).toString();
  const typing = () => [...document.querySelectorAll('form[data-autosave="typing"]')];
  const isUnsaved = (form) => kept.has(form) && kept.get(form) !== words(form);
  // another tab was first: one chooses before anything is sent, and then only the fields in which one typed are
  const isAsking = (form) => form.querySelector('button[name="replace"]') !== null;
  const choose = (form) => {
    const before = new URLSearchParams(kept.get(form)), now = new URLSearchParams(words(form));
    form.querySelectorAll('[name="mine"]').forEach((one) => { one.disabled = before.get(one.value) !== null && before.get(one.value) === now.get(one.value); });
  };

  const save = (form) => {
    clearTimeout(timers.get(form));
    const before = underway.get(form);
    if (before) return before.promise.then((ok) => (ok && isUnsaved(form) ? save(form) : ok));
    if (!isUnsaved(form)) return Promise.resolve(true);
    if (isAsking(form) || !form.checkValidity()) return Promise.resolve(false);
    if (typing().some((one) => one.hasAttribute("aria-busy"))) return new Promise((resolve) => setTimeout(() => resolve(save(form)), 100));
    const task = { words: words(form) };
    task.promise = new Promise((resolve) => { task.resolve = resolve; });
    underway.set(form, task);
    form.requestSubmit();
    return task.promise;
  };
  const end = (form, ok) => {
    const task = underway.get(form);
    underway.delete(form);
    if (ok) kept.set(form, task ? task.words : words(form));
    task?.resolve(ok);
  };
  typing().forEach((form) => kept.has(form) || kept.set(form, words(form)));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches('[data-autosave="typing"]')) return;
    clearTimeout(timers.get(form));
    if (isAsking(form)) choose(form);
    timers.set(form, setTimeout(() => save(form), PAUSE));
  });
  window.zichtlijn.autosave = { save, unsaved: () => typing().filter((one) => underway.has(one) || isUnsaved(one)), tell };
  window.addEventListener("beforeunload", (event) => {
    if (typing().some(isUnsaved)) event.preventDefault();
  });

  // ------------------------------------------------------------------------------------------------------------------

  const fingerprint = (form) => new URLSearchParams(new FormData(form)).toString();
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches('[data-autosave="typing"]')) save(form);
    else if (form?.matches("[data-autosave]") && form.checkValidity()) send(form);
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
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.target.closest?.('form[data-autosave="typing"]'), chosen = event.detail.ctx.request.submitter?.name;
    if (!form || !event.detail.ctx.response) return;
    const ok = event.detail.ctx.response.status < 400;
    if (isAsking(form)) choose(form);
    setTimeout(() => {  // after the form is let go of: else the next save would be held for a double click
      end(form, ok);
      if (ok && (chosen === "replace" || chosen === "take")) kept.set(form, words(form));
    });
  });
  document.addEventListener("htmx:error", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (!form) return;
    tell(form, "failed");
    delete form.dataset.sent;
    if (underway.has(form)) end(form, false);
  });

  const quiet = (root) => root.querySelectorAll('form[data-autosave="quiet"] button:not([name])').forEach((button) => button.classList.add("visually-hidden"));
  quiet(document);
  document.addEventListener("htmx:after:swap", () => quiet(document));
})();
