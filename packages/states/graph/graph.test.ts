import { InvalidDefinitionError } from "@batchline/asl";
import { expect } from "chai";
import fc from "fast-check";
import { definition, statesOf } from "../testing/random-definition.ts";
import { allNodes, allSequences, edgeLines } from "../testing/sequences.ts";
import { graphOf } from "./graph.ts";
import type { Sequence } from "./model.ts";

const nodeLines = ({ nodes }: Sequence) =>
  nodes.map(({ kind, name, detail }) => [kind, name, ...(detail === undefined ? [] : [detail])].join(" | "));

describe("the graph of a definition", () => {
  it("has a node a state, with what it does in a few words", () => {
    const { root } = graphOf({
      StartAt: "Invoke",
      States: {
        Invoke: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken", Next: "Stop" },
        Stop: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:batch:terminateJob", Next: "Old" },
        Old: {
          Type: "Task",
          Resource: "arn:aws:lambda:eu-west-1:123456789012:function:resize:3",
          Next: "Hand",
        },
        Hand: {
          Type: "Task",
          Resource: "arn:aws:states:eu-west-1:123456789012:activity:check",
          Next: "Later",
        },
        Later: { Type: "Wait", Timestamp: "{% $when %}", Next: "Moment" },
        Moment: { Type: "Wait", SecondsPath: "$.pause", Next: "Give" },
        Give: { Type: "Pass", Next: "Broken" },
        Broken: { Type: "Fail", Error: "{% $error %}" },
        Fine: { Type: "Succeed" },
      },
    });
    expect(nodeLines(root)).to.deep.equal([
      "Start | Start",
      "Task | Invoke | lambda:invoke.waitForTaskToken",
      "Task | Stop | batch:terminateJob",
      "Task | Old | function resize",
      "Task | Hand | activity check",
      "Wait | Later | until $when",
      "Wait | Moment | $.pause seconds",
      "Pass | Give",
      "Fail | Broken | $error",
      "Succeed | Fine",
    ]);
  });

  it("labels what a choice goes by, and what is caught", () => {
    const { root } = graphOf({
      StartAt: "Size?",
      States: {
        "Size?": {
          Type: "Choice",
          Choices: [
            { Condition: "{% $size = 0 %}", Next: "None" },
            { Condition: "{% $size > 10000 %}", Comment: "too many", Next: "Work" },
          ],
          Default: "Work",
        },
        None: { Type: "Succeed" },
        Work: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Catch: [
            { ErrorEquals: ["States.Timeout", "Lambda.Unknown"], Next: "Work" },
            { ErrorEquals: ["States.ALL"], Next: "None" },
          ],
          End: true,
        },
      },
    });
    expect(edgeLines(root)).to.deep.equal([
      "Start -> Size?",
      "Size? -[$size = 0]-> None",
      "Size? -[too many]-> Work",
      "Size? -[Default]-> Work",
      "Work -> End",
      "Work -(States.Timeout, Lambda.Unknown)-> Work",
      "Work -(any error)-> None",
    ]);
  });

  it("has a sequence for a Map's iteration and one for each branch of a Parallel", () => {
    const step = { Type: "Pass", End: true };
    const { root } = graphOf({
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          MaxConcurrency: 5,
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED" },
            StartAt: "Both",
            States: {
              Both: {
                Type: "Parallel",
                Branches: [
                  { StartAt: "Left", States: { Left: step } },
                  { StartAt: "Right", States: { Right: step } },
                ],
                End: true,
              },
            },
          },
          Next: "Before 2022",
        },
        "Before 2022": { Type: "Map", Iterator: { StartAt: "One", States: { One: step } }, End: true },
      },
    });
    expect(allSequences(root).map(nodeLines)).to.deep.equal([
      ["Start | Start", "Map | Each | distributed, 5 at once", "Map | Before 2022", "End | End"],
      ["Start | Start", "Parallel | Both", "End | End"],
      ["Start | Start", "Pass | Left", "End | End"],
      ["Start | Start", "Pass | Right", "End | End"],
      ["Start | Start", "Pass | One", "End | End"],
    ]);
  });

  it("has every state exactly once", () => {
    fc.assert(
      fc.property(definition, (machine) => {
        const nodes = allNodes(graphOf(machine).root);
        const states = nodes.filter(({ kind }) => kind !== "Start" && kind !== "End");
        expect(states.map(({ name, kind }) => [name, kind])).to.deep.equal(
          statesOf(machine).map(([state, { Type }]) => [state, Type]),
        );
        expect(new Set(nodes.map(({ id }) => id)).size).to.equal(nodes.length);
      }),
    );
  });

  it("has an edge for every transition, between nodes of one sequence", () => {
    fc.assert(
      fc.property(definition, (machine) => {
        const sequences = allSequences(graphOf(machine).root);
        const edges = sequences.flatMap(({ nodes, edges }) =>
          edges.map(({ from, to, kind }) => {
            const nameOf = (id: string) => nodes.find((node) => node.id === id)!;
            return JSON.stringify([nameOf(from).name, kind, nameOf(to).name]);
          }),
        );
        const transitions = statesOf(machine).flatMap(([state, fields]) => {
          const {
            Next,
            End,
            Default,
            Choices = [],
            Catch = [],
          } = fields as {
            [field: string]: unknown;
            Choices?: { Next: string }[];
            Catch?: { Next: string }[];
          };
          return [
            ...(Next === undefined ? [] : [[state, "next", Next]]),
            ...(End === undefined ? [] : [[state, "next", "End"]]),
            ...Choices.map((rule) => [state, "choice", rule.Next]),
            ...(Default === undefined ? [] : [[state, "default", Default]]),
            ...Catch.map((catcher) => [state, "catch", catcher.Next]),
          ].map((transition) => JSON.stringify(transition));
        });
        const starts = sequences.map(({ nodes, edges }) =>
          JSON.stringify(["Start", "next", nodes.find(({ id }) => id === edges[0]?.to)?.name]),
        );
        expect(edges.sort()).to.deep.equal([...transitions, ...starts].sort());
      }),
    );
  });

  const broken: readonly [what: string, definition: unknown, code: string, path: string][] = [
    ["text", "{}", "BL-L002", "/"],
    ["no states", { StartAt: "A" }, "BL-L002", "/"],
    ["a lost start", { StartAt: "A", States: {} }, "BL-L006", "/StartAt"],
    ["no type", { StartAt: "A", States: { A: {} } }, "BL-L002", "/States/A/Type"],
    ["no way on", { StartAt: "A", States: { A: { Type: "Pass" } } }, "BL-L002", "/States/A"],
    [
      "a catch that leads out of an iteration",
      {
        StartAt: "A",
        States: {
          A: {
            Type: "Map",
            ItemProcessor: {
              StartAt: "B",
              States: { B: { Type: "Task", End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "A" }] } },
            },
            End: true,
          },
        },
      },
      "BL-L006",
      "/States/A/ItemProcessor/States/B/Catch[0]/Next",
    ],
  ];
  for (const [what, machine, code, path] of broken) {
    it(`refuses ${what}, and says where`, () => {
      try {
        graphOf(machine);
        expect.fail("it was accepted");
      } catch (error) {
        expect(error).to.be.instanceOf(InvalidDefinitionError);
        const [problem] = (error as InvalidDefinitionError).problems;
        expect(problem).to.include({ code, path });
      }
    });
  }
});
