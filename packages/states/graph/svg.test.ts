import { expect } from "chai";
import fc from "fast-check";
import sax from "sax";
import { definition, name, statesOf } from "../testing/random-definition.ts";
import { hasCollisions } from "./collisions.ts";
import { graphOf } from "./graph.ts";
import { layoutOf, type PlacedSequence } from "./layout.ts";
import { overview } from "./overview.ts";
import type { Rectangle } from "./route.ts";
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

/** Reads the picture as strict XML: the text of each `title`, and every attribute. */
function read(svg: string): { titles: string[]; attributes: [name: string, value: string][] } {
  const titles: string[] = [];
  const attributes: [string, string][] = [];
  const parser = sax.parser(true);
  let open: string | undefined;
  parser.onopentag = ({ name, attributes: all }) => {
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
  return { titles, attributes };
}

/** XML 1.0 cannot hold some characters at all, and has one line break. */
const inXml = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])\p{Cc}(?<![\u007f-\u009f])|\ufffe|\uffff/gu, "\ufffd");

function placedSequences(sequence: PlacedSequence): PlacedSequence[] {
  const inner = sequence.nodes.flatMap((node) => node.inner);
  return [sequence, ...inner.flatMap((each) => placedSequences(each.sequence))];
}

/** To half a pixel. */
const isWithin = (a: Rectangle, b: Rectangle) =>
  a.x >= b.x - 0.5 &&
  a.y >= b.y - 0.5 &&
  a.x + a.width <= b.x + b.width + 0.5 &&
  a.y + a.height <= b.y + b.height + 0.5;

describe("a graph as an SVG picture", () => {
  it("is well-formed whatever the names, and has each whole", () => {
    fc.assert(
      fc.property(definition, name, (machine, title) => {
        const { titles } = read(toSvg(graphOf(machine), { title: `of ${title}` }));
        expect(titles).to.have.members([
          inXml(`of ${title}`),
          ...statesOf(machine).map(([state]) => inXml(state)),
        ]);
      }),
    );
  });

  it("puts no node over another or under an edge, and none outside of what it is in", () => {
    fc.assert(
      fc.property(definition, (machine) => {
        for (const placed of placedSequences(layoutOf(graphOf(machine).root))) {
          expect(hasCollisions(placed)).to.equal(false);
          const whole = { x: 0, y: 0, width: placed.width, height: placed.height };
          for (const node of placed.nodes) {
            expect(isWithin(node, whole)).to.equal(true);
            for (const { x, y, sequence } of node.inner) {
              const { width, height } = sequence;
              expect(isWithin({ x, y, width, height }, { ...node, x: 0, y: 0 })).to.equal(true);
            }
          }
        }
      }),
    );
  });

  it("draws the usual way as a straight line", () => {
    const { nodes } = layoutOf(graphOf(chain).root);
    const middles = ["Start", "First", "Second", "Third", "Done"].map((each) => {
      const { x, width } = nodes.find(({ node }) => node.name === each)!;
      return x + width / 2;
    });
    expect(new Set(middles).size).to.equal(1);
  });

  it("is the same for the same machine, whatever was drawn before", () => {
    const first = toSvg(graphOf(chain), { title: "x" });
    fc.assert(
      fc.property(definition, (machine) => {
        toSvg(overview(graphOf(machine)), { title: "y" });
        expect(toSvg(graphOf(chain), { title: "x" })).to.equal(first);
      }),
    );
  });

  it("says what it shows to those who cannot see it, and refers to nothing", () => {
    const svg = toSvg(graphOf(chain), { title: "A chain" });
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
