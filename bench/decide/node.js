// Answers once, and then times turns: for each line of input, which is how many
// nanoseconds a turn lasts, it prints how many one situation took of the
// processor's time.
const { Engine } = require("json-rules-engine");
const { rules, situations } = require("./task.json");

const engine = new Engine(rules, { allowUndefinedFacts: true });

async function main() {
  const held = [];
  for (const facts of situations) {
    const { events } = await engine.run(facts);
    held.push(events.map((event) => event.params.rule));
  }
  console.log(JSON.stringify(held));
  for await (const line of require("readline").createInterface({ input: process.stdin })) {
    const start = process.cpuUsage();
    let took = 0;
    let n = 0;
    while (n === 0 || took < Number(line)) {
      for (const facts of situations) {
        await engine.run(facts);
      }
      n += situations.length;
      const worked = process.cpuUsage(start);
      took = (worked.user + worked.system) * 1000;
    }
    console.log(took / n);
  }
}

main();
