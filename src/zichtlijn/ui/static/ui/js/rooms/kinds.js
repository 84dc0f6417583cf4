/* A form whose questions depend on the kind that is chosen: what does not belong to that kind is put out of sight.
   Without this script every question stands there, and those of another kind are left alone by the server. */
(() => {
  const arrange = (form) => {
    const kind = form.querySelector('select[name="kind"]');
    if (!kind) return;
    for (const part of form.querySelectorAll("[data-kinds]")) {
      const wrong = part.querySelector(".errorlist, [aria-invalid='true']");
      part.hidden = !part.dataset.kinds.split(" ").includes(kind.value) && !wrong;
    }
  };
  const start = () => document.querySelectorAll("form[data-measure-kind]").forEach((form) => {
    arrange(form);
    form.addEventListener("change", (event) => { if (event.target.name === "kind") arrange(form); });
  });
  start();
})();
