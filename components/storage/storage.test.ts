import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

const buckets = ["kept-platform", "kept-data", "kept-delta"];

describe("Storage", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });

  it("buckets: the platform's, the shared one, and tenants' own", () => {
    expect(up.all("aws:s3/bucket:Bucket").map(({ name }) => name)).to.have.members(buckets);
  });

  it("names: Pulumi names shared buckets; file, suffix, account and region name tenants' own", () => {
    expect(up.get("Bucket", "kept-platform").inputs).to.deep.equal({ forceDestroy: false });
    expect(up.get("Bucket", "kept-delta").inputs).to.deep.equal({
      bucket: "delta-media-test-123456789012-eu-central-1-an",
      bucketNamespace: "account-regional",
      forceDestroy: false,
      tags: { tenant: "delta" },
    });
  });

  it("protected unless removable", () => {
    for (const name of ["kept-platform", "kept-data"])
      expect(up.get("Bucket", name).options).to.include({ protect: true });
    const table = up.get("Table", "kept-runs");
    expect(table.options.protect).to.equal(true);
    expect(table.inputs.deletionProtectionEnabled).to.equal(true);
  });

  it("a tenant's own bucket: stays with its settings when the tenant is removed", () => {
    const kept = up.run.resources.filter(({ name, kind }) => name === "kept-delta" && kind === "custom");
    expect(kept.length).to.be.greaterThan(5);
    for (const { type, options } of kept) {
      expect(options.retainOnDelete, type).to.equal(true);
      expect(options.protect, type).not.to.equal(true);
    }
  });

  for (const name of buckets) {
    describe(`the bucket ${name}`, () => {
      const setting = (type: string) => up.get(type, name).inputs;

      it("is never public and has no ACLs", () => {
        expect(setting("BucketPublicAccessBlock")).to.deep.include({
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        });
        expect(setting("BucketOwnershipControls").rule).to.deep.equal({
          objectOwnership: "BucketOwnerEnforced",
        });
      });

      it("is encrypted", () => {
        expect(setting("BucketServerSideEncryptionConfiguration").rules).to.deep.equal([
          { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
        ]);
      });

      it("refuses whatever does not come over TLS", () => {
        const arn = `arn:aws:s3:::${up.get("Bucket", name).outputs.bucket}`;
        expect(json(setting("BucketPolicy").policy).Statement).to.deep.equal([
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]);
      });

      it("changes its policy only after its other settings of access, as S3 refuses both at once", () => {
        expect(up.dependencies(up.get("BucketPolicy", name))).to.include.members([
          `BucketOwnershipControls ${name}`,
          `BucketPublicAccessBlock ${name}`,
        ]);
      });

      it("drops uploads that were never finished", () => {
        const { rules } = setting("BucketLifecycleConfiguration");
        expect((rules as object[])[0]).to.deep.include({
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        });
      });
    });
  }

  it("versions: tenants' data can be restored for 30 days", () => {
    expect(
      up.all("BucketVersioning").map(({ name, inputs }) => [name, inputs.versioningConfiguration]),
    ).to.have.deep.members(["kept-data", "kept-delta"].map((name) => [name, { status: "Enabled" }]));
    for (const name of ["kept-data", "kept-delta"]) {
      const lifecycle = up.get("BucketLifecycleConfiguration", name);
      expect((lifecycle.inputs.rules as object[])[1]).to.deep.equal({
        id: "old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      });
      expect(up.dependencies(lifecycle)).to.include(`BucketVersioning ${name}`);
    }
  });

  it("expiry: a run's files with its records, tenants' data never", () => {
    const rules = (name: string) => up.get("BucketLifecycleConfiguration", name).inputs.rules as object[];
    expect(rules("kept-platform")[1]).to.deep.equal({
      id: "expire-runs",
      status: "Enabled",
      filter: { prefix: "runs/" },
      expiration: { days: 90 },
    });
    for (const name of ["kept-data", "kept-delta"])
      expect(rules(name).map((rule) => (rule as { id: string }).id)).to.deep.equal([
        "abandoned-uploads",
        "old-versions",
      ]);
  });

  it("table: pay per request, encrypted, with TTL", () => {
    expect(up.get("Table", "kept-runs").inputs).to.deep.equal({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { enabled: true, attributeName: "expiresAt" },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
    });
  });

  it("tenants.json: each tenant's bucket and prefix", () => {
    const { inputs } = up.get("BucketObjectv2", "kept-tenants");
    expect(inputs).to.deep.include({
      bucket: "kept-platform-bucket",
      key: "tenants.json",
      contentType: "application/json",
    });
    const tenant = { contact: "a@example.com", weight: 1, workflows: {} };
    expect(json<object>(inputs.content)).to.deep.equal({
      tenants: [
        {
          ...tenant,
          id: "acme",
          name: "Acme",
          data: { bucket: "kept-data-bucket", prefix: "tenants/acme/" },
        },
        {
          ...tenant,
          id: "delta",
          name: "Delta",
          data: { bucket: "delta-media-test-123456789012-eu-central-1-an", prefix: "tenants/delta/" },
        },
      ],
    });
  });

  it("previews tenants.json as unknown while the shared bucket's name is", () => {
    expect(preview.get("BucketObjectv2", "kept-tenants").inputs.content).to.equal(unknown);
  });
});
