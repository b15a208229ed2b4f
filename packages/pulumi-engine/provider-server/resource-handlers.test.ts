import { rejection } from "@batchline/diagnostics/testing";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect } from "chai";
import { AssetArchive, FileArchive, StringAsset } from "../protocol/assets.ts";
import { type PropertyMap, ResourceReference, unknown } from "../protocol/property.ts";
import { toStruct } from "../protocol/struct.ts";
import { signatureKey, signatures } from "../protocol/wire.ts";
import type { CheckContext, ExistingResource, Provider } from "../registrations/provider.ts";
import type { Registration } from "../registrations/registration.ts";
import { methods, ProviderClient, read, struct } from "../testing/provider-client.ts";
import { type ProviderServer, serveProvider } from "./serve-provider.ts";

const urn = "urn:pulumi:dev::shop::shop:index:Store$aws:sqs/queue:Queue::jobs";

describe("a custom resource of a provider's server", () => {
  let server: ProviderServer;
  let client: ProviderClient;
  afterEach(() => {
    client.close();
    server.stop();
  });
  const serve = async (provider: Partial<Provider>) => {
    const creating: Provider = {
      create: async () => ({ id: "id-1", outputs: { arn: "arn:jobs" } }),
      ...provider,
    };
    server = await serveProvider({
      name: "aws",
      version: "1.0.0",
      provider: creating,
      functions: () => undefined,
    });
    client = new ProviderClient(server.port);
  };

  describe("checked", () => {
    const seen: { resource?: Registration; context?: CheckContext } = {};
    const check = async (request: proto.CheckRequest) => {
      await serve({
        async check(resource, context) {
          Object.assign(seen, { resource, context });
          const failures = [{ property: "size", reason: "too large" }];
          return { inputs: { ...resource.inputs, name: "jobs-1a2b3c4" }, failures };
        },
      });
      return client.ask(methods.check, request.setUrn(urn));
    };

    it("gets its inputs, its former inputs, the engine's name and seed", async () => {
      const autonaming = new proto.CheckRequest.AutonamingOptions().setProposedName("shop-jobs").setMode(1);
      await check(
        new proto.CheckRequest()
          .setNews(struct({ size: 2, role: unknown }))
          .setOlds(struct({ size: 1 }))
          .setRandomseed(new Uint8Array([1, 2]))
          .setAutonaming(autonaming),
      );
      const inputs = { size: 2, role: unknown };
      expect(seen.resource).to.deep.include({ urn, type: "aws:sqs/queue:Queue", name: "jobs", inputs });
      expect(seen.context).to.deep.include({
        old: { size: 1 },
        autoname: { mode: "enforce", name: "shop-jobs" },
      });
      expect([...(seen.context?.seed ?? [])]).to.deep.equal([1, 2]);
    });

    it("gets no former inputs if it is new, and no name if the program's stack has no autonaming", async () => {
      await check(new proto.CheckRequest().setNews(struct({})).setOlds(struct({})));
      expect(seen.context).to.have.all.keys("seed");
    });

    it("returns inputs and failures; an array with a secret is secret", async () => {
      const given = { token: "t", list: [{ key: "k" }] };
      const checked = await check(new proto.CheckRequest().setNews(struct(given, ["token", "list[0].key"])));
      const properties = { ...given, name: "jobs-1a2b3c4" };
      expect(read(checked.getInputs())).to.deep.equal({ properties, secrets: ["list", "token"] });
      expect(checked.toObject().failuresList).to.deep.equal([{ property: "size", reason: "too large" }]);
    });

    it("keeps its inputs if the provider checks nothing", async () => {
      await serve({});
      const request = new proto.CheckRequest().setUrn(urn).setNews(struct({ size: 1 }));
      const checked = await client.ask(methods.check, request);
      expect(read(checked.getInputs()).properties).to.deep.equal({ size: 1 });
    });
  });

  describe("compared", () => {
    const diff = (old: PropertyMap, current: PropertyMap) => {
      const request = new proto.DiffRequest().setUrn(urn).setId("id-1");
      return client.ask(methods.diff, request.setOldInputs(struct(old)).setNews(struct(current)));
    };

    it("has not changed while the contents of its assets have the same hash", async () => {
      await serve({});
      const leftOut = { [signatureKey]: signatures.archive, hash: "h1" };
      const request = new proto.DiffRequest().setUrn(urn).setId("id-1");
      request
        .setOldInputs(toStruct({ code: leftOut }))
        .setNews(struct({ code: new FileArchive("dist", "h1") }));
      const found = await client.ask(methods.diff, request);
      expect(found.toObject()).to.deep.include({ changes: 1, hasdetaileddiff: true, detaileddiffMap: [] });
      expect((await diff({ text: "a" }, { text: "b" })).toObject()).to.deep.include({
        replacesList: ["text"],
      });
    });

    it("names each changed path, what happened there, and whether it needs a replacement", async () => {
      await serve({
        diff: async () => ({
          changed: ["tags.a", "tags.b", "tags.c", "rules[0].port"],
          replaces: ["rules[0].port"],
          deleteBeforeReplace: true,
        }),
      });
      const found = await diff(
        { tags: { a: "1", b: "2" }, rules: [{ port: 1 }] },
        { tags: { b: "3", c: "4" }, rules: [{ port: 2 }] },
      );
      const lists = { diffsList: ["tags", "rules"], replacesList: ["rules"] };
      expect(found.toObject()).to.deep.include({ changes: 2, deletebeforereplace: true, ...lists });
      const { DELETE, UPDATE, ADD, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
      const changes = [...found.getDetaileddiffMap().entries()];
      expect(changes.filter(([, change]) => !change.getInputdiff())).to.deep.equal([]);
      const kinds = changes.map(([path, change]) => [path, change.getKind()]);
      expect(Object.fromEntries(kinds)).to.deep.equal({
        "tags.a": DELETE,
        "tags.b": UPDATE,
        "tags.c": ADD,
        "rules[0].port": UPDATE_REPLACE,
      });
    });
  });

  describe("created", () => {
    const create = (inputs: PropertyMap, preview = false) => {
      const request = new proto.CreateRequest().setUrn(urn).setPreview(preview);
      return client.ask(methods.create, request.setProperties(struct(inputs, ["token"])));
    };

    it("answers its id and outputs; assets and references arrive whole", async () => {
      const inputs = {
        code: new AssetArchive({ "index.mjs": new StringAsset("export {}", "h") }, "h2"),
        topic: new ResourceReference("urn:topic", "topic-1"),
        token: "t",
      };
      let given: PropertyMap = {};
      await serve({
        async create(resource) {
          given = resource.inputs;
          return { id: "id-1", outputs: { arn: "arn:jobs" } };
        },
      });
      const created = await create(inputs);
      expect(given).to.deep.equal(inputs);
      expect(created.getId()).to.equal("id-1");
      const properties = { ...inputs, arn: "arn:jobs" };
      expect(read(created.getProperties())).to.deep.equal({ properties, secrets: ["token"] });
    });

    it("keeps to itself which inputs the provider filled in", async () => {
      await serve({});
      for (const preview of [true, false]) {
        const created = await create({ name: "jobs-1a2b3c4", __defaults: ["name"] }, preview);
        expect(read(created.getProperties()).properties).not.to.have.property("__defaults");
      }
    });

    it("has only its inputs in a preview, and is not created", async () => {
      await serve({ create: () => Promise.reject(new Error("created")) });
      const created = await create({ size: unknown, token: "t" }, true);
      expect(created.getId()).to.equal("");
      expect(read(created.getProperties()).properties).to.deep.equal({ size: unknown, token: "t" });
    });

    it("does not output what the provider keeps for itself", async () => {
      await serve({});
      const created = await create({ size: 1, __defaults: ["name"] });
      expect(read(created.getProperties()).properties).to.deep.equal({ size: 1, arn: "arn:jobs" });
    });

    it("answers a refusal with its message", async () => {
      await serve({ create: () => Promise.reject(new Error("the queue is taken")) });
      expect((await rejection(create({}))).message).to.equal("9 FAILED_PRECONDITION: the queue is taken");
    });
  });

  describe("read", () => {
    const readId = (id: string) => {
      const request = new proto.ReadRequest()
        .setUrn(urn)
        .setId(id)
        .setInputs(struct({ size: 1 }));
      return client.ask(methods.read, request);
    };

    it("answers with what the provider found, with inputs for an import", async () => {
      await serve({
        read: async ({ readId = "" }) => ({
          id: readId,
          inputs: { size: 2, __defaults: [] },
          outputs: { arn: "arn:jobs" },
        }),
      });
      const found = await readId("id-7");
      expect(found.getId()).to.equal("id-7");
      expect(read(found.getInputs()).properties).to.deep.equal({ size: 2, __defaults: [] });
      expect(read(found.getProperties()).properties).to.deep.equal({ size: 2, arn: "arn:jobs" });
    });

    it("answers without an id if there is none", async () => {
      await serve({ read: async () => undefined });
      expect((await readId("id-7")).getId()).to.equal("");
    });

    it("is as given if the provider reads nothing", async () => {
      await serve({});
      expect(read((await readId("id-7")).getProperties()).properties).to.deep.equal({ size: 1 });
    });
  });

  describe("updated", () => {
    const update = (preview: boolean, timeout = 0) =>
      client.ask(
        methods.update,
        new proto.UpdateRequest()
          .setUrn(urn)
          .setId("id-1")
          .setPreview(preview)
          .setTimeout(timeout)
          .setOldInputs(struct({ size: 1, color: "red" }))
          .setOlds(struct({ size: 1, color: "red", arn: "arn:jobs", version: 1 }))
          .setNews(struct({ size: 2 })),
      );

    it("answers the provider's outputs", async () => {
      let given: ExistingResource | undefined;
      await serve({
        async update(resource, existing) {
          given = existing;
          return { id: existing.id, outputs: { version: 2, given: resource.inputs } };
        },
      });
      const { properties } = read((await update(false)).getProperties());
      expect(properties).to.deep.equal({ size: 2, version: 2, given: { size: 2 } });
      const inputs = { size: 1, color: "red" };
      expect(given).to.deep.include({
        id: "id-1",
        inputs,
        outputs: { ...inputs, arn: "arn:jobs", version: 1 },
      });
    });

    it("has the program's custom timeout", async () => {
      let options: object = {};
      await serve({
        async update(resource, existing) {
          options = resource.options;
          return { id: existing.id, outputs: {} };
        },
      });
      await update(false, 5400);
      expect(options).to.deep.equal({ customTimeouts: { update: "5400s" } });
    });

    it("keeps in a preview the outputs that an update does not compute anew", async () => {
      await serve({
        diff: async () => ({ changed: ["size", "color"], replaces: [], recomputes: ["version"] }),
        update: () => Promise.reject(new Error("updated")),
      });
      const { properties } = read((await update(true)).getProperties());
      expect(properties).to.deep.equal({ size: 2, arn: "arn:jobs", version: unknown });
    });

    it("is refused if the provider updates nothing", async () => {
      await serve({});
      expect((await rejection(update(false))).message).to.match(/the provider updates no resources/);
    });
  });

  it("is deleted, with what it was", async () => {
    let deleted: ExistingResource | undefined;
    await serve({
      async delete(existing) {
        deleted = existing;
      },
    });
    const request = new proto.DeleteRequest()
      .setUrn(urn)
      .setId("id-1")
      .setOldInputs(struct({ size: 1 }));
    await client.ask(methods.delete, request.setProperties(struct({ arn: "arn:jobs" })));
    expect(deleted).to.deep.include({ urn, id: "id-1", inputs: { size: 1 }, outputs: { arn: "arn:jobs" } });
  });
});
