import { build } from "../build.ts";
import { lambdaFunction, type Machine, machine } from "../index.ts";
import { onlyProblem } from "../testing/problems.ts";

interface Input {
  readonly n: number;
  readonly list: readonly number[];
}

const fn = lambdaFunction<{ readonly n: number }, { readonly n: number }>("arn:aws:lambda:::function:f");

/** Expects one problem, of this code, at this state. */
const refused = (code: string, state: string | undefined, describe: (m: Machine<Input>) => void) =>
  onlyProblem(code, state, () => build(machine<Input>(describe)));

describe("building a machine refuses", () => {
  it("limits that are passed", () => {
    refused("BL-S010", "Each", (m) => {
      m.map("Each", m.input.list, (each) => void each.pass("P", 1), { maxConcurrency: 41 });
    });
    refused("BL-S010", "Submit", (m) => {
      const size = { ArrayProperties: { Size: 1 } };
      m.submitJob("Submit", { JobName: "j", JobQueue: "q", JobDefinition: "d", ...size });
    });
    refused("BL-S010", undefined, (m) => void m.succeed("Big", { text: "x".repeat(1_100_000) }));
  });

  it("options that the Amazon States Language does not allow", () => {
    refused("BL-S009", "F", (m) => void m.invoke("F", fn, { n: 1 }, { timeoutSeconds: -1 }));
  });
});
