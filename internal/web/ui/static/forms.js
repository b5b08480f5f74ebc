// Forms that answer in place. A form with data-swap is sent in the background,
// and the part of the answer that it names takes the place of the same part of
// this page. The pages are the ones that a browser without JavaScript gets.
//
// Steps back and forward are kept in the memory of this page alone: the
// browser's history holds one address and no answers. Answers come as parsed
// documents, so no HTML is made from strings and Trusted Types stay closed.
"use strict";
(() => {
  // send asks for a page and resolves to the parsed answer; with a body it posts.
  const send = (address, body) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(body ? "POST" : "GET", address);
    request.responseType = "document";
    request.timeout = 20000;
    request.onload = () => request.response ? resolve(request.response) : reject(new Error("no page"));
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.send(body);
  });
  const fields = (form, button) => new URLSearchParams(new FormData(form, button));

  const announce = (text) => {
    const status = document.querySelector("[data-leave-status]");
    if (status) status.textContent = text;
  };

  // Steps of a form that swaps the whole page.
  const steps = [];
  let here = history.state ? history.state.step : 0;

  const put = (main, title) => {
    document.querySelector("main").replaceWith(main);
    document.title = title;
    scrollTo(0, 0);
    prepare(main);
    const result = main.querySelector("[data-focus]");
    const target = result || main.querySelector("h1") || main;
    target.tabIndex = -1;
    target.focus({ preventScroll: !result });
  };

  const forward = (page, address) => {
    steps[here] = { main: document.querySelector("main"), title: document.title };
    steps.length = ++here;
    history.pushState({ step: here }, "", address);
    put(document.importNode(page.querySelector("main"), true), page.title);
  };

  addEventListener("popstate", (event) => {
    if (!event.state && location.hash) return; // a link to a place of this page
    const step = event.state ? event.state.step : 0;
    if (step === here) return; // back from such a place
    const target = steps[step];
    if (!target) {
      location.reload(); // the page was loaded anew since, and knows nothing of that step
      return;
    }
    steps[here] = { main: document.querySelector("main"), title: document.title };
    here = step;
    put(target.main, target.title);
  });

  let busy = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-swap]") || event.defaultPrevented) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    try {
      const button = event.submitter;
      const address = button && button.hasAttribute("formaction") ? button.formAction : form.action;
      const page = await send(address, fields(form, button));
      // Redirected: what was sent is done, and what comes next has its own
      // address, unless the form only looks something up.
      const redirected = page.URL.split("#")[0] !== address.split("#")[0];
      if (redirected && form.dataset.swap !== "stay") location.assign(page.URL);
      else forward(page, page.URL);
    } catch {
      announce("The page could not be reached. What you gave is still here. Try again.");
      const note = form.querySelector("[data-offline]");
      if (note) note.hidden = false;
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
    }
  });

  // While a page holds answers or a draft, links of this site open in place,
  // so that Back finds everything as it was.
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.hash || link.matches("[data-leave]")) return;
    if (!steps.length && !document.querySelector("form[data-swap]")) return;
    event.preventDefault();
    try {
      forward(await send(link.href), link.href);
    } catch {
      location.assign(link.href);
    }
  });

  // live checks a text as it is typed: 300 ms after the last key the form is
  // sent to data-live, and the answer replaces the part with the same id.
  const live = (form) => {
    const part = document.getElementById(form.dataset.part);
    let timer = 0;
    let sent = 0;
    const check = async () => {
      // device.js calls this off where it looks at the text itself.
      if (!form.dispatchEvent(new CustomEvent("look", { bubbles: true, cancelable: true }))) return;
      const number = ++sent;
      try {
        const page = await send(form.dataset.live, fields(form));
        const fresh = page.getElementById(form.dataset.part);
        if (number !== sent || !fresh) return; // a later key has asked again
        part.replaceChildren(...document.importNode(fresh, true).childNodes);
        const summary = part.querySelector("[data-summary]");
        const status = part.parentElement.querySelector("[data-live-status]");
        const text = summary ? summary.dataset.summary : "";
        if (status.textContent !== text) status.textContent = text;
      } catch {
        // The button still works, and says so if it does not.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(check, 300);
    });
  };

  // prepare wakes up what stands in a freshly shown part of the page.
  const prepare = (part) => {
    for (const form of part.querySelectorAll("form[data-live]")) {
      if (!form.dataset.awake) {
        form.dataset.awake = "yes";
        live(form);
      }
    }
    for (const field of part.querySelectorAll("input[data-hour]")) field.value = String(new Date().getHours());
    for (const button of part.querySelectorAll("[data-print]")) button.hidden = false;
    document.dispatchEvent(new CustomEvent("shown", { detail: part }));
  };

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) print();
  });

  prepare(document);
})();
