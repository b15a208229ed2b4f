import { readdir, readFile } from "node:fs/promises";
import type { Json, JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { interpret, type Service } from "@batchline/state-machines/testing";
import type { MachineDeclaration } from "@batchline/states";
import { build } from "@batchline/states/build";
import { FakeBatch } from "@batchline/states/testing";
import { expect } from "chai";
import * as step01 from "./states-tutorial/step-01-a-machine.ts";
import * as step02 from "./states-tutorial/step-02-expressions.ts";
import * as step03 from "./states-tutorial/step-03-optional-fields.ts";
import * as step04 from "./states-tutorial/step-04-choices.ts";
import * as step05 from "./states-tutorial/step-05-maps.ts";
import * as step06 from "./states-tutorial/step-06-parallel.ts";
import * as step07 from "./states-tutorial/step-07-failures.ts";
import * as step08 from "./states-tutorial/step-08-retries.ts";
import * as step09 from "./states-tutorial/step-09-waiting.ts";
import * as step10 from "./states-tutorial/step-10-batch-chains.ts";
import * as step11 from "./states-tutorial/step-11-distributed-maps.ts";

/** Token of a function's ARN → the function. */
const functions: Readonly<Record<string, (payload: JsonObject, call: number) => Json>> = {
  priceFunction: ({ sku, count = 1, coupon }) => {
    if (sku === "none") throw new StateError("PriceError", "no such sku: none");
    if (sku === "slow") throw new StateError("States.Timeout", "");
    return { euros: (sku === "gold" ? 120 : sku === "gift" ? 0 : 10) * Number(count) - (coupon ? 1 : 0) };
  },
  stockFunction: () => 3,
  reserveFunction: (_, call) => ({ id: `r${call}` }),
  payFunction: ({ reservation }) => {
    if (reservation === "r1") throw new StateError("ReservationExpired", "too late");
    return { receipt: `for ${String(reservation)}` };
  },
};

/** The name of the token in place of the ARN. */
const tokenIn = (functionName: string) => functionName.slice(2, -1);

const invoke: Service = ({ arguments: args }, call) => {
  const { FunctionName, Payload } = args as { FunctionName: string; Payload: JsonObject };
  const answer = functions[tokenIn(FunctionName)];
  if (answer === undefined) throw new TypeError(`the tutorial has no function ${FunctionName}`);
  return { Payload: answer(Payload, call) };
};

const run = <I>(declaration: MachineDeclaration<I>, input: Json, services = {}) =>
  interpret(build(declaration).asl, { input, services: { invoke, ...services } });

describe("the tutorial", () => {
  it("1: calls a function", async () => {
    expect((await run(step01.order, { sku: "a" })).output).to.deep.equal({ euros: 10 });
  });

  it("2: computes with results", async () => {
    const { output } = await run(step02.order, { sku: "a", count: 3 });
    expect(output).to.deep.equal({ each: 10, says: "3 of a cost 30 euros" });
  });

  it("3: handles absent values", async () => {
    expect((await run(step03.order, { sku: "a" })).output).to.deep.equal({ euros: 10, reduced: false });
    const { output } = await run(step03.order, { sku: "a", count: 2, coupon: "x" });
    expect(output).to.deep.equal({ euros: 19, reduced: true });
  });

  it("4: decides", async () => {
    expect((await run(step04.order, { sku: "gold" })).output).to.deep.equal({ total: 120, by: "courier" });
    expect((await run(step04.order, { sku: "a" })).output).to.deep.equal({ total: 15, by: "post" });
    expect(await run(step04.order, { sku: "gift" })).to.include({ error: "NotForSale", cause: "gift" });
  });

  it("5: maps arrays", async () => {
    const lines = [
      { sku: "a", count: 1 },
      { sku: "gold", count: 2 },
    ];
    expect((await run(step05.order, { lines })).output).to.deep.equal({ euros: 250, big: ["gold"] });
  });

  it("6: does two things at once", async () => {
    expect((await run(step06.order, { sku: "a" })).output).to.deep.equal({ euros: 10, inStock: true });
  });

  it("7: catches what fails", async () => {
    expect((await run(step07.order, { sku: "a" })).output).to.equal(10);
    expect((await run(step07.order, { sku: "slow" })).output).to.equal(9.99);
    expect((await run(step07.order, { sku: "none" })).output).to.equal(0);
  });

  it("8: retries a whole block", async () => {
    let call = 0;
    const services: Record<string, Service> = {
      invoke: (request) => {
        const { FunctionName } = request.arguments as { FunctionName: string };
        if (tokenIn(FunctionName) === "reserveFunction") call += 1;
        return invoke(request, call);
      },
    };
    const paid = await run(step08.order, { sku: "a" }, services);
    expect(paid).to.deep.include({ output: "for r2", elapsedSeconds: 10 });
  });

  it("9: waits for a person and until a time", async () => {
    const services = (answer: boolean): Record<string, Service> => ({
      "sendMessage.waitForTaskToken": () => answer,
    });
    const input = { id: "o1", shipAt: "2026-01-02T00:00:00Z" };
    expect((await run(step09.order, input, services(false))).output).to.equal("declined");
    expect(await run(step09.order, input, services(true))).to.deep.include({
      output: "shipped",
      elapsedSeconds: 86_400,
    });
  });

  it("10: runs chains of Batch jobs", async () => {
    const batch = new FakeBatch();
    const input = { day: "2026-01-01", chunks: 5 };
    const { output } = await run(step10.importCatalog, input, batch.services);
    expect(output).to.deep.equal({ fetch: "id-fetch", download: "id-download", rescale: "id-rescale" });
    const failing = new FakeBatch();
    failing.failing.download = { reason: "no disk" };
    const failed = await run(step10.importCatalog, input, failing.services);
    expect(failed).to.include({ error: "ImportFailed", cause: "download: no disk" });
  });

  it("11: maps a file in S3, with the rights for it", () => {
    const built = build(step11.repriceAll);
    expect(built.tokens).to.deep.equal(["bucket", "priceFunction"]);
    const values = {
      bucket: "shop",
      priceFunction: "arn:aws:lambda:eu-central-1:111122223333:function:price",
    };
    const rights = built.permissions(values, "arn:aws:states:eu-central-1:111122223333:stateMachine:reprice");
    expect(rights.flatMap(({ Action }) => Action)).to.include.members([
      "s3:GetObject",
      "states:StartExecution",
    ]);
  });

  it("is on its page, unchanged and in order", async () => {
    const page = await readFile("docs/states-tutorial.md", "utf8");
    const shown = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
    const folder = "docs/states-tutorial";
    const files = (await readdir(folder)).sort();
    const steps = files.map((file) => readFile(`${folder}/${file}`, "utf8"));
    expect(shown).to.deep.equal(await Promise.all(steps));
  });
});
