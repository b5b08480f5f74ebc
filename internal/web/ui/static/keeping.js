// Small help for the pages that keep things. All of them work without it.
"use strict";
(() => {
  // The link that loads a page with readable fields becomes a switch.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-letters]");
    if (!link) return;
    event.preventDefault();
    const show = link.dataset.letters === "show";
    for (const field of link.closest("form").querySelectorAll("[data-secret]")) field.type = show ? "text" : "password";
    link.dataset.letters = show ? "hide" : "show";
    link.textContent = show ? "Hide what I type" : "Show what I type";
  }, true);

  // An entry gets the day and hour of the clock it was written by.
  document.addEventListener("submit", (event) => {
    const zone = event.target.querySelector("input[data-zone]");
    if (zone) zone.value = String(-new Date().getTimezoneOffset());
    const place = event.target.querySelector("input[data-zone-name]");
    if (place && !place.value) place.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }, true);
})();
