// The service worker. Above stand the version, and what it keeps: files, by
// names that change with their content, and pages, as somebody without cookies
// gets them. No answer to anybody else is ever put into the cache.
"use strict";
const cacheName = "afterwards-" + version;

addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(cacheName);
  await Promise.all([...files, ...pages].map(async (address) => {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error("not there: " + address);
    await cache.put(address, answer);
  }));
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name !== cacheName) await caches.delete(name);
  }
})()));

const kept = async (address) => (await caches.match(address)) || Response.error();

const after = (milliseconds) => new Promise((_, reject) => { setTimeout(reject, milliseconds); });

// fresh asks the server, and takes the kept page where it does not answer soon.
const fresh = async (request, address) => {
  try {
    const answer = await Promise.race([fetch(request), after(4000)]);
    if (answer.status < 500) return answer;
  } catch {
    // the kept one will do
  }
  return kept(address);
};

// Words that another app shares wait here, in memory alone, for the page that
// they were shared to. It asks for them once.
let shared = "";
const takeShared = async (request) => {
  shared = String((await request.formData()).get("text") || "");
  setTimeout(() => { shared = ""; }, 60000);
  return Response.redirect("/check#shared", 303);
};
addEventListener("message", (event) => {
  if (event.data !== "shared") return;
  event.ports[0].postMessage(shared);
  shared = "";
});

// chooseHelp leads to the page of a country as the server does.
const chooseHelp = async (request) => {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const page = "/help/" + (await copy.formData()).get("country");
    return Response.redirect(pages.includes(page) ? page : "/help", 303);
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (pathname === "/check/shared") event.respondWith(takeShared(request));
    else if (pathname === "/help") event.respondWith(chooseHelp(request));
    return;
  }
  // Leave must reach the server as if none of this were here.
  if (request.method !== "GET" || pathname === "/leave" || pathname.startsWith("/api/")) return;
  if (files.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((file) => file || fetch(request)));
  } else if (pages.includes(pathname)) {
    event.respondWith(fresh(request, pathname));
  } else if (!pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => kept("/offline")));
  }
});
