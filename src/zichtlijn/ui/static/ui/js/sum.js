/* form[data-sum="0"]: shows in [data-sum-shown] what the amounts in the form add up to, with what the attribute says on top.
   data-text="Together {n}%" on the shown place; an amount that cannot be read yet counts as nothing. */
(() => {
  const amount = (input) => Number(input.value.trim().replace(",", ".")) || 0;
  const show = (form) => {
    const place = form.querySelector("[data-sum-shown]");
    const sum = [...form.querySelectorAll("input.amount")].reduce((total, input) => total + amount(input), Number(form.dataset.sum) || 0);
    const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(sum);
    if (place) place.textContent = place.dataset.text.replace("{n}", words);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-sum]");
    if (form) show(form);
  });
  document.querySelectorAll("form[data-sum]").forEach(show);
})();
