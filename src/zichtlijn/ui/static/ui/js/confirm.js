/* data-confirm="…" on a form or its button, and hx-confirm, ask first in a native dialog. */
(() => {
  const ask = (question) =>
    new Promise((answer) => {
      const words = document.body.dataset;
      const dialog = document.createElement("dialog");
      dialog.setAttribute("aria-labelledby", "confirm-question");
      const heading = document.createElement("h2");
      heading.id = "confirm-question";
      heading.textContent = question;
      const actions = document.createElement("div");
      actions.className = "actions";
      const button = (text, css, value) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = css;
        made.textContent = text;
        made.addEventListener("click", () => dialog.close(value));
        return made;
      };
      const cancel = button(words.textCancel || "Cancel", "btn", "");
      actions.append(cancel, button(words.textYes || "OK", "btn go", "yes"));
      dialog.append(heading, actions);
      dialog.addEventListener("close", () => {
        dialog.remove();
        answer(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
      cancel.focus();
    });

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return;
      event.target.dataset.confirmed = "yes";
      event.target.requestSubmit(event.submitter || undefined);
      delete event.target.dataset.confirmed;
    });
  }, true);

  document.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const { ctx, issueRequest, dropRequest } = event.detail;
    ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
})();
