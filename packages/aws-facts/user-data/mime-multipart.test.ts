import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { UserDataError } from "../error-codes.ts";
import { maxUserDataBytes, mimeMultipart, type UserDataPart } from "./mime-multipart.ts";
import { mimeParts } from "./parse-mime-multipart.ts";

const hello: UserDataPart = { type: "shell", content: "#!/bin/bash\necho hello\n" };

describe("mimeMultipart", () => {
  it("each part has its type, an empty line and its content", () => {
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

  it("the same parts make the same text", () => {
    expect(mimeMultipart([hello])).to.equal(mimeMultipart([{ ...hello }]));
  });

  it("parts of any content and size read back unchanged", () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 300 }),
      fc
        .array(fc.constantFrom("", "--==a==", "--==a==--", "Content-Type: text/plain", "\r"), {
          maxLength: 8,
        })
        .map((lines) => lines.join("\n")),
      fc.tuple(fc.string(), fc.integer({ min: 1, max: 4_000 })).map(([word, times]) => word.repeat(times)),
    );
    const part = fc
      .record({ type: fc.constantFrom("shell" as const, "cloud-config" as const), text })
      .map(({ type, text }) => ({
        type,
        content: `${{ shell: "#!/bin/sh", "cloud-config": "#cloud-config" }[type]}\n${text}`
          .toWellFormed()
          .trimEnd(),
      }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (given) => {
        const message = mimeMultipart(given);
        expect(Buffer.byteLength(message)).to.be.at.most(maxUserDataBytes);
        const read = mimeParts(message).map(({ contentType, content }) => ({
          type: contentType?.replace("text/x-shellscript", "shell").replace("text/", ""),
          content: content.trimEnd(),
        }));
        expect(read).to.deep.equal(given);
      }),
    );
  });

  it("a part may hold a multipart message itself", () => {
    const inner = mimeMultipart([hello]);
    const content = `#!/bin/sh\ncat <<EOF\n${inner}EOF`;
    expect(mimeParts(mimeMultipart([{ type: "shell", content }]))).to.deep.equal([
      { contentType: "text/x-shellscript", content: `${content}\n`, line: 5 },
    ]);
  });

  it("no parts and parts without their first line are refused", () => {
    expect(() => mimeMultipart([])).to.throw(UserDataError, "at least one part");
    expect(() => mimeMultipart([hello, { type: "shell", content: "echo" }])).to.throw(
      UserDataError,
      "part 2 of the user data, shell, must start with #!",
    );
    expect(() => mimeMultipart([{ type: "cloud-config", content: "timezone: UTC" }])).to.throw(
      UserDataError,
      "must start with #cloud-config",
    );
  });

  it("large parts are compressed if the message would be too large, the message itself is not", () => {
    const large = { type: "shell", content: `#!/bin/sh\n${"echo é\n".repeat(maxUserDataBytes)}` } as const;
    const message = mimeMultipart([hello, large]);
    expect(message).to.match(/^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary=/);
    expect(message).to.contain("\necho hello\n").and.not.contain("echo é");
    expect(message).to.contain("Content-Type: application/gzip\nContent-Transfer-Encoding: base64\n\n");
    expect(mimeParts(message)[1]).to.include({ contentType: "text/x-shellscript", content: large.content });
  });

  it("more than 16 KiB, compressed, is refused", () => {
    const noise = Array.from({ length: 2_000 }, (_, at) =>
      createHash("sha256").update(`${at}`).digest("hex"),
    );
    const content = `#!/bin/sh\n# ${noise.join("\n# ")}`;
    expect(() => mimeMultipart([{ type: "shell", content }])).to.throw(
      UserDataError,
      /user data has \d+ bytes, compressed, and EC2 allows 16384/,
    );
  });
});

describe("mimeParts: malformed messages", () => {
  const message = mimeMultipart([hello]);
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1] as string;
  const wrong: Readonly<Record<string, [string, string]>> = {
    "plain text": ["#!/bin/bash\necho hello\n", "line 1: expected a header"],
    "another version of MIME": [message.replace("1.0", "2.0"), "line 1: expected MIME-Version: 1.0"],
    "no boundary": [message.replace(/; boundary="[^"]+"/, ""), "with a boundary"],
    "text before the first part": [
      message.replace("\n\n", "\n\nhello\n"),
      "line 4: expected the first boundary",
    ],
    "a part without an empty line": [message.replace("\n\n#!", "\n#!"), "line 6: expected a header"],
    "a part that does not end": [
      message.replace(`--${boundary}--`, ""),
      "line 4: the part that starts here has no end",
    ],
    "something after the end": [`${message}echo`, "expected the closing boundary and nothing after it"],
    "a compressed part that is not": [
      message.replace(/text\/x-shellscript.*/, "application/gzip\nContent-Transfer-Encoding: base64"),
      "line 5: the part cannot be decompressed",
    ],
    "a compressed part in binary": [
      message.replace(/text\/x-shellscript.*/, "application/gzip"),
      "line 5: a compressed part must be in base64",
    ],
  };
  for (const [title, [text, problem]] of Object.entries(wrong)) {
    it(`refuses ${title}`, () => {
      expect(() => mimeParts(text)).to.throw(UserDataError, problem);
    });
  }
});

describe("mimeParts", () => {
  it("a compressed part without a known first line stays application/gzip", () => {
    const headers = "Content-Type: application/gzip\nContent-Transfer-Encoding: base64";
    const part = `${headers}\n\n${gzipSync("echo hello").toString("base64")}`;
    const message = mimeMultipart([hello]).replace(/Content-Type: text[\s\S]*(?=\n--)/, part);
    expect(mimeParts(message)).to.deep.equal([
      { contentType: "application/gzip", content: "echo hello", line: 5 },
    ]);
  });

  it("any type, CRLF, headers over two lines and a boundary without quotes are read", () => {
    const message = [
      "Content-Type: multipart/mixed;",
      " boundary=XX",
      "MIME-Version: 1.0",
      "",
      "--XX",
      "Content-Type: text/cloud-boothook",
      "",
      "#!/bin/sh",
      "--XX",
      "",
      "no headers",
      "--XX",
      "Content-Type: TEXT/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      "aGVsbG8=",
      "--XX--",
    ].join("\r\n");
    expect(mimeParts(message)).to.deep.equal([
      { contentType: "text/cloud-boothook", content: "#!/bin/sh\r", line: 6 },
      { contentType: undefined, content: "no headers\r", line: 10 },
      { contentType: "text/plain", content: "hello", line: 13 },
    ]);
  });
});
