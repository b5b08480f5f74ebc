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
    const part = document.getElementById(form.dataset.part);
    const values = (fields) => [...part.querySelectorAll(fields)].map((field) => field.value);
    worker.postMessage({
      number, purpose: form.elements.purpose.value, text: form.elements.text.value,
      carried: values("input[name=dismissed]"), kept: values("input[data-kept]"), in: "in" in form.dataset,
    });
  });

  // choose does what a button beside a mark says. What holds for this draft is a
  // field of the form; what somebody wants kept for all their drafts goes to the
  // server, without the draft. It resolves to what the server says against it.
  const choose = async (form, { name, value }) => {
    const part = document.getElementById(form.dataset.part);
    if ("in" in form.dataset && !value.startsWith("place:")) {
      const body = new URLSearchParams(new FormData(form));
      body.delete("text");
      body.append(name, value);
      const answer = document.importNode((await send(form.dataset.live, body)).getElementById(part.id), true);
      for (const field of part.querySelectorAll(choices)) field.remove();
      part.prepend(...answer.querySelectorAll(choices));
      return [...answer.querySelectorAll(".error")];
    }
    const carried = [...part.querySelectorAll("input[name=dismissed]")];
    const same = carried.filter((field) => field.value === value);
    if (name === "undo") for (const field of same) field.remove();
    else if (!same.length) part.prepend(...carried, node("input", { type: "hidden", name: "dismissed", value, form: form.id }));
    return [];
  };
  const choices = "input[name=dismissed], input[data-kept]";

  const send = (address, body) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "document";
    request.timeout = 20000;
    request.onload = () => request.status === 200 && request.response ? resolve(request.response) : reject(new Error("no page"));
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.send(body);
  });

  // show puts the answer where the server's would be, and reports whether it is
  // the answer to the latest question.
  const show = async (form, first = []) => {
    const seen = await look(form);
    if (!seen) return false;
    const part = document.getElementById(form.dataset.part);
    part.replaceChildren(...part.querySelectorAll(choices), ...first, ...result(seen, form.dataset));
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
    let here = false;
    if (state === "device") {
      const unreached = form.querySelector("[data-offline]");
      try {
        const first = button && /^(dismiss|undo)$/.test(button.name) ? await choose(form, button) : [];
        unreached.hidden = true;
        here = await show(form, first);
      } catch {
        unreached.hidden = false;
      }
    }
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

  const result = (seen, set) => {
    if (seen.sorry) return [node("p", { class: "error", role: "alert" }, seen.sorry)];
    if (seen.crisis) {
      return [node("section", { class: "card card-first", "data-summary": seen.summary },
        node("h2", {}, seen.title), p(seen.says),
        node("div", { class: "actions" }, node("a", { class: "button", href: "/help" }, "Find somebody to talk to")),
        p("Looked at on this device. This is a program. It can be wrong, and it cannot see how you are or send for help. Your words are still in the box.", "note"))];
    }
    const all = [];
    if ("closed" in set) {
      all.push(node("p", { class: "card card-warn" }, node("strong", {}, "Not to be sent."),
        " Your answers to the questions say stop, and that holds for any wording. What follows is for you."));
    }
    all.push(
      node("section", { class: "verdict verdict-" + seen.verdict, "data-summary": seen.summary }, node("h2", {}, seen.title), p(seen.says),
        ...(seen.verdict === "hold" || seen.verdict === "stop" ? [node("p", {}, "Something else first? ", node("a", { href: "/exercises" }, "Ten quiet minutes"))] : []),
        ...(seen.unmarked.length ? [node("p", { class: "note" }, node("a", { href: "#unmarked" }, "Something is not marked, because you said so."))] : [])),
      node("h2", {}, "Your words"),
      node("p", { class: "draft card" }, ...seen.text.flatMap(piece)),
    );
    if (seen.findings.length) {
      all.push(node("h2", {}, "What the marked places do"), node("ol", { class: "findings" }, ...seen.findings.map((f) => finding(f, set))));
    }
    if (seen.unmarked.length) {
      all.push(node("h2", { id: "unmarked" }, "Not marked, because you said so"), node("ul", { class: "given-list" }, ...seen.unmarked.map(unmarked)), ...kept(set));
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

  const kept = (set) => "in" in set
    ? [node("p", { class: "note" }, "What holds for all your drafts is kept in ", node("a", { href: "/place/unmarked" }, "your place"), ".")] : [];

  const ways = (f, set) => f.ways.length
    ? node("details", { class: "unmark" },
      node("summary", {}, "Don’t mark this", node("span", { class: "visually-hidden" }, ": note " + f.number)),
      node("ul", {}, ...f.ways.map(({ says, field }) =>
        node("li", {}, node("button", { class: "link", form: "draft", name: "dismiss", value: field }, says)))),
      ...kept(set))
    : p("This stays marked, because somebody may come to harm. The words can be changed.", "note");

  const unmarked = ({ quote, says, field, kept: all }) => node("li", {},
    node("p", {}, (quote ? "“" + quote + "”, " : "") + says, ...(all ? [" ", node("small", {}, "in all your drafts")] : [])), " ",
    node("button", { class: "link", form: "draft", name: "undo", value: field }, "Mark it again",
      node("span", { class: "visually-hidden" }, ": " + (quote ? quote + ", " : "") + says)));

  const finding = (f, set) => node("li", { id: "note-" + f.number },
    node("span", { class: "number", "aria-hidden": "true" }, String(f.number)),
    node("div", {}, heading(f, "(perhaps; we are not sure)"), node("q", {}, f.quote), p(f.reason),
      ...(f.hint ? [p(f.hint, "hint")] : []), ...(f.source ? [p(f.source, "source")] : []), ways(f, set)));

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
