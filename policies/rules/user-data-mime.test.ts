import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mimeMultipart } from "@batchline/aws-facts";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { happyTemplate, templateWith } from "../../testing/policies/happy.ts";
import { userDataMime as rule } from "./user-data-mime.ts";

describe("policy user-data-mime", () => {
  const script = "#!/bin/bash\necho hello\n";
  const message = mimeMultipart([{ type: "shell", content: script }]);
  const templateOf = (text: string | Buffer) =>
    templateWith({ userData: Buffer.from(text).toString("base64") });
  const violations = (text: string | Buffer) => judge(rule, templateOf(text)).violations;

  it("is kept by what the program composes, compressed parts included, and by no user data", () => {
    const large = mimeMultipart([
      { type: "cloud-config", content: `#cloud-config\n${"# x\n".repeat(9_000)}` },
    ]);
    for (const happy of [happyTemplate, templateOf(large), templateWith({ userData: undefined })])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("is kept by the examples of the AWS Batch user guide, and by what the Terraform provider composes", () => {
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

  it("refuses a script by itself, with the line that is wrong", () => {
    expect(violations(script)).to.deep.equal([
      "userData, line 1: expected a header or the empty line after the headers",
    ]);
  });

  it("refuses a message without its end", () => {
    expect(violations(message.replace(/--\n$/, "\n"))).to.deep.equal([
      `userData, line ${message.split("\n").length - 1}: the part that starts here has no end`,
    ]);
  });

  it("refuses a part of a type that cloud-init does not know, unless it is told that it does", () => {
    const plain = message.replace("text/x-shellscript", "text/plain");
    expect(violations(plain)).to.deep.equal([
      "userData, line 5: the part is of type text/plain; those allowed are text/x-shellscript, text/cloud-config, text/cloud-boothook",
    ]);
    expect(judge(rule, templateOf(plain), { types: ["text/plain"] }).violations).to.deep.equal([]);
  });

  it("refuses a script that names no interpreter", () => {
    expect(violations(message.replace("#!/bin/bash\n", ""))).to.deep.equal([
      "userData, line 5: the script does not start with #! and its interpreter",
    ]);
  });

  it("refuses a compressed part that does not tell what it is", () => {
    const part = gzipSync("echo hello").toString("base64");
    const headers = "Content-Type: application/gzip\nContent-Transfer-Encoding: base64";
    const of = message.replace(/Content-Type: text[\s\S]*(?=\n--)/, `${headers}\n\n${part}`);
    expect(violations(of)).to.deep.equal([
      "userData, line 5: the compressed part's first line does not tell its type",
    ]);
  });

  it("refuses a message that is compressed as a whole, broken or not", () => {
    const whole = gzipSync(message);
    for (const bytes of [whole, whole.subarray(0, 30)])
      expect(violations(bytes)).to.deep.equal(["userData is compressed as a whole; only its parts may be"]);
  });

  it("refuses more than EC2 takes", () => {
    const noise = Array.from({ length: 400 }, (_, n) => createHash("sha256").update(`${n}`).digest("hex"));
    const large = message.replace("echo hello", `# ${noise.join("\n# ")}`);
    expect(violations(large)).to.deep.equal([
      `userData has ${Buffer.byteLength(large)} bytes; EC2 allows 16384`,
    ]);
  });

  it("refuses what is not base64", () => {
    expect(judge(rule, templateWith({ userData: script })).violations).to.deep.equal([
      "userData is not base64",
    ]);
  });

  it("lets templates be that AWS Batch does not use", () => {
    const given = { ...templateOf(script), name: "bastion" };
    expect(judge(rule, given, { exempt: ["bastion"] }).violations).to.deep.equal([]);
  });

  it("says that it could not see user data that is not known yet", () => {
    expect(judge(rule, templateWith({ userData: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["userData"],
    });
  });
});
