import { expect } from "chai";
import { BrokerRequest } from "./request.ts";

const request = {
  version: 1,
  kind: "chunk",
  jobId: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7",
  proof: {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    sessionToken: "IQoJb3JpZ2lu/+==",
    signature: "0".repeat(64),
    time: 1_795_878_000_123,
  },
} as const;
const withProof = (change: object) => ({ ...request, proof: { ...request.proof, ...change } });

describe("a container's request to the broker", () => {
  it("names a job, a child of an array or a node", () => {
    const [id] = request.jobId.split(":");
    for (const jobId of [id, `${id}:0`, `${id}:9999`, `${id}#3`])
      expect(BrokerRequest.safeParse({ ...request, jobId }).success, jobId).to.equal(true);
  });

  for (const [what, changed] of Object.entries({
    "another version": { ...request, version: 2 },
    "another kind": { ...request, kind: "everything" },
    "a job id with a separator": { ...request, jobId: `${request.jobId}|1` },
    "a job id with a line break": { ...request, jobId: `${request.jobId}\n` },
    "two jobs": { ...request, jobId: `${request.jobId}:7` },
    "a key id that adds to the credential scope": withProof({ accessKeyId: "ASIAIOSFODNN7EXAMPLE/2026" }),
    "a token with a line break": withProof({ sessionToken: "a\r\nhost: evil.example" }),
    "a signature that adds a header": withProof({ signature: `${"0".repeat(64)}, SignedHeaders=host` }),
    "a time in text": withProof({ time: "1795878000123" }),
    "a fraction of a millisecond": withProof({ time: 1.5 }),
    "no proof": { ...request, proof: undefined },
  })) {
    it(`with ${what} is not one`, () => {
      expect(BrokerRequest.safeParse(changed).success).to.equal(false);
    });
  }
});
