// The worker that looks at drafts on this device. What stands above is Go's own
// starter for such programs; this part fetches the checker, starts it, and hands
// it one draft after the other. Nothing that it is given leaves it but the answer.
"use strict";
(() => {
  const get = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error("not there: " + address);
    return answer;
  };
  const bytes = async (address) => new Uint8Array(await (await get(address)).arrayBuffer());

  const start = async ({ engine, acts, model, sources }) => {
    const go = new Go();
    let program;
    [program, globalThis.acts, globalThis.model, globalThis.sources] = await Promise.all([
      WebAssembly.instantiateStreaming(get(engine), go.importObject),
      bytes(acts), bytes(model), get(sources).then((answer) => answer.json()),
    ]);
    go.run(program.instance).then(() => postMessage({ failed: true })); // it never ends by itself
    postMessage({ ready: true });
  };

  onmessage = async ({ data }) => {
    try {
      if (data.engine) await start(data);
      else postMessage({ number: data.number, seen: globalThis.checker.look(data.purpose, data.text, data.carried, data.kept, data.in) });
    } catch {
      postMessage({ failed: true });
    }
  };
})();
