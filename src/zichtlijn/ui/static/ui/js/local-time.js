/* time[data-local-time] is shown in the time zone of the reader; the server's own text stays as its title. */
(() => {
  const dress = () => {
    for (const time of document.querySelectorAll("time[data-local-time]:not([data-dressed])")) {
      const moment = new Date(time.dateTime);
      time.dataset.dressed = "yes";
      if (Number.isNaN(moment.getTime())) continue;
      const style = time.dataset.localTime === "short" ? { hour: "2-digit", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "short" };
      time.title = time.textContent.trim();
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, style).format(moment);
    }
  };
  dress();
  document.addEventListener("htmx:after:swap", dress);
})();
