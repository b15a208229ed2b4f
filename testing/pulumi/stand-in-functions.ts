import { awsFunctions } from "@batchline/embedded-aws";
import type { Functions } from "@batchline/pulumi-engine";

/** Answers as AWS does, and for a parameter of Systems Manager `value of <its name>`. */
export function standInFunctions(region: string): Functions {
  const ofAws = awsFunctions({ region });
  return (token, args) => {
    if (token !== "aws:ssm/getParameter:getParameter") return ofAws(token, args);
    const name = String(args.name);
    return { name, insecureValue: `value of ${name}` };
  };
}
