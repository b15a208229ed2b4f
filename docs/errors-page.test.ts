import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { listFiles } from "../.ci/checks/files.ts";
import { checkout } from "../testing/checkout.ts";
import { errorRegistries, errorsPage } from "./errors-page.ts";

describe("docs/errors.md", () => {
  it("lists every code of every registry (npm run docs:errors writes it)", async () => {
    expect(readFileSync(join(checkout, "docs/errors.md"), "utf8")).to.equal(await errorsPage());
  });

  it("lists each code once, with a letter of its own for each area", async () => {
    const registries = await errorRegistries();
    const codes = registries.flatMap((registry) => Object.keys(registry.codes));
    expect(codes).to.deep.equal([...new Set(codes)]);
    for (const code of codes) expect(code).to.match(/^BL-[A-Z]\d{3}$/);
    const letters = registries.map(({ codes: own }) => [...new Set(Object.keys(own).map((code) => code[3]))]);
    for (const own of letters) expect(own).to.have.length(1);
    expect(letters.flat()).to.have.length(new Set(letters.flat()).size);
  });

  it("has every code that the source uses", async () => {
    const known = new Set((await errorRegistries()).flatMap(({ codes }) => Object.keys(codes)));
    const sources = listFiles([], /\.ts$/).filter(
      (file) => !/\.test\.ts$|(^|\/)testing\/|-page\.ts$/.test(file),
    );
    const used = sources.flatMap((file) =>
      [...readFileSync(join(checkout, file), "utf8").matchAll(/"(BL-[A-Z]\d{3})"/g)].map(([, code]) => code),
    );
    expect([...new Set(used)].filter((code) => !known.has(code ?? ""))).to.deep.equal([]);
  });
});
