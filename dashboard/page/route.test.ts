import { expect } from "chai";
import { hashOf, type Route, routeOf } from "./route.ts";

describe("the page's addresses", () => {
  const routes: readonly Route[] = [
    { at: "runs" },
    { at: "mail" },
    { at: "run", workflow: "sitemap", runId: "r/1 ü" },
    { at: "run", workflow: "sitemap", runId: "r1", chunk: { chunk: 12, stage: 2 } },
  ];
  for (const route of routes) {
    it(`lead back: ${hashOf(route)}`, () => expect(routeOf(hashOf(route))).to.deep.equal(route));
  }

  it("lead to the list of runs if they are unknown", () => {
    for (const hash of ["", "#", "#/nothing", "#/run/sitemap", "#/run/a/b/x", "#/%"]) {
      expect(routeOf(hash).at, hash).to.equal(hash === "#/run/a/b/x" ? "run" : "runs");
    }
  });

  it("open no chunk that is not a number", () => {
    expect(routeOf("#/run/a/b/x/0")).to.deep.equal({ at: "run", workflow: "a", runId: "b" });
  });
});
