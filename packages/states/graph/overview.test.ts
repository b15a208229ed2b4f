import { expect } from "chai";
import fc from "fast-check";
import { definition } from "../testing/random-definition.ts";
import { allNodes, allSequences, edgeLines } from "../testing/sequences.ts";
import { graphOf } from "./graph.ts";
import { omission } from "./model.ts";
import { overview } from "./overview.ts";

const pass = (Next?: string) => ({ Type: "Pass", ...(Next === undefined ? { End: true } : { Next }) });
const task = (Next: string | undefined, caught?: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  ...(Next === undefined ? { End: true } : { Next }),
  ...(caught !== undefined && { Catch: [{ ErrorEquals: ["States.ALL"], Next: caught }] }),
});

describe("the overview of a machine", () => {
  it("leaves out states that only carry data", () => {
    const graph = overview(
      graphOf({ StartAt: "Set", States: { Set: pass("Work"), Work: task("Result"), Result: pass() } }),
    );
    expect(edgeLines(graph.root)).to.deep.equal(["Start -> Work", "Work -> End"]);
    expect(omission(graph)).to.equal("Simplified: 2 Pass states left out.");
  });

  it("keeps them where there is nothing else", () => {
    const graph = overview(graphOf({ StartAt: "Hello", States: { Hello: pass("World"), World: pass() } }));
    expect(edgeLines(graph.root)).to.deep.equal(["Start -> Hello", "Hello -> World", "World -> End"]);
    expect(omission(graph)).to.equal(undefined);
  });

  const recovery = { Ask: task("Undo"), Undo: task("Tell", "Tell"), Tell: task("Broken") };

  it("draws what only an error leads to as one node, and keeps how it ends", () => {
    const graph = overview(
      graphOf({
        StartAt: "Submit",
        States: {
          Submit: task("Run", "Ask"),
          Run: task(undefined, "Ask"),
          ...recovery,
          Broken: { Type: "Fail" },
        },
      }),
    );
    expect(edgeLines(graph.root)).to.deep.equal([
      "Start -> Submit",
      "Submit -> Run",
      "Submit -(any error)-> Recovery",
      "Run -> End",
      "Run -(any error)-> Recovery",
      "Recovery -> Broken",
    ]);
    expect(omission(graph)).to.equal("Simplified: 3 states of error recovery drawn as Recovery.");
  });

  it("takes a choice that joins a recovery for part of how errors are handled", () => {
    const choice = { Type: "Choice", Choices: [{ Condition: "{% $ok %}", Next: "Fine" }], Default: "Ask" };
    const graph = overview(
      graphOf({
        StartAt: "Submit",
        States: {
          Submit: task("Run", "Ask"),
          Run: task("Well?", "Ask"),
          "Well?": choice,
          ...recovery,
          Broken: { Type: "Fail" },
          Fine: { Type: "Succeed" },
        },
      }),
    );
    expect(edgeLines(graph.root)).to.include.members(["Well? -[Default]-> Recovery", "Well? -[$ok]-> Fine"]);
  });

  it("keeps a short recovery, and an alternative that an error leads to as well", () => {
    const short = { A: task(undefined, "B"), B: task("C"), C: task(undefined) };
    expect(edgeLines(overview(graphOf({ StartAt: "A", States: short })).root)).to.include("B -> C");
    const alternative = {
      "Which?": { Type: "Choice", Choices: [{ Condition: "{% $fast %}", Next: "Fast" }], Default: "B" },
      Fast: task(undefined, "B"),
      B: task("C"),
      C: task("D"),
      D: task(undefined),
    };
    const { root } = overview(graphOf({ StartAt: "Which?", States: alternative }));
    expect(edgeLines(root)).to.include.members(["Which? -[Default]-> B", "B -> C", "C -> D"]);
  });

  it("has no edge that leads nowhere, and accounts for every state", () => {
    fc.assert(
      fc.property(definition, (machine) => {
        const whole = graphOf(machine);
        const graph = overview(whole);
        for (const { nodes, edges } of allSequences(graph.root)) {
          const ids = nodes.map(({ id }) => id);
          expect(ids).to.include.members(edges.flatMap(({ from, to }) => [from, to]));
        }
        const states = (root: typeof whole.root) =>
          allNodes(root).filter(({ kind }) => !["Start", "End", "Recovery"].includes(kind)).length;
        const { passes, recovery } = graph.omitted!;
        expect(states(graph.root) + passes + recovery).to.equal(states(whole.root));
      }),
    );
  });
});
