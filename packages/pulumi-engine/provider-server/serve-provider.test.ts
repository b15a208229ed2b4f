import { rejection } from "@batchline/diagnostics/testing";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect } from "chai";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type { Provider } from "../registrations/provider.ts";
import { methods, ProviderClient, read, struct } from "../testing/provider-client.ts";
import { type ProviderServer, serveProvider } from "./serve-provider.ts";

describe("a provider's server", () => {
  let server: ProviderServer;
  let client: ProviderClient;
  before(async () => {
    const provider: Provider = { create: async () => ({ id: "id-1", outputs: {} }) };
    server = await serveProvider({
      ...{ name: "aws", version: "7.48.0", provider },
      functions: (token, { text = null }) => (token === "aws:index/echo:echo" ? { text } : undefined),
      checkConfig: ({ region }) =>
        region === "eu-central-1" ? [] : [{ property: "region", reason: "another region" }],
    });
    client = new ProviderClient(server.port);
  });
  after(() => {
    client.close();
    server.stop();
  });

  it("accepts secrets, references, names of the engine and previews", async () => {
    const handshake = await client.ask(methods.handshake, new proto.ProviderHandshakeRequest());
    expect(handshake.toObject()).to.deep.include({
      ...{ acceptSecrets: true, acceptResources: true, acceptOutputs: false },
      supportsAutonamingConfiguration: true,
    });
    const configured = await client.ask(methods.configure, new proto.ConfigureRequest());
    expect(configured.toObject()).to.deep.include({ acceptsecrets: true, supportspreview: true });
  });

  it("names its version, which is also in its schema", async () => {
    const info = await client.ask(methods.getPluginInfo, new emptyMessages.Empty());
    const schema = await client.ask(methods.getSchema, new proto.GetSchemaRequest());
    expect(info.getVersion()).to.equal("7.48.0");
    expect(JSON.parse(schema.getSchema())).to.deep.equal({ name: "aws", version: "7.48.0" });
  });

  it("still serves after a command has cancelled it", async () => {
    await client.ask(methods.cancel, new emptyMessages.Empty());
    await client.ask(methods.attach, new plugin.PluginAttach());
  });

  it("checks its configuration, and never replaces what it created if that changes", async () => {
    const checked = await client.ask(
      methods.checkConfig,
      new proto.CheckRequest().setNews(struct({ region: "us-east-1" })),
    );
    expect(checked.toObject().failuresList).to.deep.equal([{ property: "region", reason: "another region" }]);
    expect(read(checked.getInputs()).properties).to.deep.equal({ region: "us-east-1" });
    const diff = await client.ask(
      methods.diffConfig,
      new proto.DiffRequest().setOldInputs(struct({ a: "1" })).setNews(struct({ a: "2" })),
    );
    expect(diff.toObject()).to.deep.include({ changes: 2, diffsList: ["a"], replacesList: [] });
  });

  it("calls functions; what they compute of a secret is secret", async () => {
    const invoke = (token: string, secrets: readonly string[] = []) =>
      client.ask(
        methods.invoke,
        new proto.InvokeRequest().setTok(token).setArgs(struct({ text: "hello" }, secrets)),
      );
    const echoed = await invoke("aws:index/echo:echo");
    expect(read(echoed.getReturn())).to.deep.equal({ properties: { text: "hello" }, secrets: [] });
    const secret = await invoke("aws:index/echo:echo", ["text"]);
    expect(read(secret.getReturn()).secrets).to.deep.equal(["text"]);
    const error = await rejection(invoke("aws:index/getMoon:getMoon"));
    expect(error.message).to.contain(
      "the function aws:index/getMoon:getMoon, which this provider does not have",
    );
  });

  it("refuses methods that it does not have", async () => {
    const error = await rejection(client.ask(methods.call, new proto.CallRequest().setTok("a:b:C/go")));
    expect(error.message).to.match(/^12 UNIMPLEMENTED/);
  });

  it("refuses a remote component that its provider does not have", async () => {
    const request = new proto.ConstructRequest().setType("aws:index:Shop").setName("shop");
    const error = await rejection(client.ask(methods.construct, request));
    expect(error.message).to.equal("9 FAILED_PRECONDITION: the provider has no components");
  });
});
