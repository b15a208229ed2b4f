import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

const states = 200;

/** Time to type-check a machine of 200 states, divided by the time for a machine of one state. */
export async function tscStates() {
  // In the checkout, where the compiler finds the packages.
  const folder = await mkdtemp(join(process.cwd(), "bench", "tsc-states-"));
  try {
    const [small, large] = await Promise.all(
      [1, states].map(async (count) => {
        const file = join(folder, `machine-${count}.ts`);
        await writeFile(file, source(count));
        return file;
      }),
    );
    if (small === undefined || large === undefined) throw new RangeError("there are two files");
    secondsToCheck(small);
    const [one, many] = [secondsToCheck(small), secondsToCheck(large)];
    return {
      states,
      secondsForOneState: one,
      secondsForAll: many,
      allOverOne: many / one,
      addedSeconds: many - one,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function secondsToCheck(file: string): number {
  const configuration = ts.getParsedCommandLineOfConfigFile(
    "tsconfig.json",
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const begin = performance.now();
  const program = ts.createProgram([file], configuration?.options ?? {});
  const [problem] = ts.getPreEmitDiagnostics(program);
  if (problem !== undefined) throw new TypeError(ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
  return (performance.now() - begin) / 1000;
}

/** Each state uses the result of the one before, so that types pass through all of them. */
function source(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const before = i === 0 ? "m.input.n" : `s${i - 1}.n`;
    return `  const s${i} = m.invoke("State ${i}", fn, { n: ${before}.plus(1), note: text\`\${${before}}\` });`;
  });
  return `import { lambdaFunction, machine, text, token } from "@batchline/states";
const fn = lambdaFunction<{ n: number; note?: string }, { n: number; deep: { list: string[] } }>(token("fn"));
export const built = machine<{ n: number }>((m) => {
${lines.join("\n")}
  m.succeed("Done", s${count - 1}.deep.list.count());
});
`;
}
