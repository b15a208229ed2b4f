import { readFileSync } from "node:fs";
import { expect } from "chai";
import { contrast } from "../testing/contrast.ts";

const tokens = new Map(
  [
    ...readFileSync(`${import.meta.dirname}/tokens.css`, "utf8").matchAll(
      /--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g,
    ),
  ].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]),
);

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** What a reader must see: WCAG 2.2, 1.4.11 and 1.4.3. */
const least: Readonly<Record<string, readonly string[]>> = {
  3: [
    "succeeded",
    "failed",
    "running",
    "interrupted",
    "waiting",
    "line-strong",
    "stage-0",
    "stage-1",
    "stage-2",
    "stage-3",
    "stage-4",
    "area-line",
  ],
  4.5: [
    "ink",
    "ink-soft",
    "ink-faint",
    "accent",
    "failed-ink",
    "running-ink",
    "interrupted-ink",
    "succeeded-ink",
    "ceiling",
  ],
};

describe("the page's colours", () => {
  for (const theme of ["light", "dark"] as const) {
    for (const [ratio, names] of Object.entries(least)) {
      it(`have a contrast of ${ratio} to the ${theme} page where a reader needs it`, () => {
        const paper = tokens.get("paper")![theme];
        const low = names
          .map(
            (name) => `${name} ${contrast(channels(tokens.get(name)![theme]), channels(paper)).toFixed(2)}`,
          )
          .filter((found) => Number(found.split(" ")[1]) < Number(ratio));
        expect(low).to.deep.equal([]);
      });
    }
  }
});
