import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { checkout } from "../testing/checkout.ts";
import { doctorPage } from "./doctor-page.ts";

describe("docs/doctor.md", () => {
  it("has the doctor's checks and the commands' rights (npm run docs:doctor writes it)", () => {
    expect(readFileSync(join(checkout, "docs/doctor.md"), "utf8")).to.equal(doctorPage());
  });
});
