// Leaving: the link at the top, or Shift three times. Loaded before the page
// is drawn, so that it works from the first moment. Without it the link still
// leaves, and the server's answer still makes Back show nothing.
"use strict";
(() => {
  const root = document.documentElement;
  const target = "/leave";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("afterwards") : null;
  let left = false;

  // hide takes everything off the screen before anything else happens.
  const hide = () => {
    root.classList.add("gone");
    document.title = "New tab";
  };

  const leave = (tell) => {
    if (left) return;
    left = true;
    hide();
    if (document.body) document.body.replaceChildren();
    if (tell && channel) channel.postMessage("leave");
    location.replace(target);
  };

  if (channel) channel.onmessage = () => leave(false);

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-leave]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave(true);
  }, true);

  // Shift alone, three times, at most five seconds apart. Five times would open
  // a dialog of Windows. Shift that types a capital does not count.
  let presses = 0;
  let last = 0;
  let alone = false;
  const say = (text) => {
    const status = document.querySelector("[data-leave-status]");
    if (status) status.textContent = text;
  };
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) presses = 0;
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = now - last <= 5000 ? presses + 1 : 1;
    last = now;
    if (presses >= 3) leave(true);
    else if (presses === 2) say("Press Shift once more to leave.");
  }, true);

  // A page that the browser keeps for Back is kept hidden. When it comes back
  // it asks whether this visit still goes on, and shows itself only then.
  addEventListener("pagehide", () => root.classList.add("gone"));
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) {
      if (!left) root.classList.remove("gone");
      return;
    }
    try {
      if (left) throw new Error("left");
      const body = new URLSearchParams({ visit: root.dataset.visit || "" });
      const answer = await fetch("/visit", { method: "POST", body, cache: "no-store" });
      if (answer.status !== 204) throw new Error("left");
      root.classList.remove("gone");
    } catch {
      if (document.body) document.body.replaceChildren();
      location.replace("/");
    }
  });
})();
