import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { serveS3 } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import type { Denial } from "../../runs/stack/target.ts";
import { denialReporter } from "./denials.ts";

describe("denied calls of a run", () => {
  const denial = (role: string, session: string, action: string): Denial => ({
    principal: `arn:aws:sts::000000000000:assumed-role/${role}/${session}`,
    action,
    message: `${role}/${session} may not ${action}`,
  });

  it("a denied listing: reported; S3's denial for a missing object: not reported", async () => {
    const served = await serveS3();
    try {
      const reported: string[] = [];
      const reportNew = denialReporter(
        () => served.identity.denials,
        (line) => reported.push(line),
      );
      const objects = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" } as const;
      const blind = served.clientOf("acme", objects);
      const missing = blind.send(new GetObjectCommand({ Bucket: "shop", Key: "missing" }));
      expect((await rejection(missing)).name).to.equal("AccessDenied");
      reportNew();
      expect(reported).to.deep.equal([]);
      await rejection(blind.send(new ListObjectsV2Command({ Bucket: "shop", Prefix: "tenants/" })));
      reportNew();
      expect(reported).to.have.length(1);
      expect(reported[0]).to.match(
        /^access denied: User: \S+ is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::shop /,
      );
    } finally {
      await served.stop();
    }
  });

  it("denials: reported once for each role and action", () => {
    const denials: Denial[] = [];
    const reported: string[] = [];
    const reportNew = denialReporter(
      () => denials,
      (line) => reported.push(line),
    );
    reportNew();
    denials.push(denial("worker", "1", "s3:GetObject"), denial("worker", "2", "s3:GetObject"));
    reportNew();
    denials.push(denial("worker", "1", "s3:PutObject"), denial("machine", "1", "s3:GetObject"));
    reportNew();
    reportNew();
    expect(reported).to.deep.equal([
      "access denied: worker/1 may not s3:GetObject",
      "access denied: worker/1 may not s3:PutObject",
      "access denied: machine/1 may not s3:GetObject",
    ]);
  });
});
