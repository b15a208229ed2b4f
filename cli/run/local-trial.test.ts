import { expect } from "chai";
import * as z from "zod";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { lend } from "./local-trial.ts";

const tenant = (id: string, fields: Partial<DeployedTenant> = {}): DeployedTenant => ({
  ...{ id, name: id, weight: 1, data: { bucket: "data", prefix: `tenants/${id}/` }, workflows: {} },
  ...fields,
});
const report = { name: "report", params: z.object({ days: z.int().default(7) }) };
const demanding = { name: "demanding", params: z.object({ url: z.url() }) };
const blocks = (tenants: readonly DeployedTenant[]) => tenants.map(({ workflows }) => workflows.report);

describe("local run of a workflow without tenants", () => {
  const tenants = [tenant("acme", { paused: "moving" }), tenant("bolt"), tenant("cafe")];

  it("no option: the first tenant that is not paused, with the parameters' defaults", () => {
    const lent = lend([report], tenants);
    expect(blocks(lent.tenants)).to.deep.equal([undefined, { days: 7 }, undefined]);
    expect(lent.lines).to.deep.equal([
      "no tenant's file has a block workflows.report: this session runs it for bolt with its defaults",
    ]);
  });

  it("named tenants: these, with the defaults", () => {
    expect(blocks(lend([report], tenants, ["acme", "cafe"]).tenants)).to.deep.equal([
      { days: 7 },
      undefined,
      { days: 7 },
    ]);
  });

  it("a block in a tenant's file, or no tenants at all: nothing changes", () => {
    const own = [tenant("bolt"), tenant("cafe", { workflows: { report: { days: 1 } } })];
    expect(lend([report], own)).to.deep.equal({ tenants: own, lines: [] });
    expect(lend([report], [])).to.deep.equal({ tenants: [], lines: [] });
  });

  it("a parameter without a default: nothing changes, with a message", () => {
    const lent = lend([demanding], tenants);
    expect(lent.tenants).to.equal(tenants);
    expect(lent.lines).to.deep.equal([
      "no tenant's file has a block workflows.demanding, so it has nothing to do: add one",
    ]);
  });
});
