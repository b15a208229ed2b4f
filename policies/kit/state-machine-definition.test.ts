import { expect } from "chai";
import { readDefinition } from "./state-machine-definition.ts";

describe("readDefinition", () => {
  const inner = (name: string) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });

  it("states: all read, with the states around them", () => {
    const definition = readDefinition({
      QueryLanguage: "JSONata",
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            inner("Left"),
            { StartAt: "Each", States: { Each: { Type: "Map", ItemProcessor: inner("Item") } } },
          ],
        },
        Older: { Type: "Map", Iterator: inner("Entry") },
      },
    });
    expect(definition?.queryLanguage).to.equal("JSONata");
    expect(
      definition?.states.map(({ state, within }) => [state.name, ...within.map(({ type }) => type)]),
    ).to.deep.equal([
      ["Both"],
      ["Left", "Parallel"],
      ["Each", "Parallel"],
      ["Item", "Map", "Parallel"],
      ["Older"],
      ["Entry", "Map"],
    ]);
  });

  it("a malformed definition: undefined", () => {
    for (const text of ["", "{}", '{"States":[]}', '{"States":{"A":{}}}', undefined])
      expect(readDefinition(text)).to.equal(undefined);
  });
});
