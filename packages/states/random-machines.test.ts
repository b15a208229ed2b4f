import { StateError } from "@batchline/state-machines";
import { interpret } from "@batchline/state-machines/testing";
import { expect } from "chai";
import fc from "fast-check";
import { build } from "./build.ts";
import { type Block, type Expr, lambdaFunction, machine } from "./index.ts";

/** A number computed from a constant and two of the values that are visible. */
interface Sum {
  readonly constant: number;
  readonly picks: readonly [number, number];
}
/** A small program: each step adds one number to those that are visible after it. */
type Step =
  | { readonly kind: "pass" | "task" | "fail"; readonly sum: Sum }
  | {
      readonly kind: "choice" | "attempt" | "parallel" | "map";
      readonly sum: Sum;
      readonly first: Program;
      readonly second: Program;
    };
interface Program {
  readonly steps: readonly Step[];
  readonly result: Sum;
}

const sum: fc.Arbitrary<Sum> = fc.record({
  constant: fc.integer({ min: -9, max: 9 }),
  picks: fc.tuple(fc.nat(9), fc.nat(9)),
});
const { whole } = fc.letrec<{ whole: Program; program: Program; step: Step }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constantFrom("pass", "task", "pass", "task", "fail" as const), sum }),
    fc.record({
      kind: fc.constantFrom("choice", "attempt", "parallel", "map" as const),
      sum,
      first: tie("program"),
      second: tie("program"),
    }),
  ),
  program: fc.record({ steps: fc.array(tie("step"), { maxLength: 3 }), result: sum }),
  whole: fc.record({ steps: fc.array(tie("step"), { minLength: 1, maxLength: 4 }), result: sum }),
}));

class Failure extends Error {}

/** The result of the program, evaluated directly. */
function direct(program: Program, outer: readonly number[]): number {
  const visible = [...outer];
  for (const step of program.steps) visible.push(directStep(step, visible));
  return directSum(program.result, visible);
}

function directStep(step: Step, visible: readonly number[]): number {
  const given = directSum(step.sum, visible);
  switch (step.kind) {
    case "pass":
      return given;
    case "task":
      return directTask(given);
    case "fail":
      if (given > 12) throw new Failure("too much");
      return given;
    case "choice":
      return given > 0 ? direct(step.first, visible) : direct(step.second, visible);
    case "attempt":
      try {
        return direct(step.first, visible);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return direct(step.second, visible);
      }
    case "parallel":
      return direct(step.first, visible) - direct(step.second, visible);
    case "map":
      return Array.from({ length: Math.abs(given) % 3 }, (_, i) =>
        direct(step.first, [...visible, i]),
      ).reduce((total, one) => total + one, 0);
  }
}

function directTask(given: number): number {
  if (given % 5 === 0) throw new Failure("divisible by five");
  return given + 1;
}

const directSum = ({ constant, picks: [a, b] }: Sum, visible: readonly number[]): number =>
  constant + (visible[a % visible.length] ?? 0) - (visible[b % visible.length] ?? 0);

const next = lambdaFunction<number, number>("arn:aws:lambda:::function:next");
const services = {
  invoke: ({ arguments: args }: { arguments: unknown }) => {
    try {
      return { Payload: directTask((args as { Payload: number }).Payload) };
    } catch (error) {
      throw new StateError("Failure", String(error));
    }
  },
};

/** Describes the same program to the builder. */
function describeProgram(
  block: Block,
  program: Program,
  outer: readonly Expr<number>[],
  name: string,
): Expr<number> {
  const visible = [...outer];
  program.steps.forEach((step, i) => {
    visible.push(describeStep(block, step, visible, `${name}.${i}`));
  });
  return describeSum(program.result, visible);
}

function describeStep(
  block: Block,
  step: Step,
  visible: readonly Expr<number>[],
  name: string,
): Expr<number> {
  const given = describeSum(step.sum, visible);
  switch (step.kind) {
    case "pass":
      return block.pass(name, given);
    case "task":
      return block.invoke(name, next, given);
    case "fail":
      block
        .choose(name)
        .when(given.gt(12), (then) => then.fail(`${name} fail`, { error: "Failure", cause: "too much" }));
      return given;
    case "choice":
      return block
        .choose(name)
        .when(given.gt(0), (then) => describeProgram(then, step.first, visible, `${name}a`))
        .otherwise((otherwise) => describeProgram(otherwise, step.second, visible, `${name}b`));
    case "attempt":
      return block.attempt(
        name,
        (body) => {
          body.invoke(`${name} sure`, next, 1);
          return describeProgram(body, step.first, visible, `${name}a`);
        },
        (handler) => describeProgram(handler, step.second, visible, `${name}b`),
      );
    case "parallel": {
      const both = block.parallel(name, [
        (a) => describeProgram(a, step.first, visible, `${name}a`),
        (b) => describeProgram(b, step.second, visible, `${name}b`),
      ]);
      return both.at(0).minus(both.at(1));
    }
    case "map":
      return describeMap(block, step.first, given, visible, name);
  }
}

function describeMap(
  block: Block,
  body: Program,
  given: Expr<number>,
  visible: readonly Expr<number>[],
  name: string,
): Expr<number> {
  const indexes = block
    .choose(`${name} length`)
    .when(given.modulo(3).eq(0), () => [] as number[])
    .when(given.modulo(3).eq(1).or(given.modulo(3).eq(-1)), () => [0])
    .otherwise(() => [0, 1]);
  const results = block.map(name, indexes, (each, index) =>
    describeProgram(each, body, [...visible, index], `${name}i`),
  );
  return block.pass(`${name} sum`, results.at(0).orElse(0).plus(results.at(1).orElse(0)));
}

const describeSum = ({ constant, picks: [a, b] }: Sum, visible: readonly Expr<number>[]): Expr<number> => {
  const [first, second] = [visible[a % visible.length], visible[b % visible.length]];
  if (first === undefined || second === undefined) throw new Error("nothing is visible");
  return first.plus(constant).minus(second);
};

describe("random machines", () => {
  it("build, pass every check, and return the result of a direct evaluation", () =>
    fc.assert(
      fc.asyncProperty(whole, fc.integer({ min: -9, max: 9 }), async (program, n) => {
        const { asl } = build(
          machine<{ n: number }>((m) => {
            m.succeed("End", {
              result: describeProgram(m, program, [m.input.n, m.pass("one", 1 as number)], "s"),
            });
          }),
        );
        const outcome = await interpret(asl, { input: { n }, services });
        let expected: unknown;
        try {
          expected = { result: direct(program, [n, 1]) };
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(outcome).to.include({ error: "Failure" });
          return;
        }
        expect(outcome.output).to.deep.equal(expected, outcome.cause);
      }),
    )).timeout(60_000);
});
