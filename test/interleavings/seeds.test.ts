import { expect } from "chai";
import fc from "fast-check";
import { choicesOf, outcomeOf } from "./seed.ts";

const { numRuns = 20 } = fc.readConfigureGlobal() ?? {};
/** Few by day, as `npm run test:seeds` plays many. `npm run test:deep` plays others. */
const seeds = Array.from({ length: Math.ceil(numRuns / 20) }, (_, place) => 1_001 + place);

describe("planners, containers, closers and stops in random order", () => {
  it("leave a calm run exactly as it is", async () => {
    const { problems, log } = await outcomeOf([]);
    expect(problems).to.deep.equal([]);
    expect(log).to.have.length.above(200);
  });

  for (const seed of seeds)
    it(`end each item exactly once: seed ${seed}`, async () => {
      const { problems } = await outcomeOf(choicesOf(seed));
      expect(problems, `npm run test:seeds -- --seed ${seed}`).to.deep.equal([]);
    });

  it("are noticed when writes of records have no conditions", async () => {
    const { problems } = await outcomeOf(choicesOf(1_003), (operation, request) => {
      const { ConditionExpression: condition } = request;
      if (operation === "UpdateItem" && condition !== undefined)
        request.ConditionExpression = `(${condition}) OR attribute_not_exists(nothing)`;
    });
    expect(problems).not.to.deep.equal([]);
  });

  it("take the same steps each time", async () => {
    const choices = choicesOf(1_003).slice(0, 120);
    const [once, again] = [await outcomeOf(choices), await outcomeOf(choices)];
    expect(once.log).to.deep.equal(again.log);
  });
});
