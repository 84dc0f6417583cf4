/* A chart drawn by the server comes to life when someone points at it or reaches it with the keyboard, and at once where
   the drawing would have to be squeezed so far that its letters cannot be read.

   <figure class="chart" data-chart><div class="canvas" tabindex="0">(svg)</div>
   <script type="application/json">{option}</script> … </figure> */
(() => {
  const source = document.currentScript?.dataset.echarts;
  let loading;
  const load = () =>
    (loading ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => done(window.echarts);
      script.onerror = failed;
      document.head.append(script);
    }));

  const SQUEEZED = 0.7;
  const LOWEST = 240;
  const isSqueezed = (canvas) => {
    const drawn = Number(canvas?.querySelector("svg")?.getAttribute("width"));
    return drawn > 0 && canvas.clientWidth > 0 && canvas.clientWidth < SQUEEZED * drawn;
  };

  const live = async (figure) => {
    const canvas = figure.querySelector(".canvas");
    if (!source || figure.dataset.started) return;
    figure.dataset.started = "yes";
    try {
      const option = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
      const echarts = await load();
      const { width, height: drawn } = canvas.getBoundingClientRect();
      const height = Math.max(drawn, isSqueezed(canvas) ? LOWEST : 0);
      const drawings = [...canvas.children];
      const place = document.createElement("div");
      canvas.append(place);
      place.style.width = `${width}px`;
      place.style.height = `${height}px`;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const chart = echarts.init(place, null, { renderer: "svg", width, height, locale: document.documentElement.lang === "en" ? "EN" : "NL" });
      chart.setOption({ ...window.zichtlijnChart.dress(option), animation: false, tooltip: { ...option.tooltip, transitionDuration: still ? 0 : 0.1 } });
      for (const drawing of drawings) drawing.remove();
      canvas.dataset.live = "";
      new ResizeObserver(() => {
        const wide = canvas.clientWidth;
        if (wide && Math.abs(wide - chart.getWidth()) > 1) {
          place.style.width = `${wide}px`;
          chart.resize({ width: wide, height });
        }
      }).observe(canvas);
    } catch {
      // the drawing of the server and the table beside it stay
    }
  };

  const liveWhereSqueezed = () => {
    for (const figure of document.querySelectorAll("[data-chart]")) if (isSqueezed(figure.querySelector(".canvas"))) live(figure);
  };
  addEventListener("DOMContentLoaded", liveWhereSqueezed);
  addEventListener("resize", liveWhereSqueezed);

  for (const kind of ["pointerover", "focusin"])
    document.addEventListener(kind, (event) => {
      const figure = event.target.closest?.("[data-chart]");
      if (figure) live(figure);
    });
})();
