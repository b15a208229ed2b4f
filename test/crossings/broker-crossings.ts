import { expect } from "chai";
import { forgedSignatures } from "./forged-proofs.ts";
import { malformedRequests } from "./malformed-requests.ts";
import { other, type Scene, tenant, workflow } from "./scene.ts";

const minute = 60_000;

/** Requests to the broker that grant nothing, or no more than the own chunk. */
export function brokerCrossings(scene: () => Scene, count: (made: number) => void): void {
  describe("gets nothing from the broker", () => {
    const codeOf = async (request: unknown) => {
      const answer = await scene().ask(request);
      if (answer.outcome !== "granted") return `${answer.outcome} ${answer.code}`;
      return `granted ${answer.chunk.tenant} ${answer.chunk.index}`;
    };
    const answered = async (requests: Readonly<Record<string, unknown>>, expected: string) => {
      const made: [string, string][] = [];
      for (const [what, request] of Object.entries(requests)) made.push([what, await codeOf(request)]);
      count(made.length);
      expect(made.length).to.be.greaterThan(0);
      expect(made.filter(([, code]) => code !== expected)).to.deep.equal([]);
    };
    const own = () => scene().containers[0];
    const now = () => scene().requestOf(own());
    const isGranted = async () => expect(await codeOf(await now())).to.equal(`granted ${tenant} 0`);
    afterEach(isGranted);

    it("by a malformed request", async () => answered(malformedRequests(await now()), "refused BL-B001"));

    it("by a forged proof", async () => {
      const request = await now();
      const { time } = request.proof;
      const { jobId, credentials } = own();
      const forged = await forgedSignatures({ ...scene().signing, jobId, time, credentials });
      expect(Object.values(forged)).not.to.include(request.proof.signature);
      const second = scene().containers[1].credentials;
      const proofs: Readonly<Record<string, object>> = {
        ...Object.fromEntries(Object.entries(forged).map(([what, signature]) => [what, { signature }])),
        "the key of another container": { accessKeyId: second.accessKeyId },
        "the token of another container": { sessionToken: second.sessionToken },
        "the key and token of another container": {
          ...{ accessKeyId: second.accessKeyId, sessionToken: second.sessionToken },
        },
        "a later time": { time: time + 1 },
        "an earlier time": { time: time - 1 },
      };
      const changed = Object.entries(proofs).map(([what, proof]) => [
        what,
        { ...request, proof: { ...request.proof, ...proof } },
      ]);
      await answered(Object.fromEntries(changed), "refused BL-B002");
      const jobs = { "another job's id": scene().containers[1].jobId, "the array's id": scene().array };
      const moved = Object.entries(jobs).map(([what, jobId]) => [what, { ...request, jobId }]);
      await answered(Object.fromEntries(moved), "refused BL-B002");
    });

    it("by a proof that was used, is old, or is early", async () => {
      const [older, later] = [await now(), await now()];
      expect(await codeOf(later)).to.equal(`granted ${tenant} 0`);
      const at = (ms: number) => scene().requestOf(own(), Date.now() + ms);
      await answered(
        {
          ...{ used: later, older, "used again": later, "older again": older },
          "six minutes old": await at(-6 * minute),
          "an hour old": await at(-60 * minute),
          "six minutes early": await at(6 * minute),
          "a day early": await at(24 * 60 * minute),
        },
        "not-yet BL-B003",
      );
    });

    it("by the same proof, many times at once: one gets it", async () => {
      const request = await now();
      const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(request)));
      count(codes.length - 1);
      expect(codes.toSorted()).to.deep.equal([
        `granted ${tenant} 0`,
        ...Array.from({ length: 7 }, () => "not-yet BL-B003"),
      ]);
    });

    it("for a job that another container, another role or nobody runs", async () => {
      const [first, second] = scene().containers;
      const { session } = await scene().granted(first);
      const byRole = (name: string) => scene().credentialsOf(name, first.taskId);
      await answered(
        {
          "the other index": await scene().requestOf({ ...first, jobId: second.jobId }),
          "by the other container": await scene().requestOf({ ...second, jobId: first.jobId }),
          "by another workflow's role": await scene().requestOf({
            ...first,
            credentials: byRole("sitemap-stage"),
          }),
          "by its own session": await scene().requestOf({ ...first, credentials: session }),
          "by the planner's role": await scene().requestOf({ ...first, credentials: byRole("metadata") }),
          "by the broker's role": await scene().requestOf({ ...first, credentials: byRole("broker") }),
          "by the earlier role": await scene().requestOf({
            ...first,
            credentials: byRole(`${workflow}-job`),
          }),
        },
        "refused BL-B005",
      );
      await answered(
        {
          "by another session of the role": await scene().requestOf({
            ...first,
            credentials: scene().credentialsOf(`${workflow}-stage`, "crossing"),
          }),
        },
        "refused BL-B004",
      );
      const unknown = [
        scene().array,
        `${scene().array}:2`,
        `${scene().array}#0`,
        "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90",
      ];
      for (const jobId of unknown)
        await answered({ [jobId]: await scene().requestOf({ ...first, jobId }) }, "not-yet BL-B006");
    });

    it("of another chunk, whatever else it says", async () => {
      const more = {
        ...{ tenant: other, index: 1, chunk: 1, position: 1, runId: "other" },
        workflow: "sitemap",
      };
      expect(await codeOf({ ...(await now()), ...more })).to.equal(`granted ${tenant} 0`);
      const { proof, ...rest } = await now();
      expect(await codeOf({ ...rest, proof: { ...proof, ...more } })).to.equal(`granted ${tenant} 0`);
      count(2);
    });

    const runs = {
      "that succeeded": { status: "SUCCEEDED" },
      "that failed": { status: "FAILED" },
      "that is being closed": { closingAt: "2026-11-28T15:00:00.000Z" },
      "that another execution continues": { execution: "later" },
      "with another run's manifest": { manifest: "runs/catalog-import/other/nonce/" },
      "with a later manifest": { manifest: "runs/catalog-import/crossing/nonce-2/" },
      "that is not planned": { manifest: undefined },
      "of another workflow": { workflow: "sitemap" },
    } as const;
    for (const [which, fields] of Object.entries(runs)) {
      it(`for a run ${which}`, async () => {
        await scene().setRun(fields as object);
        await answered({ [which]: await now() }, "refused BL-B008");
        await scene().setRun();
      });
    }

    it("after its job has ended", async () => {
      const [, second] = scene().containers;
      const before = await scene().requestOf(second);
      await scene().end(second);
      await answered({ "signed before": before }, "refused BL-B005");
      await answered({ "signed after": await scene().requestOf(second) }, "refused BL-B005");
    });
  });
}
