import { expect } from "chai";
import fc from "fast-check";
import { maxUserDataBytes, mimeMultipart, type UserDataPart } from "../../components/mime-multipart.ts";

const hello: UserDataPart = { type: "shell", content: "#!/bin/bash\necho hello\n" };

describe("mimeMultipart", () => {
  it("writes each part with its type and an empty line before its content", () => {
    const message = mimeMultipart([hello, { type: "cloud-config", content: "#cloud-config\ntimezone: UTC" }]);
    const boundary = /boundary="([^"]+)"/.exec(message)?.[1];
    expect(message).to.equal(
      [
        "MIME-Version: 1.0",
        `Content-Type: multipart/mixed; boundary="${boundary}"`,
        "",
        `--${boundary}`,
        'Content-Type: text/x-shellscript; charset="utf-8"',
        "",
        "#!/bin/bash",
        "echo hello",
        "",
        `--${boundary}`,
        'Content-Type: text/cloud-config; charset="utf-8"',
        "",
        "#cloud-config",
        "timezone: UTC",
        "",
        `--${boundary}--`,
        "",
      ].join("\n"),
    );
  });

  it("gives the same text for the same parts, so that nothing is updated by itself", () => {
    expect(mimeMultipart([hello])).to.equal(mimeMultipart([{ ...hello }]));
  });

  it("keeps every part whole, whatever is in it", () => {
    const parts = fc.array(
      fc.record({
        type: fc.constant("shell" as const),
        content: fc.string({ maxLength: 300 }).map((text) => `#!/bin/sh\n${text.trimEnd()}`),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(parts, (given) => {
        expect(contents(mimeMultipart(given))).to.deep.equal(given.map(({ content }) => content.trimEnd()));
      }),
    );
  });

  it("is not fooled by a part that holds its own boundary", () => {
    const inner = mimeMultipart([hello]);
    const content = `#!/bin/sh\ncat <<EOF\n${inner}EOF`;
    expect(contents(mimeMultipart([{ type: "shell", content }]))).to.deep.equal([content]);
  });

  it("refuses no parts, a script without an interpreter, and a cloud-config without its first line", () => {
    expect(() => mimeMultipart([])).to.throw(RangeError, "at least one part");
    expect(() => mimeMultipart([hello, { type: "shell", content: "echo" }])).to.throw(
      RangeError,
      "part 2 of the user data, shell, must start with #!",
    );
    expect(() => mimeMultipart([{ type: "cloud-config", content: "timezone: UTC" }])).to.throw(
      RangeError,
      "must start with #cloud-config",
    );
  });

  it("refuses more than EC2 takes, counted in bytes", () => {
    const content = `#!/bin/sh\n# ${"é".repeat(maxUserDataBytes / 2)}`;
    expect(() => mimeMultipart([{ type: "shell", content }])).to.throw(RangeError, "EC2 allows 16384");
  });
});

/** The contents as a reader of RFC 2046 finds them. */
function contents(message: string): string[] {
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1] ?? "";
  const [, ...sections] = message.split(`--${boundary}`);
  expect(sections.pop()).to.equal("--\n");
  return sections.map((section) => {
    const [, body = ""] = /\n\n([\s\S]*)\n$/.exec(section) ?? [];
    return body.trimEnd();
  });
}
