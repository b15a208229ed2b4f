import { once } from "node:events";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { addresses } from "../addresses.ts";
import { emptySource } from "../testing/empty-source.ts";
import type { PageEvent } from "../view.ts";
import { type Dashboard, startDashboard } from "./start.ts";

describe("the page's server", () => {
  let dashboard: Dashboard;
  let port: string;
  let cookie: string;
  const reruns: unknown[] = [];
  let onEvent: ((event: PageEvent) => void) | undefined;
  let watched: unknown;

  before(async () => {
    const source = emptySource({
      rerun: async (name, body) => {
        reruns.push({ ...name, ...body });
        return { done: "started" };
      },
      watch: (name, receive) => {
        watched = name;
        onEvent = receive;
        return () => {
          onEvent = undefined;
        };
      },
    });
    dashboard = await startDashboard(source);
    port = new URL(dashboard.address).port;
    const { headers } = await ask(new URL(dashboard.address));
    cookie = (headers["set-cookie"] ?? [""])[0]?.split(";")[0] ?? "";
  });
  after(() => dashboard.close());

  async function open(path: string | URL, options: RequestOptions = {}, body?: string) {
    const asked = request(new URL(path, `http://127.0.0.1:${port}`), options);
    asked.end(body);
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return response;
  }

  async function ask(path: string | URL, options?: RequestOptions, body?: string) {
    const response = await open(path, options, body);
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }

  const codeOf = (answer: { body: string }) => JSON.parse(answer.body).code;
  const own = () => ({ cookie, origin: `http://127.0.0.1:${port}`, "content-type": "application/json" });

  it("serves the page to a browser that came with the key, and keeps the key out of scripts' reach", async () => {
    const { headers } = await ask(new URL(dashboard.address));
    expect(headers).to.include({ location: "/" });
    expect(headers["set-cookie"]?.[0]).to.match(/HttpOnly; SameSite=Lax/);
    const page = await ask("/", { headers: { cookie } });
    expect(page.body).to.include('<script type="module" src="/page.js">');
    expect(page.headers["content-security-policy"]).to.match(/^default-src 'none'; script-src 'self'/);
    expect((await ask("/page.js", { headers: { cookie } })).status).to.equal(200);
    expect((await ask("/page.css", { headers: { cookie } })).body).to.include(".asl");
  });

  it("answers with the source's views", async () => {
    const { body } = await ask(`${addresses.runs}?tenant=acme`, { headers: { cookie } });
    expect(JSON.parse(body)).to.deep.equal({ runs: [], hasMore: false, filters: { tenant: "acme" } });
  });

  for (const [who, headers] of Object.entries({
    "a name that leads to the loopback address": { host: "attacker.example" },
    "another port": { host: "127.0.0.1:1" },
    "another site's script": { origin: "https://attacker.example" },
    "another site's image": { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
  })) {
    it(`refuses ${who}`, async () => {
      const answer = await ask(addresses.runs, { headers: { cookie, ...headers } });
      expect([answer.status, codeOf(answer)]).to.deep.equal([403, "BL-D001"]);
    });
  }

  it("refuses another host also with the key in the address", async () => {
    const answer = await ask(new URL(dashboard.address), { headers: { host: "attacker.example" } });
    expect([answer.status, codeOf(answer)]).to.deep.equal([403, "BL-D001"]);
    expect(answer.headers).not.to.have.property("set-cookie");
  });

  it("refuses a browser without the key, or with another", async () => {
    for (const headers of [{}, { cookie: `${cookie}x` }]) {
      const answer = await ask(addresses.runs, { headers });
      expect([answer.status, codeOf(answer)]).to.deep.equal([403, "BL-D002"]);
    }
    expect((await ask("/?key=guess")).status).to.equal(403);
  });

  it("takes a change from its own page only, as JSON", async () => {
    const path = addresses.rerun("catalog-import", "night 1");
    const post = (headers: RequestOptions["headers"], body = '{"tenants":["acme"]}') =>
      ask(path, { method: "POST", headers }, body);
    expect((await post({ ...own(), origin: "null" })).status).to.equal(403);
    expect((await post({ cookie, "content-type": "application/json" })).status).to.equal(403);
    expect((await post({ ...own(), "content-type": "text/plain" })).status).to.equal(415);
    expect((await post(own(), "{")).status).to.equal(400);
    expect((await post(own(), '{"tenant":"acme"}')).status).to.equal(400);
    expect(reruns).to.deep.equal([]);
    expect((await post(own())).body).to.equal('{"done":"started"}');
    expect(reruns).to.deep.equal([{ workflow: "catalog-import", runId: "night 1", tenants: ["acme"] }]);
  });

  it("says what is missing, and refuses other methods", async () => {
    const found = async (path: string, method = "GET") => {
      const answer = await ask(path, { method, headers: own() });
      return [answer.status, codeOf(answer)];
    };
    expect(await found(addresses.run("catalog-import", "night"))).to.deep.equal([404, "BL-D003"]);
    expect(await found("/api/else")).to.deep.equal([404, "BL-D003"]);
    expect(await found("/api/runs/%ff/x")).to.deep.equal([400, "BL-D004"]);
    expect(await found("/", "DELETE")).to.deep.equal([405, "BL-D004"]);
  });

  it("streams events, and stops watching when the browser leaves", async () => {
    const response = await open(`${addresses.events}?workflow=w&runId=r`, { headers: { cookie } });
    expect(watched).to.deep.equal({ workflow: "w", runId: "r" });
    onEvent?.({ what: "changed", workflow: "w", runId: "r" });
    let received = "";
    for await (const part of response) {
      received += part;
      if (received.includes("data:")) break;
    }
    expect(received).to.include('event: changed\ndata: {"what":"changed","workflow":"w","runId":"r"}\n\n');
    for (let turn = 0; turn < 1000 && onEvent !== undefined; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(onEvent).to.equal(undefined);
  });
});
