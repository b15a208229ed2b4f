import { expect } from "chai";
import { build } from "./build.ts";
import { type Block, type Expr, lambdaFunction, type Machine, machine, token } from "./index.ts";
import { problemsOf } from "./testing/problems.ts";

type Input = { readonly list: readonly number[]; readonly arn: string };
const built = (describe: (m: Machine<Input>) => void) => build(machine<Input>(describe));

const batchChain = (stages: Parameters<Block["batchChain"]>[1]) =>
  built((m) => void m.batchChain("Run", stages, { jobQueue: "q", size: 1 }));
const stage = { jobDefinition: "d" };
const calls = (arn: (m: Machine<Input>) => Expr<string>) =>
  built((m) => void m.invoke("Call", lambdaFunction<unknown, unknown>(arn(m)), {}));
const passes = (use: (input: Expr<{ readonly arn: string }>) => unknown) =>
  built((m) => void m.pass("Pass", use(m.input) as string));
const tokens = `Use an ARN, a URL or a name: no spaces, quotes, braces, backslashes or percent signs.`;

/** The problems that do not come from a check of the whole machine. */
const messages: readonly [act: () => unknown, message: string][] = [
  [
    () =>
      built((m) => {
        m.succeed("End");
        m.pass("Late", 1);
      }),
    'state "Late": BL-S003: nothing reaches it, because the states before it always end. Remove it, or move it before the state that ends the block.',
  ],
  [
    () => built((m) => void m.map("Each", m.input.list, () => void m.pass("Wrong", 1))),
    'state "Wrong": BL-S006: it was added to the block around the one being described. Use the block that the callback receives.',
  ],
  [
    () =>
      built((m) => {
        let kept: Block | undefined;
        m.map("Each", m.input.list, (each) => {
          kept = each;
        });
        kept?.pass("Wrong", 1);
      }),
    'state "Wrong": BL-S006: it was added to a block that has been described already. Use the block that the callback receives.',
  ],
  [
    () =>
      batchChain({
        a: { ...stage, needs: Array.from({ length: 21 }, (_, i) => `s${i}`) },
        ...Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`s${i}`, stage])),
      }),
    'state "Run": BL-S010: stage "a" needs 21 stages; Batch allows 20. Make it smaller.',
  ],
  ...(
    [
      [() => 1, "a function is not JSON"],
      [new Date(0), "an instance of Date is not JSON"],
      [Number.NaN, "JSON has no number NaN"],
      [1n, "a bigint is not JSON"],
      [[undefined], "undefined is not a value, at 0"],
    ] as const
  ).map(
    ([given, what]) =>
      [
        () => passes(() => given),
        `BL-S013: ${what}. Use null, booleans, finite numbers, strings, arrays, plain objects and expressions.`,
      ] as [() => unknown, string],
  ),
  [
    () => {
      const itself: { self?: unknown } = {};
      itself.self = itself;
      passes(() => itself);
    },
    "BL-S013: the value contains itself, at self. Use null, booleans, finite numbers, strings, arrays, plain objects and expressions.",
  ],
  ...(
    [
      [(input) => `${input.arn}`, "it has no string or number before the machine runs"],
      [(input) => ({ ...input }), "its keys are not known before the machine runs, so it cannot be spread"],
      [(input) => [...input.arn], "it cannot be iterated before the machine runs"],
      [(input) => "a" in input, "whether it has a is not known before the machine runs"],
      [(input) => Object.assign(input, { a: "" }), "its property a cannot be set"],
    ] as readonly [(input: { readonly arn: string }) => unknown, string][]
  ).map(
    ([use, what]) =>
      [
        () => passes(use as never),
        `BL-S014: an expression was used as a value: ${what}. Use text\`…\` for strings and the expression's own methods for everything else.`,
      ] as [() => unknown, string],
  ),
  [
    () => passes(({ arn }) => (arn as unknown as { reverse(): unknown }).reverse()),
    'BL-S015: an expression has no operation "reverse". See the operations in docs/states-reference.md.',
  ],
  [
    () => calls(() => token("a b")),
    'BL-S016: "a b" is not a valid name for a token. Use letters, digits, _ . and -, and start with a letter.',
  ],
  [
    () => calls(() => token("fn")).definition({}),
    'BL-S016: the token "fn" has no value. Give each token of the machine one non-empty string.',
  ],
  [
    () => calls(() => token("fn")).definition({ fn: "a b" }),
    `BL-S016: the token "fn" has the value "a b". ${tokens}`,
  ],
  [
    () => calls(() => token("fn")).definition({ fn: "arn", other: "x" }),
    'BL-S016: the machine has no token "other"; it has "fn". Give each token of the machine one non-empty string.',
  ],
  [
    () =>
      built(
        (m) => void m.sqs.sendMessage("Send", { QueueUrl: "arn:aws:sqs:::queue", MessageBody: "b" }),
      ).permissions({}),
    'BL-S016: "arn:aws:sqs:::queue" is not the URL of an SQS queue. Use https://sqs.<region>.amazonaws.com/<account>/<queue>.',
  ],
  [() => batchChain({}), `state "Run": BL-S017: the chain has no stages. Correct the stages' needs.`],
  [
    () => batchChain({ a: { ...stage, needs: ["z"] } }),
    `state "Run": BL-S017: stage "a" needs "z", which the chain does not have. Correct the stages' needs.`,
  ],
  [
    () => batchChain({ a: stage, b: { ...stage, needs: ["c"] }, c: { ...stage, needs: ["b"] } }),
    `state "Run": BL-S017: the stages "b", "c" need each other. Correct the stages' needs.`,
  ],
  [() => built(() => {}), "BL-S019: the machine has no states. Add a state or a branch."],
  [
    () => calls((m) => m.input.arn).permissions({}),
    'state "Call": BL-S020: its target is known only at run time. Use a token or a literal ARN for the target.',
  ],
  [
    () => built((m) => void m.distributedMap("Each", m.input.list, () => {})).permissions({}),
    `state "Each": BL-S020: it starts executions of the machine itself, but the machine's ARN is missing. Pass the machine's ARN to permissions, after the tokens' values.`,
  ],
];

describe("messages of the builder", () => {
  for (const [act, message] of messages) {
    it(message.slice(0, 100), () => {
      const placeless = problemsOf(act).map((problem) => problem.message.replace(/^\S+:\d+:\d+: /, ""));
      expect(placeless).to.deep.equal([message]);
    });
  }

  it("begin with the line that made the state", () => {
    const [problem] = problemsOf(() => built(() => void token("a b")));
    expect(problem?.message).to.match(/^packages\/states\/messages\.test\.ts:\d+:\d+: BL-S016: /);
  });

  it("are one message for all problems of a machine, under the first one's code", () => {
    const all = () =>
      built((m) => {
        m.pass("Same", 1);
        m.pass("Same", 2);
        m.pass("", 3);
      });
    expect(all)
      .to.throw(/BL-S001.*\n.*BL-S002/)
      .that.includes({ name: "InvalidMachineError", code: "BL-S001" });
    expect(problemsOf(all).map(({ name }) => name)).to.deep.equal(["DuplicateStateName", "InvalidStateName"]);
  });
});
