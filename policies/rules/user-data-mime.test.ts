import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mimeMultipart } from "@batchline/aws-facts";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { happyTemplate, templateWith } from "../../testing/policies/happy.ts";
import { userDataMime as rule } from "./user-data-mime.ts";

describe("policy user-data-mime", () => {
  const script = "#!/bin/bash\necho hello\n";
  const message = mimeMultipart([{ type: "shell", content: script }]);
  const templateOf = (text: string | Buffer) =>
    templateWith({ userData: Buffer.from(text).toString("base64") });
  const violations = (text: string | Buffer) => check(rule, templateOf(text)).violations;

  it("the program's user data, compressed parts, and no user data: accepted", () => {
    const large = mimeMultipart([
      { type: "cloud-config", content: `#cloud-config\n${"# x\n".repeat(9_000)}` },
    ]);
    for (const happy of [happyTemplate, templateOf(large), templateWith({ userData: undefined })])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("examples of the AWS Batch user guide and the Terraform provider: accepted", () => {
    const example = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==MYBOUNDARY=="

--==MYBOUNDARY==
Content-Type: text/cloud-config; charset="us-ascii"

packages:
- amazon-efs-utils

--==MYBOUNDARY==--`;
    const composed = [
      'Content-Type: multipart/mixed; boundary="MIMEBOUNDARY"\nMIME-Version: 1.0\r\n\r\n--MIMEBOUNDARY\r\n',
      "Content-Transfer-Encoding: 7bit\r\nContent-Type: text/x-shellscript\r\nMime-Version: 1.0\r\n\r\n",
      `${script}\r\n--MIMEBOUNDARY--\r\n`,
    ].join("");
    for (const text of [example, composed]) expect(violations(text)).to.deep.equal([]);
  });

  it("a plain script: refused", () => {
    expect(violations(script)).to.deep.equal(["userData"]);
  });

  it("a message without its end: refused", () => {
    expect(violations(message.replace(/--\n$/, "\n"))).to.deep.equal(["userData"]);
  });

  it("a part of an unknown type: refused, unless it is configured", () => {
    const plain = message.replace("text/x-shellscript", "text/plain");
    expect(violations(plain)).to.deep.equal(["userData line 5"]);
    expect(check(rule, templateOf(plain), { types: ["text/plain"] }).violations).to.deep.equal([]);
  });

  it("a script without an interpreter: refused", () => {
    expect(violations(message.replace("#!/bin/bash\n", ""))).to.deep.equal(["userData line 5"]);
  });

  it("a compressed part of an unknown type: refused", () => {
    const part = gzipSync("echo hello").toString("base64");
    const headers = "Content-Type: application/gzip\nContent-Transfer-Encoding: base64";
    const of = message.replace(/Content-Type: text[\s\S]*(?=\n--)/, `${headers}\n\n${part}`);
    expect(violations(of)).to.deep.equal(["userData line 5"]);
  });

  it("a message compressed as a whole, broken or not: refused", () => {
    const whole = gzipSync(message);
    for (const bytes of [whole, whole.subarray(0, 30)]) expect(violations(bytes)).to.deep.equal(["userData"]);
  });

  it("more than EC2 takes: refused", () => {
    const noise = Array.from({ length: 400 }, (_, n) => createHash("sha256").update(`${n}`).digest("hex"));
    const large = message.replace("echo hello", `# ${noise.join("\n# ")}`);
    expect(violations(large)).to.deep.equal(["userData"]);
  });

  it("text that is not base64: refused", () => {
    expect(check(rule, templateWith({ userData: script })).violations).to.deep.equal(["userData"]);
  });

  it("exempt templates: accepted", () => {
    const given = { ...templateOf(script), name: "bastion" };
    expect(check(rule, given, { exempt: ["bastion"] }).violations).to.deep.equal([]);
  });

  it("unknown user data: unchecked", () => {
    expect(check(rule, templateWith({ userData: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["userData"],
    });
  });
});
