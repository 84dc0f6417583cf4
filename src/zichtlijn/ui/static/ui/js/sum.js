/* form[data-sum="0"]: shows in [data-sum-shown] what the amounts in the form add up to, with what the attribute says on top.
   data-text="Together {n}%" on the shown place; an amount that cannot be read yet counts as nothing. A [data-sum-part]
   shows in its [data-sum-part-shown] what its own amounts come to, with the rest to 100 shared by what was left blank.
   Amounts in a [data-sum-apart] are left out. */
(() => {
  const amount = (input) => Number(input.value.trim().replace(",", ".")) || 0;
  const write = (place, number) => {
    const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(number);
    place.textContent = place.dataset.text.replace("{n}", words);
  };
  const show = (form) => {
    const inputs = [...form.querySelectorAll("input.amount")].filter((input) => !input.closest("[data-sum-apart]"));
    const sum = inputs.reduce((total, input) => total + amount(input), Number(form.dataset.sum) || 0);
    const isBlank = (input) => !input.value.trim();
    const blank = inputs.filter(isBlank).length;
    const rest = blank ? Math.max(0, 100 - sum) : 0;
    const open = rest / blank;
    const parts = form.querySelectorAll("[data-sum-part]");
    const place = form.querySelector("[data-sum-shown]");
    if (place) write(place, parts.length ? sum + rest : sum);
    for (const part of parts) {
      const own = [...part.querySelectorAll("input.amount")].reduce((total, input) => total + (isBlank(input) ? open : amount(input)), 0);
      write(part.querySelector("[data-sum-part-shown]"), Math.round(own * 10) / 10);
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-sum]");
    if (form) show(form);
  });
  document.querySelectorAll("form[data-sum]").forEach(show);
})();
