import { parseArgs } from "node:util";
import { caseOf } from "./requests.ts";
import { run } from "./run.ts";

const help = `Sends requests made from AWS's models to an embedded AWS: npm run test:fuzz -- [options]

  --seeds <count>  how many, 2000 unless given
  --first <seed>   the first one, 1 unless given
  --seed <seed>    one only, and shows its request

Example: npm run test:fuzz -- --seed 1149`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean" },
    /** Sends one seed's request, and shows it. */
    seed: { type: "string" },
    /** The number of seeds. */
    seeds: { type: "string", default: "2000" },
    first: { type: "string", default: "1" },
  },
});

if (values.help) {
  console.log(help);
  process.exit();
}
const first = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.seeds) : 1;
if (values.seed !== undefined) {
  const { name, request } = caseOf(first);
  const { body = "", headers = {} } = request;
  console.log(
    `${name}\n${request.method} ${request.path}\n${JSON.stringify(headers, undefined, 1)}\n\n${body.slice(0, 5000)}`,
  );
}
const passed = await run({
  ...{ first, count },
  report({ seed, name, what }) {
    console.log(
      `seed ${seed}, ${name}: ${what}\n  again: npm run test:fuzz -- --seed ${seed}; if that passes, --first ${first} --seeds ${seed - first + 1}`,
    );
  },
});
console.log(`${passed} passed, ${count - passed} failed`);
process.exitCode = passed === count ? 0 : 1;
