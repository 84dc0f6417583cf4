/* The words on a chart: numbers with their unit and days, written as zichtlijn/ui/wording.py writes them.

   An option is plain JSON and cannot hold functions, so it says what it means in `option.words` and this file, which runs
   in the browser and in V8 on the server alike, turns that into the formatters of ECharts. */
(function (root) {
  "use strict";

  const MONEY = { "€": "€", eur: "€", euro: "€", $: "$", usd: "$", "£": "£", gbp: "£" };
  const PERCENT = ["%", "procent", "percent", "pct"];
  const NBSP = "\u00a0";
  const MISSING = "–";

  /* A number without floating point noise: 0.1 + 0.2 is written 0.3. */
  function number(value, dutch) {
    if (value === null || value === undefined || value === "" || !Number.isFinite(Number(value))) return MISSING;
    let text = Number(Number(value).toPrecision(12)).toString();
    if (text.includes("e")) text = Number(value).toFixed(12).replace(/\.?0+$/, "");
    const sign = text.startsWith("-") ? "-" : "";
    const [whole, fraction] = text.replace("-", "").split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, dutch ? "." : ",");
    return sign + grouped + (fraction ? (dutch ? "," : ".") + fraction : "");
  }

  function measured(value, unit, dutch) {
    const text = number(value, dutch);
    const trimmed = (unit || "").trim();
    if (text === MISSING || !trimmed) return text;
    const word = trimmed.toLowerCase();
    if (PERCENT.includes(word)) return text + "%";
    if (word in MONEY) {
      let money = number(Number(value).toFixed(2), dutch);
      const mark = dutch ? "," : ".";
      if (/[.,]\d$/.test(money) && money.includes(mark)) money += "0";
      if (dutch && money.startsWith("-")) return "−" + NBSP + MONEY[word] + NBSP + money.slice(1);
      if (dutch) return MONEY[word] + NBSP + money;
      return money.startsWith("-") ? "-" + MONEY[word] + money.slice(1) : MONEY[word] + money;
    }
    return text + NBSP + trimmed;
  }

  const MONTHS = {
    nl: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  };
  function day(value, dutch) {
    // a bare day would be midnight in Greenwich: west of it still the day before
    const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? value + "T00:00" : value);
    return `${moment.getDate()} ${MONTHS[dutch ? "nl" : "en"][moment.getMonth()]} ${moment.getFullYear()}`;
  }

  /* Gives the option its formatters, and returns it. */
  function dress(option) {
    const words = option.words || {};
    const dutch = words.language !== "en";
    const write = (value) => measured(value, words.unit, dutch);
    const axes = (axis) => (Array.isArray(axis) ? axis : axis ? [axis] : []);
    for (const axis of [...axes(option.xAxis), ...axes(option.yAxis)])
      if (axis.type === "value") axis.axisLabel = { ...axis.axisLabel, formatter: write };
    const rounded = (value) => measured(words.decimals === undefined ? value : Number(Number(value).toFixed(words.decimals)), words.unit, dutch);
    if (option.tooltip)
      option.tooltip.formatter = (points) => {
        const list = (Array.isArray(points) ? points : [points]).filter((point) => point && point.seriesName && point.value != null);
        const worth = (point) => (Array.isArray(point.value) ? point.value[1] : point.value);
        const lines = list.filter((point) => worth(point) != null && worth(point) !== "-").map((point) => `${point.seriesName}  ${rounded(worth(point))}`);
        if (!lines.length) return "";
        const first = list[0];
        const title = Array.isArray(first.value) ? day(first.value[0], dutch) : first.name;
        return [title, ...lines].join("\n");
      };
    return option;
  }

  root.zichtlijnChart = { dress, number, measured, day };
})(globalThis);
