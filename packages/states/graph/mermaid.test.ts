import { expect } from "chai";
import fc from "fast-check";
import { definition, name, statesOf } from "../testing/random-definition.ts";
import { graphOf } from "./graph.ts";
import { toMermaid } from "./mermaid.ts";

/** The lines that Mermaid's grammar of flowcharts lets us write; a label is anything but quotes. */
const grammar = [
  /^flowchart TD$/,
  /^ {2}acc(Title|Descr): [^"#;{}\n]+$/,
  /^ *n\d+(\["[^"]+"\]|\(\["[^"]+"\]\)|\{\{"[^"]+"\}\}|\[\["[^"]+"\]\])$/,
  /^ *n\d+ (-->|-\.->)(\|"[^"]+"\|)? n\d+$/,
  /^ *subgraph n\d+(b\d+)?\["[^"]+"\]$/,
  /^ *direction TB$/,
  /^ *end$/,
  /^ {2}classDef (task|choice|wait|pass|succeed|fail|recovery|bound) [a-z0-9:#, -]+$/,
  /^ {2}class n\d+(,n\d+)* (task|choice|wait|pass|succeed|fail|recovery|bound)$/,
];

/** What Mermaid shows for a label. */
const shown = (label: string) => label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

/** What is to be shown for a name: on one line, and of what Unicode has. */
const normal = (text: string) => text.replace(/\s+/gu, " ").trim().toWellFormed() || "\u00a0";

describe("a graph as Mermaid text", () => {
  it("is a flowchart with subgraphs, hexagons for choices and dotted lines for errors", () => {
    const text = toMermaid(
      graphOf({
        StartAt: "Any?",
        States: {
          "Any?": { Type: "Choice", Choices: [{ Condition: "{% $n > 0 %}", Next: "Each" }], Default: "None" },
          Each: {
            Type: "Map",
            ItemProcessor: {
              StartAt: "Both",
              States: {
                Both: {
                  Type: "Parallel",
                  Branches: [
                    { StartAt: "A", States: { A: { Type: "Succeed" } } },
                    { StartAt: "B", States: { B: { Type: "Wait", Seconds: 5, End: true } } },
                  ],
                  End: true,
                },
              },
            },
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "None" }],
            End: true,
          },
          None: { Type: "Fail", Error: "Nothing" },
        },
      }),
      { title: "example" },
    );
    expect(text.slice(0, text.indexOf("  classDef"))).to.equal(`flowchart TD
  accTitle: example
  n1(["Start"])
  n2{{"Any?"}}
  subgraph n3["Each"]
    direction TB
    n4(["Start"])
    subgraph n5["Both"]
      direction TB
      subgraph n5b1["Branch 1"]
        direction TB
        n6(["Start"])
        n7(["A"])
        n6 --> n7
      end
      subgraph n5b2["Branch 2"]
        direction TB
        n9(["Start"])
        n10["B<br/>5 s"]
        n11(["End"])
        n9 --> n10
        n10 --> n11
      end
    end
    n12(["End"])
    n4 --> n5
    n5 --> n12
  end
  n13(["None<br/>Nothing"])
  n14(["End"])
  n1 --> n2
  n2 -->|"$n #62; 0"| n3
  n2 -->|"Default"| n13
  n3 --> n14
  n3 -.->|"any error"| n13
`);
  });

  it("has only lines of the grammar, and every name whole", () => {
    fc.assert(
      fc.property(definition, name, (machine, title) => {
        const lines = toMermaid(graphOf(machine), { title: `of ${title}` })
          .trimEnd()
          .split("\n");
        for (const line of lines)
          expect(
            grammar.some((form) => form.test(line)),
            line,
          ).to.equal(true);
        const labels = lines.flatMap((line) => /^ *(?:subgraph )?n[\d]+\W+?"([^"]+)"/.exec(line)?.[1] ?? []);
        const names = labels.map((label) => shown(label.split("<br/>")[0] ?? ""));
        expect(names).to.include.members(statesOf(machine).map(([state]) => normal(state)));
      }),
    );
  });

  it("keeps Mermaid from reading a name as markup", () => {
    const label = (state: string) =>
      /n2\(\["(.*)"\]\)/.exec(
        toMermaid(graphOf({ StartAt: state, States: { [state]: { Type: "Succeed" } } })),
      )?.[1];
    expect(label("1. first")).to.equal("1#46; first");
    expect(label("- item")).to.equal("#45; item");
    expect(label("see http://x")).to.equal("see http#58;//x");
    expect(label("$$x$$")).to.equal("#36;$x#36;$");
    expect(label("a\\nb")).to.equal("a#92;nb");
    // Mermaid takes the last semicolon from such a line before it parses it.
    expect(label('style: "x"')).to.equal("style#58; #34;x#34;");
  });
});
