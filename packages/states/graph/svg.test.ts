import { expect } from "chai";
import fc from "fast-check";
import sax from "sax";
import { definition, name, statesOf } from "../testing/random-definition.ts";
import { allSequences } from "../testing/sequences.ts";
import { graphOf } from "./graph.ts";
import { overview } from "./overview.ts";
import { toSvg } from "./svg.ts";

const submit = (Next: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::batch:submitJob",
  Next,
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Stop" }],
});
const chain = {
  StartAt: "First",
  States: {
    First: submit("Second"),
    Second: submit("Third"),
    Third: submit("Done"),
    Stop: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:batch:terminateJob", Next: "Done" },
    Done: { Type: "Succeed" },
  },
};

interface Picture {
  readonly titles: readonly string[];
  /** The classes of each element, the ways on (`next`, `catch`) among them. */
  readonly classes: readonly string[];
  readonly elements: ReadonlySet<string>;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** Reads the picture as strict XML. */
function read(svg: string): Picture {
  const titles: string[] = [];
  const attributes: [string, string][] = [];
  const elements = new Set<string>();
  const parser = sax.parser(true);
  let open: string | undefined;
  parser.onopentag = ({ name, attributes: all }) => {
    elements.add(name);
    if (name === "title") open = "";
    attributes.push(...Object.entries(all).map(([key, value]): [string, string] => [key, String(value)]));
  };
  parser.ontext = (text) => {
    if (open !== undefined) open += text;
  };
  parser.onclosetag = () => {
    if (open !== undefined) titles.push(open);
    open = undefined;
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(svg).close();
  const classes = attributes.filter(([key]) => key === "class").map(([, value]) => value);
  return { titles, classes, elements, attributes };
}

/** XML 1.0 cannot hold some characters at all, and has one line break. */
const inXml = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])\p{Cc}(?<![\u007f-\u009f])|\ufffe|\uffff/gu, "\ufffd");

/** All that a picture consists of, whatever a state is called. */
const drawn = ["svg", "title", "desc", "style", "g", "path", "polygon", "ellipse", "text"];

describe("a graph as an SVG picture", () => {
  it("is well-formed whatever the names, and draws each state, frame and transition once", async () => {
    const property = fc.asyncProperty(definition, name, async (machine, title) => {
      const { root } = graphOf(machine);
      const { titles, elements, classes } = read(await toSvg({ root }, { title: `of ${title}` }));
      expect(titles).to.have.members([
        inXml(`of ${title}`),
        ...statesOf(machine).map(([state]) => inXml(state)),
      ]);
      expect(drawn).to.include.members([...elements]);
      const count = (word: string) => classes.filter((each) => each.split(" ").includes(word)).length;
      const states = statesOf(machine).map(([, state]) => state);
      const parallels = states.filter(({ Type }) => Type === "Parallel");
      const branches = parallels.map(({ Branches }) => (Branches as unknown[]).length).filter((n) => n > 1);
      expect(count("cluster")).to.equal(
        states.filter(({ Type }) => Type === "Map").length +
          parallels.length +
          branches.reduce((sum, each) => sum + each, 0),
      );
      const edges = allSequences(root).flatMap((sequence) => sequence.edges);
      expect(count("edge")).to.equal(edges.length);
      expect(count("catch")).to.equal(edges.filter(({ kind }) => kind === "catch").length);
    });
    // Graphviz takes its time.
    await fc.assert(property, { numRuns: Math.ceil((fc.readConfigureGlobal()?.numRuns ?? 20) / 2) });
  });

  it("draws caught errors dashed", async () => {
    const svg = await toSvg(graphOf(chain), { title: "x" });
    expect([...svg.matchAll(/<path[^>]*stroke-dasharray/g)]).to.have.length(3);
  });

  it("takes no name for Graphviz's escapes or for markup", async () => {
    const hostile = [
      "\\N \\G",
      '<b>"bold"</b>',
      "&lt;script&gt;&#60;script&#62;",
      '"]; n1 -> n2; x [label="',
      "<!-- --> <title>n2</title>",
      "]]></style><script>alert(1)</script>",
    ];
    const states = hostile.map((state) => [state, { Type: "Succeed" }] as const);
    const machine = { StartAt: hostile[0], States: Object.fromEntries(states) };
    const svg = await toSvg(graphOf(machine), { title: hostile.join() });
    const { titles, elements } = read(svg);
    expect(titles).to.have.members([hostile.join(), ...hostile]);
    expect(drawn).to.include.members([...elements]);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).to.include("\\N \\G").and.to.include("&amp;lt;script&amp;gt;&amp;#60;script&amp;#62;");
  });

  it("is the same for the same machine, whatever was drawn before", async () => {
    const first = await toSvg(graphOf(chain), { title: "x" });
    for (const machine of fc.sample(definition, 3)) {
      await toSvg(overview(graphOf(machine)), { title: "y" });
      expect(await toSvg(graphOf(chain), { title: "x" })).to.equal(first);
    }
  });

  it("says what it shows to those who cannot see it, and refers to nothing", async () => {
    const svg = await toSvg(graphOf(chain), { title: "A chain" });
    expect(svg).to.contain('role="img"').and.to.contain("<title>A chain</title>");
    expect(svg).to.contain("<desc>State machine: 5 states, from First, Second, Third, Stop, Done.</desc>");
    expect(svg).to.contain("@media (prefers-color-scheme: dark)");
    const { attributes } = read(svg);
    expect(attributes.filter(([key, value]) => /href|src/.test(key) || /url\(/.test(value))).to.deep.equal(
      [],
    );
    expect(svg).not.to.match(/@import|url\(/);
  });
});
