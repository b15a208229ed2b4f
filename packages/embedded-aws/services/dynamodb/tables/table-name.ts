import { notFound, validation } from "../errors.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const shortest = 3;
const longest = 255;
const pattern = "[a-zA-Z0-9_.-]+";
const wholePattern = new RegExp(`^${pattern}$`);

/** The names and ARNs of tables in one account and region. */
export class TableNames {
  readonly #prefix: string;

  constructor(region: string, account: string) {
    this.#prefix = `arn:aws:dynamodb:${region}:${account}:table/`;
  }

  arn(name: string): string {
    return this.#prefix + name;
  }

  /** The name that a request gives, or has in an ARN. Throws ValidationException or ResourceNotFoundException. */
  of(given: string): string {
    if (!given.startsWith("arn:")) return checkedName(given);
    const [, , service, , , resource = ""] = given.split(":");
    const name = resource.replace(/^table\//, "");
    if (service !== "dynamodb" || name === resource || name.includes("/"))
      throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${given}`);
    // The tables of other accounts and regions are not here.
    if (this.arn(name) !== given) throw notFound();
    return checkedName(name);
  }
}

/** Throws ValidationException for what cannot be the name of a table. */
export function checkedName(name: string): string {
  const problem = (rule: string) =>
    validation(
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must ${rule}`,
    );
  if (name.length < shortest) throw problem(`have length greater than or equal to ${shortest}`);
  if (name.length > longest) throw problem(`have length less than or equal to ${longest}`);
  if (!wholePattern.test(name)) throw problem(`satisfy regular expression pattern: ${pattern}`);
  return name;
}
