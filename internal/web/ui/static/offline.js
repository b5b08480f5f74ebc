// Working without the network: a service worker that keeps the files of the
// pages, the empty check page and Help. It keeps nothing that anybody wrote, and
// Leave takes it away with the rest.
"use strict";
(() => {
  if (!("serviceWorker" in navigator)) return;
  const rule = { createScriptURL: () => "/service-worker.js" };
  const policy = "trustedTypes" in window ? trustedTypes.createPolicy("offline", rule) : rule;
  addEventListener("load", () => {
    navigator.serviceWorker.register(policy.createScriptURL(""), { updateViaCache: "none" }).catch(() => {});
  });

  // Words shared from another app wait in the memory of the service worker for
  // the page that they were shared to.
  const box = document.querySelector("#text");
  const keeper = navigator.serviceWorker.controller;
  if (location.hash !== "#shared" || !box || !keeper) return;
  history.replaceState(null, "", location.pathname);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (!data || box.value) return;
    box.value = data;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.form.elements.purpose.focus();
  };
  keeper.postMessage("shared", [port2]);
})();
