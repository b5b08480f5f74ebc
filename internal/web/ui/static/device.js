// Looking at drafts on this device. A form with data-checker gets a worker that
// holds the same checker as the server; while it runs, the text of the form is
// looked at here and goes nowhere. Where it cannot run, forms.js asks the server
// as before, and the page says so.
"use strict";
(() => {
  // The page's policy lets scripts be loaded from addresses only through a named
  // rule. This one knows a single shape of address.
  const rule = { createScriptURL: (address) => {
    if (/^\/static\/checker\.[0-9a-f]+\.js$/.test(address)) return address;
    throw new TypeError("not the checker");
  } };
  const policy = "trustedTypes" in window ? trustedTypes.createPolicy("checker", rule) : rule;

  let worker = null;
  let state = ""; // "soon", "device", or "button" once it has failed; "" where there is nothing to try
  let settle = null;
  const settled = new Promise((resolve) => { settle = resolve; }); // it runs here, or has failed
  let asked = 0;
  const waiting = new Map(); // number of a question: what to do with the answer

  const become = (next) => {
    state = next;
    if (next !== "soon") settle();
    if (next === "button") {
      if (worker) worker.terminate();
      for (const answer of waiting.values()) answer(null);
      waiting.clear();
    }
    say();
  };

  const start = (form) => {
    become("soon");
    try {
      worker = new Worker(policy.createScriptURL(form.dataset.checker));
    } catch {
      become("button");
      return;
    }
    worker.onerror = () => become("button");
    worker.onmessage = ({ data }) => {
      if (data.failed) become("button");
      else if (data.ready) become("device");
      else {
        waiting.get(data.number)(data.seen);
        waiting.delete(data.number);
      }
    };
    const { engine, acts, model, sources } = form.dataset;
    worker.postMessage({ engine, acts, model, sources });
  };

  // say shows which of the two will look at the words.
  const say = () => {
    for (const note of document.querySelectorAll("[data-looks]")) note.hidden = note.dataset.looks !== (state || "server");
  };

  const look = (form) => new Promise((resolve) => {
    const number = ++asked;
    waiting.set(number, (seen) => resolve(number === asked ? seen : undefined));
    worker.postMessage({ number, purpose: form.elements.purpose.value, text: form.elements.text.value });
  });

  // show puts the answer where the server's would be, and reports whether it is
  // the answer to the latest question.
  const show = async (form) => {
    const seen = await look(form);
    if (!seen) return false;
    const part = document.getElementById(form.dataset.part);
    part.replaceChildren(...result(seen, "closed" in form.dataset));
    const status = part.parentElement.querySelector("[data-live-status]");
    const text = seen.summary || "";
    if (status.textContent !== text) status.textContent = text;
    return true;
  };

  // While somebody types. Where a device has been tried, the server sees the text
  // only when the button is pressed.
  document.addEventListener("look", (event) => {
    const form = event.target;
    if (!state || !form.matches("form[data-checker]")) return;
    event.preventDefault();
    settled.then(() => { if (state === "device") show(form); });
  });

  // The button. A checker that is still on its way is given a moment, then the
  // server looks this once.
  let passing = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("form[data-checker]") || button && button.hasAttribute("formaction")) return;
    if (passing || !state || state === "button") return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    await Promise.race([settled, new Promise((resolve) => { setTimeout(resolve, 3000); })]);
    const here = state === "device" && await show(form);
    form.removeAttribute("aria-busy");
    if (here) {
      document.getElementById(form.dataset.part).focus();
    } else if (state !== "device") {
      passing = true;
      form.requestSubmit(button);
      passing = false;
    }
  });

  // The same nodes as the template "result" of check.html makes.
  const node = (name, attributes, ...inside) => {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    e.append(...inside);
    return e;
  };
  const p = (text, kind) => node("p", kind ? { class: kind } : {}, text);

  const result = (seen, closed) => {
    if (seen.sorry) return [node("p", { class: "error", role: "alert" }, seen.sorry)];
    if (seen.crisis) {
      return [node("section", { class: "card card-first", "data-summary": seen.summary },
        node("h2", {}, seen.title), p(seen.says),
        node("div", { class: "actions" }, node("a", { class: "button", href: "/help" }, "Find somebody to talk to")),
        p("Looked at on this device. This is a program. It can be wrong, and it cannot see how you are or send for help. Your words are still in the box.", "note"))];
    }
    const all = [];
    if (closed) {
      all.push(node("p", { class: "card card-warn" }, node("strong", {}, "Not to be sent."),
        " Your answers to the questions say stop, and that holds for any wording. What follows is for you."));
    }
    all.push(
      node("section", { class: "verdict verdict-" + seen.verdict, "data-summary": seen.summary }, node("h2", {}, seen.title), p(seen.says)),
      node("h2", {}, "Your words"),
      node("p", { class: "draft card" }, ...seen.text.flatMap(piece)),
    );
    if (seen.findings.length) {
      all.push(node("h2", {}, "What the marked places do"), node("ol", { class: "findings" }, ...seen.findings.map(finding)));
    }
    if (seen.good.length) {
      all.push(node("h2", {}, "What speaks for you"), node("ul", { class: "findings" }, ...seen.good.map(good)));
    }
    all.push(p("Looked at on this device. A program read this. It knows words, not the two of you, and it can be wrong in both directions.", "note"));
    return all;
  };

  const piece = ({ text, marked, notes }) => marked
    ? [node("mark", { class: "against" }, text), ...notes.map(({ number, name }) =>
      node("a", { class: "note-link", href: "#note-" + number, "aria-label": "Note " + number + ": " + name }, String(number)))]
    : [text];

  const heading = ({ name, possible }, doubt) => possible
    ? node("h3", {}, "This sentence " + name + " ", node("small", {}, doubt))
    : node("h3", {}, "This sentence " + name);

  const finding = (f) => node("li", { id: "note-" + f.number },
    node("span", { class: "number", "aria-hidden": "true" }, String(f.number)),
    node("div", {}, heading(f, "(perhaps; we are not sure)"), node("q", {}, f.quote), p(f.reason),
      ...(f.hint ? [p(f.hint, "hint")] : []), ...(f.source ? [p(f.source, "source")] : [])));

  const good = (f) => node("li", {},
    node("span", { class: "number for", "aria-hidden": "true" }, "+"),
    node("div", {}, heading(f, "(perhaps)"), node("q", {}, f.quote)));

  // shown is sent by forms.js for every part of the page that it puts there.
  document.addEventListener("shown", () => {
    const form = document.querySelector("form[data-checker]");
    if (!form || !("Worker" in window && "WebAssembly" in window)) return;
    if (!state) start(form);
    say();
  });
})();
