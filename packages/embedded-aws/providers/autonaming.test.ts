import { expect } from "chai";
import { autonameOf, readAutonaming } from "./autonaming.ts";

const digits = "0123456789abcdef".repeat(4);
const of = { organization: "organization", project: "shop", stack: "dev", name: "q", digits };
const autoname = (configuration?: object) =>
  autonameOf(readAutonaming(configuration && JSON.stringify(configuration)), of);

describe("pulumi:autonaming", () => {
  it("leaves names to the provider unless it is configured", () => {
    expect(autoname()).to.equal(undefined);
    expect(autoname({ mode: "default" })).to.equal(undefined);
  });

  it("proposes a name by a pattern", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's
    const pattern = "${project}-${stack}-${name}-${hex(4)}-${num(3)}-${string(2)}-${uuid}";
    expect(autoname({ pattern })).to.deep.equal({
      mode: "propose",
      name: "shop-dev-q-0123-012-gh-01234567-89ab-cdef-0123-456789abcdef",
    });
  });

  it("enforces the logical name if it is verbatim", () => {
    expect(autoname({ mode: "verbatim" })).to.deep.equal({ mode: "enforce", name: "q" });
  });

  it("can be disabled", () => {
    expect(autoname({ mode: "disabled" })).to.deep.equal({ mode: "disabled" });
  });

  it("is refused if it is unsupported", () => {
    expect(() => autoname({ providers: {} })).to.throw(
      "config pulumi:autonaming: the embedded AWS knows mode",
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's
    expect(() => autoname({ pattern: "${region}" })).to.throw(/unknown \$\{region\} in the pattern/);
  });
});
