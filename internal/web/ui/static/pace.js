// Time and breath: a timer that fills a line, a circle that breathes, and a
// slider beside the box for a number. Without it the page says how long, and the
// button goes on. Nothing begins by itself, and nothing goes on by itself.
"use strict";
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const make = (tag, name, text) => {
    const e = document.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    return e;
  };

  // clock runs step(seconds gone) ten times a second while it is on the page,
  // and can be held. It goes by the time that has passed, so a phone that slept
  // is not behind.
  const clock = (box, total, words, step, over) => {
    const button = make("button", "button button-quiet", words);
    const status = make("p", "visually-hidden");
    button.type = "button";
    status.setAttribute("role", "status");
    box.append(button, status);
    let gone = 0;
    let since = 0;
    let timer = 0;
    const tick = () => {
      if (!box.isConnected) {
        clearInterval(timer);
        timer = 0;
        return;
      }
      const now = gone + (performance.now() - since) / 1000;
      if (now < total) {
        step(now);
        return;
      }
      clearInterval(timer);
      timer = gone = 0;
      over();
      button.textContent = "Once more";
      status.textContent = "The time is over. Go on when you like.";
    };
    button.addEventListener("click", () => {
      if (timer) {
        clearInterval(timer);
        timer = 0;
        gone += (performance.now() - since) / 1000;
        button.textContent = "Go on with it";
        return;
      }
      since = performance.now();
      timer = setInterval(tick, 100);
      button.textContent = "Pause";
      status.textContent = "";
      step(gone);
    });
  };

  const timer = (box) => {
    const total = Number(box.dataset.timer);
    const line = make("div", "pace-line");
    const fill = make("i");
    line.setAttribute("aria-hidden", "true");
    line.append(fill);
    box.append(line);
    const note = box.querySelector(".note");
    clock(box, total, "Begin the time", (now) => {
      // In steps where motion is not wanted.
      const part = still.matches ? Math.floor(now / total * 6) / 6 : now / total;
      fill.style.width = `${100 * part}%`;
    }, () => {
      fill.style.width = "100%";
      note.textContent = "The time is over. Go on when you like.";
    });
  };

  const breathe = (box) => {
    const [into, hold, out] = box.dataset.breathe.split(" ").map(Number);
    const round = into + hold + out;
    const rounds = Number(box.dataset.rounds);
    const air = make("div", "pace-air");
    const circle = make("i");
    const word = make("p", "pace-word");
    air.setAttribute("aria-hidden", "true");
    air.append(circle);
    box.append(air, word);
    const note = box.querySelector(".note");
    const size = (part) => { circle.style.transform = `scale(${0.45 + 0.55 * part})`; };
    const soft = (x) => (1 - Math.cos(Math.PI * x)) / 2;
    if (still.matches) air.hidden = true;
    clock(box, round * rounds, "Begin", (now) => {
      const at = now % round;
      const [name, begun, part] = at < into ? ["In", 0, soft(at / into)]
        : at < into + hold ? ["Hold", into, 1]
        : ["Out", into + hold, 1 - soft((at - into - hold) / out)];
      const said = `${name} … ${Math.floor(at - begun) + 1}`;
      if (word.textContent !== said) word.textContent = said;
      if (!still.matches) size(part);
      const left = rounds - Math.floor(now / round);
      const says = left === 1 ? "The last breath." : `${left} breaths left.`;
      if (note.textContent !== says) note.textContent = says;
    }, () => {
      size(0);
      word.textContent = "";
      note.textContent = "That is all. Go on when you like.";
    });
  };

  // The slider is a second way to the same number, for thumbs. Until it is
  // touched the number stays empty, because the middle is an answer too.
  const dial = (box) => {
    const number = box.querySelector("input[type=number]");
    const slider = make("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = 100;
    slider.value = number.value || 50;
    slider.tabIndex = -1;
    slider.setAttribute("aria-hidden", "true");
    slider.addEventListener("input", () => { number.value = slider.value; });
    slider.addEventListener("click", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value || 50; });
    number.after(slider);
  };

  const wake = (part) => {
    for (const [selector, start] of [["[data-timer]", timer], ["[data-breathe]", breathe], ["[data-dial]", dial]]) {
      for (const box of part.querySelectorAll(selector)) {
        if (box.dataset.awake) continue;
        box.dataset.awake = "yes";
        start(box);
      }
    }
  };
  document.addEventListener("shown", (event) => wake(event.detail));
  wake(document);
})();
