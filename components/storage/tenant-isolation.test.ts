import { VirtualClock } from "@batchline/clock";
import type { Principal } from "@batchline/embedded-aws/testing";
import { AwsError, assumeRole, Identity, QueryParameters } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import fc from "fast-check";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import type { Registrations } from "../../testing/pulumi/registrations.ts";
import { roleArn } from "../../testing/pulumi/stand-in-provider.ts";
import { variants } from "../../testing/pulumi/variants.ts";

const shared = "arn:aws:s3:::kept-data-bucket";
const deltas = "arn:aws:s3:::delta-media-test-123456789012-eu-central-1-an";
const job = "ecr-job";
const tenantRole = "ecr-tenant";

/** The deployed policies, judged by the embedded AWS's IAM. */
describe("a worker's rights", () => {
  let identity: Identity;
  before(async function () {
    this.timeout(60_000);
    identity = withRoles(await variants("up"));
  });

  const worker = () => identity.openSession(roleArn(job), "job").principal;
  const actingFor = (tenant: string) =>
    identity.openSession(roleArn(tenantRole), "worker", {
      tags: { tenant, workflow: "catalog-import", run: "run-1", chunk: "00000007" },
    }).principal;
  const may = (
    principal: Principal,
    action: string,
    resource: string,
    context?: Readonly<Record<string, string>>,
  ) => identity.decide(principal, action, resource, context).decision === "allowed";
  const tagged = (...tags: [string, string][]) => session({}, tags);
  const session = (more: Readonly<Record<string, string>>, tags: readonly (readonly [string, string])[]) =>
    new QueryParameters(
      new URLSearchParams([
        ["RoleArn", roleArn(tenantRole)],
        ["RoleSessionName", "worker"],
        ...Object.entries(more),
        ...tags.flatMap(([key, value], index): [string, string][] => [
          [`Tags.member.${index + 1}.Key`, key],
          [`Tags.member.${index + 1}.Value`, value],
        ]),
      ]),
    );

  const id = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}$/);

  it("reach every object of the session's tenant", () => {
    fc.assert(
      fc.property(id, fc.string(), (tenant, key) => {
        const object = `${shared}/${tenantDataPrefix(tenant)}${key}`;
        expect(may(actingFor(tenant), "s3:GetObject", object)).to.equal(true);
        expect(may(actingFor(tenant), "s3:PutObject", object)).to.equal(true);
      }),
    );
  });

  it("reach no object of any other tenant", () => {
    fc.assert(
      fc.property(id, id, fc.string(), (tenant, other, key) => {
        fc.pre(tenant !== other);
        for (const bucket of [shared, deltas])
          for (const action of ["s3:GetObject", "s3:PutObject"]) {
            const object = `${bucket}/${tenantDataPrefix(other)}${key}`;
            expect(may(actingFor(tenant), action, object)).to.equal(false);
          }
      }),
    );
  });

  it("delete no object and no version of one, and cannot change what S3 keeps", () => {
    const object = `${shared}/${tenantDataPrefix("acme")}feed`;
    for (const action of ["DeleteObject", "DeleteObjectVersion", "PutObjectRetention"])
      expect(may(actingFor("acme"), `s3:${action}`, object), action).to.equal(false);
    for (const action of ["PutBucketVersioning", "PutLifecycleConfiguration", "DeleteBucket"])
      expect(may(actingFor("acme"), `s3:${action}`, shared), action).to.equal(false);
  });

  it("list the tenant's own prefix and nothing above or beside it", () => {
    const list = (prefix: string | undefined) =>
      may(actingFor("acme"), "s3:ListBucket", shared, prefix === undefined ? {} : { "s3:prefix": prefix });
    expect(list("tenants/acme/")).to.equal(true);
    expect(list("tenants/acme/images/")).to.equal(true);
    for (const prefix of [undefined, "", "tenants/", "tenants/acme", "tenants/acme-2/", "tenants/delta/"])
      expect(list(prefix), String(prefix)).to.equal(false);
  });

  it("open a tenant's own bucket to that tenant only, even below another's prefix", () => {
    expect(may(actingFor("delta"), "s3:GetObject", `${deltas}/tenants/delta/feed`)).to.equal(true);
    expect(may(actingFor("acme"), "s3:GetObject", `${deltas}/tenants/acme/feed`)).to.equal(false);
    expect(may(actingFor("acme"), "s3:PutObject", `${deltas}/tenants/delta/feed`)).to.equal(false);
    expect(may(actingFor("delta"), "s3:ListBucket", deltas)).to.equal(true);
    expect(may(actingFor("acme"), "s3:ListBucket", deltas, { "s3:prefix": "tenants/acme/" })).to.equal(false);
  });

  it("are not widened by a tag that looks like a pattern", () => {
    for (const tag of ["*", "?cme", "acme/../delta"])
      expect(may(actingFor(tag), "s3:GetObject", `${shared}/tenants/acme/feed`), tag).to.equal(false);
  });

  it("reach no tenant's data without a session tag", () => {
    for (const bucket of [shared, deltas])
      expect(may(worker(), "s3:GetObject", `${bucket}/tenants/acme/feed`)).to.equal(false);
  });

  describe("come from the tenant role through the broker", () => {
    const broker = () => identity.openSession(roleArn("broker"), "broker").principal;
    const tags = { tenant: "acme", workflow: "catalog-import", run: "run-1", chunk: "00000007" };
    const ask = (changed: Readonly<Record<string, string>> = {}, ExternalId = "ecr-stage-name") =>
      assumeRole(session({ ExternalId }, Object.entries({ ...tags, ...changed })), broker(), identity);

    it("with the four tags of a chunk, for the role of the workflow's stages", () => {
      expect(ask).not.to.throw();
    });

    it("not for another workflow's role, nor without one", () => {
      expect(() => ask({}, "several-stage-name")).to.throw(AwsError, "not authorized");
      const without = session({}, Object.entries(tags));
      expect(() => assumeRole(without, broker(), identity)).to.throw(AwsError, "not authorized");
    });

    it("not with another workflow, a tag too few, a tag too many, or a chunk of another form", () => {
      const changes = Object.entries({ workflow: "sitemap", team: "x", chunk: "7", tenant: "" });
      for (const [tag, value] of changes)
        expect(() => ask({ [tag]: value }), tag).to.throw(AwsError, "not authorized");
      for (const absent of Object.keys(tags)) {
        const few = Object.entries(tags).filter(([name]) => name !== absent);
        const parameters = session({ ExternalId: "ecr-stage-name" }, few);
        expect(() => assumeRole(parameters, broker(), identity), absent).to.throw(AwsError, "not authorized");
      }
    });
  });

  it("write the records of the session's chunk, and no other item", () => {
    const table = "arn:aws:Table:::kept-runs";
    const on = (action: string, key: string) =>
      may(actingFor("acme"), `dynamodb:${action}`, table, { "dynamodb:LeadingKeys": key });
    const own = "chunk#catalog-import#run-1#00000007";
    for (const action of ["GetItem", "Query", "UpdateItem"]) expect(on(action, own), action).to.equal(true);
    for (const action of ["PutItem", "DeleteItem", "BatchWriteItem", "Scan"])
      expect(on(action, own), action).to.equal(false);
    for (const other of [
      ...["chunk#catalog-import#run-1#00000008", "chunk#catalog-import#run-2#00000007"],
      ...["chunk#sitemap#run-1#00000007", "run#catalog-import#run-1", "workflow#catalog-import"],
    ])
      expect(on("UpdateItem", other), other).to.equal(false);
    expect(may(actingFor("acme"), "dynamodb:Query", table)).to.equal(false);
  });

  it("of containers from before the broker: come from the tenant role only with one tag, the tenant's", () => {
    expect(() => assumeRole(tagged(["tenant", "acme"]), worker(), identity)).not.to.throw();
    const refused = [
      tagged(),
      tagged(["tenant", ""]),
      tagged(["team", "x"]),
      tagged(["tenant", "acme"], ["team", "x"]),
    ];
    for (const parameters of refused)
      expect(() => assumeRole(parameters, worker(), identity)).to.throw(AwsError, "not authorized");
  });

  it("come from the tenant role for no one else's role", () => {
    const stranger = identity.openSession(roleArn("elsewhere-stage"), "job").principal;
    expect(() => assumeRole(tagged(["tenant", "acme"]), stranger, identity)).to.throw(AwsError);
  });

  it("of containers from before the broker: keep records of runs, and leave history and locks alone", () => {
    const table = "arn:aws:Table:::kept-runs";
    const update = (key: string) =>
      may(worker(), "dynamodb:UpdateItem", table, { "dynamodb:LeadingKeys": key });
    expect(update("run#2026-11-23")).to.equal(true);
    expect(update("tenant#acme#catalog-import")).to.equal(false);
    expect(update("workflow#catalog-import")).to.equal(false);
    expect(may(worker(), "dynamodb:DeleteItem", table, { "dynamodb:LeadingKeys": "run#1" })).to.equal(false);
  });

  it("of containers from before the broker: read their own workflow's manifests only", () => {
    const manifest = (workflow: string) => `arn:aws:s3:::kept-platform-bucket/runs/${workflow}/1/chunks.json`;
    expect(may(worker(), "s3:GetObject", manifest("catalog-import"))).to.equal(true);
    expect(may(worker(), "s3:GetObject", manifest("sitemap"))).to.equal(false);
    expect(may(worker(), "s3:GetObject", "arn:aws:s3:::kept-platform-bucket/tenants.json")).to.equal(false);
  });
});

/** An IAM that holds the roles and inline policies which the program declared. */
function withRoles(up: Registrations): Identity {
  const identity = new Identity({ clock: new VirtualClock() });
  for (const { name, inputs } of up.all("Role"))
    identity.putRole({ name: `${name}-name`, arn: roleArn(name), trust: String(inputs.assumeRolePolicy) });
  for (const { name, inputs } of up.all("RolePolicy"))
    identity.putRolePolicy(String(inputs.role), name, String(inputs.policy));
  return identity;
}
