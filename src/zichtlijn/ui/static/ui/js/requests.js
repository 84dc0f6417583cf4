/* Every htmx request carries the CSRF token and the organisation of the page; a failed one says so in the page. */
(() => {
  window.zichtlijn = window.zichtlijn || {};
  const meta = window.zichtlijn.meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

  document.addEventListener("htmx:config:request", (event) => {
    const headers = event.detail.ctx.request.headers;
    const token = meta("csrf-token");
    const organisation = meta("organisation");
    if (token) headers["X-CSRFToken"] = token;
    if (organisation) headers["X-Organisation"] = organisation;
  });

  // htmx copies a style attribute of what goes to what comes, for a smooth change; the policy of the page forbids that.
  // We write none, but the browser (a text box made larger) and what people add to their browser do.
  document.addEventListener("htmx:before:swap", (event) => {
    const target = event.detail.ctx?.target;
    const going = [...(target?.querySelectorAll?.("[id][style]") || []), ...document.querySelectorAll('[id][style=""]')];
    if (target?.id && target.hasAttribute?.("style")) going.push(target);
    going.forEach((element) => element.removeAttribute("style"));
  });

  // A form with errors (422) and a clash of two edits (409) come back as part of the page; other refusals do not: when
  // they give reasons, these are said. Too much at once (429) and a server that cannot answer now (502-504) pass: what
  // was typed stays, to be sent again.
  document.addEventListener("htmx:before:swap", (event) => {
    const response = event.detail.ctx?.response, status = response?.status;
    if (window.zichtlijn.isElsewhere(response)) return event.preventDefault();
    if (response?.headers?.get("X-Refused")) {
      event.preventDefault();
      return window.zichtlijn.say("error", event.detail.ctx.text);
    }
    if (status >= 400 && status !== 422 && status !== 409) {
      event.preventDefault();
      const passes = [429, 502, 503, 504].includes(status);
      window.zichtlijn.say("error", document.body.dataset[passes ? "textTooBusy" : "textFailed"]);
    }
  });

  // Another organisation was chosen in another tab: nothing of it belongs in this page.
  window.zichtlijn.isElsewhere = (response) => {
    const name = response?.status === 409 && response.headers?.get("X-Works-In");
    if (name) window.zichtlijn.say("error", document.body.dataset.textElsewhere?.replace("{name}", decodeURIComponent(name)));
    return Boolean(name);
  };

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.response) return;
    window.zichtlijn.say("error", document.body.dataset.textNoConnection);
  });

  window.zichtlijn.say = (kind, text) => {
    const area = document.getElementById("messages");
    if (!area || !text) return;
    const notice = document.createElement("div");
    notice.className = `notice ${kind}`;
    notice.dataset.notice = "";
    const words = document.createElement("div");
    words.textContent = text;
    notice.append(words);
    area.replaceChildren(notice);
    area.scrollIntoView({ block: "nearest" });
  };
})();
