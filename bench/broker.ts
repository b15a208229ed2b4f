import type { GatewayResponse, Service } from "@batchline/embedded-aws/testing";
import { brokerHerd } from "../testing/worker/broker-herd.ts";
import { dataBucket, ended, startWorkerCloud } from "../testing/worker/cloud.ts";
import { CatalogImportParams } from "../workflows/catalog-import/params.ts";

const starts = 15;
const tenant = "acme-outdoor";
const prefix = `tenants/${tenant}/`;

/** What the broker adds to the start of a container, and whether a thousand containers get through when AWS throttles. */
export async function broker() {
  return { ...(await start()), herd: await herd() };
}

/**
 * Containers in processes of their own, each started twice: once the broker answers, once its answer is there already. Other work of the
 * machine makes starts only slower, so the best of each counts.
 */
async function start() {
  let calls = 0;
  let ready: GatewayResponse | undefined;
  let latest: GatewayResponse | undefined;
  const kept = (service: Service): Service => ({
    ...service,
    handle: async (request) => {
      if (service.signingName !== "lambda") return service.handle(request);
      calls++;
      latest = ready ?? (await service.handle(request));
      return latest;
    },
  });
  const feed = { url: "s3:///supplier/products.json", format: "json" };
  const params = CatalogImportParams.parse({ feed });
  const chunks = Array.from({ length: starts }, (_, index) => {
    return { index, tenant, part: 0, parts: 1, data: { bucket: dataBucket, prefix }, params };
  });
  const cloud = await startWorkerCloud({ workflow: "catalog-import", chunks, intercept: kept });
  const stage = "fetch";
  /** Milliseconds from the start of the process until the stage starts. */
  const started = async (index: number) => {
    const spawned = Date.now();
    const { log } = await ended(await cloud.start(stage, index));
    const [granted, line] = ["the broker granted a session", "started"].map((text) =>
      log.find(({ msg }) => msg === text),
    );
    if (line === undefined) throw new Error(`a container did not start: ${JSON.stringify(log)}`);
    if (ready === undefined) grantedAfter.push(Number(granted?.tookMs));
    return Date.parse(String(line.time)) - spawned;
  };
  const grantedAfter: number[] = [];
  const asked: number[] = [];
  const answered: number[] = [];
  try {
    await cloud.put(dataBucket, `${prefix}supplier/products.json`, "[]");
    for (let index = 0; index < starts; index++) {
      ready = undefined;
      asked.push(await started(index));
      await cloud.setRecord(index, stage, { status: "FAILED" });
      ready = latest;
      answered.push(await started(index));
    }
  } finally {
    await cloud.stop();
  }
  const [startMs, withoutMs] = [Math.min(...asked), Math.min(...answered)];
  return {
    callsOfTheFunction: calls / (2 * starts),
    /** From the request to the grant, as containers log it. They load the stage's code meanwhile. */
    grantedAfterMs: Math.min(...grantedAfter),
    /** By how much the stage starts later. */
    addedMs: startMs - withoutMs,
    startOverWithout: startMs / withoutMs,
  };
}

/** AWS allows 50 calls of DescribeJobs a second, and 1,000 functions at once, in most accounts. */
async function herd() {
  const { started, errors, ...seen } = await brokerHerd({
    ...{ containers: 1_000, concurrency: 10, describeJobsPerSecond: 20 },
  });
  const times = [...started.values()];
  return {
    started: times.length,
    startedTwice: times.filter((each) => each > 1).length,
    gaveUp: errors.length,
    ...seen,
  };
}
