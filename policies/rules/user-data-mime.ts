import { type MimePart, maxUserDataBytes, mimeParts, UserDataError } from "@batchline/aws-facts";
import { z } from "zod";
import { readUserData } from "../kit/instances.ts";
import { launchTemplate } from "../kit/resource-types.ts";
import { on, resourceRule, texts } from "../kit/rule.ts";

export const userDataMime = resourceRule({
  name: "user-data-mime",
  code: "BL-P020",
  title: "User data of a launch template is a MIME multipart message, so that AWS Batch can add its own part",
  severity: "high",
  fix: "Pass the parts to LaunchTemplate (components/compute/launch-template.ts) as userData. It composes, compresses and encodes them. With any other user data Batch marks the compute environment INVALID.",
  config: z.object({
    types: z
      .array(z.string())
      .default(["text/x-shellscript", "text/cloud-config", "text/cloud-boothook"])
      .describe("Allowed types of parts. cloud-init ignores unknown types."),
    exempt: texts("Names in the program of launch templates that AWS Batch does not use."),
  }),
  checks: ({ types, exempt }) =>
    on(launchTemplate, ({ name, props }, { report }) => {
      if (exempt.includes(name) || props.userData === undefined || props.userData === "") return;
      const data = readUserData(props.userData);
      if (data === undefined) return report("userData", "is not base64");
      if (data.bytes > maxUserDataBytes)
        report("userData", `has ${data.bytes} bytes; EC2 allows ${maxUserDataBytes}`);
      if (data.compressed || data.text === undefined)
        return report("userData", "is compressed as a whole; only its parts may be");
      const parts = partsOf(data.text, (problem) =>
        report("userData", `is not a MIME multipart message: ${problem}`),
      );
      for (const part of parts) {
        const problem = problemOf(part, types);
        if (problem !== undefined) report(`userData line ${part.line}`, problem);
      }
    }),
});

function partsOf(text: string, refuse: (problem: string) => void): MimePart[] {
  try {
    return mimeParts(text);
  } catch (cause) {
    if (!(cause instanceof UserDataError)) throw cause;
    refuse(cause.message);
    return [];
  }
}

function problemOf({ contentType: type, content }: MimePart, types: readonly string[]): string | undefined {
  if (type === "application/gzip") return "is a compressed part whose first line does not show its type";
  if (type === undefined || !types.includes(type))
    return `has the type ${type ?? "(none)"}; allowed: ${types.join(", ")}`;
  if (type === "text/x-shellscript" && !content.startsWith("#!"))
    return "is a script without #! and an interpreter in its first line";
  return undefined;
}
