/* A button pressed while words of form[data-autosave="typing"] are on their way waits until they are kept.

   When they cannot be kept the page says so, and shows the place. Only the top bar (another language, signing out, search)
   goes on then, after the browser asked whether to leave: it has nothing to do with what stands on the page. */
(() => {
  const { save, unsaved, tell } = window.zichtlijn.autosave;
  let going = null;

  const press = (form, submitter) => {
    going = form;
    form.requestSubmit(submitter);
    going = null;
  };
  const show = (form) => {
    const said = document.querySelector("#messages .error");
    tell(form, "failed");
    if (said) said.scrollIntoView({ block: "nearest" });
    else window.zichtlijn.say("error", document.body.dataset.textNotKept);
    if (form.reportValidity()) form.querySelector('[data-error-summary], button[name="replace"]')?.focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, waiting = unsaved();
    if (form === going || form.matches("[data-autosave]") || !waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event, { action } = form, { name, value } = submitter ?? {};
    Promise.all(waiting.map(save)).then((all) => setTimeout(() => {
      if (!all.every(Boolean)) return form.closest("main") ? show(waiting[all.indexOf(false)]) : press(form, submitter);
      // what is kept may bring a new version of the form that was pressed: it has the same address and the same button
      const alike = [...document.forms].filter((one) => one.action === action && !one.matches("[data-autosave]"));
      const button = alike.flatMap((one) => [...one.elements]).find((one) => one.type === "submit" && one.name === name && one.value === value);
      if (button || !name) (button?.form ?? alike[0])?.requestSubmit(button);
    }));
  }, true);
})();
