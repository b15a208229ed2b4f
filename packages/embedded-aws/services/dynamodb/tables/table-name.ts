import { AwsError } from "../../../host/gateway/aws-error.ts";
import { invalid, validation } from "../errors.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const shortest = 3;
const longest = 255;
const pattern = "[a-zA-Z0-9_.-]+";
const wholePattern = new RegExp(`^${pattern}$`);

/** The names and ARNs of tables in one account and region. */
export class TableNames {
  readonly #region: string;
  readonly #account: string;

  constructor(region: string, account: string) {
    this.#region = region;
    this.#account = account;
  }

  arn(name: string): string {
    return `arn:aws:dynamodb:${this.#region}:${this.#account}:table/${name}`;
  }

  /** The name that a request gives, or has in an ARN. Throws ValidationException or AccessDeniedException. */
  of(given: string): string {
    if (!given.startsWith("arn:")) return checkedName(given);
    return this.#named(given, `1 validation error detected: Invalid AWS region in '${given}'`);
  }

  /** The name in the ARN of a request that takes nothing else. Throws ValidationException or AccessDeniedException. */
  ofArn(given: string): string {
    if (!given.startsWith("arn:")) throw invalid(`ARNs must start with 'arn:': ${given}`);
    return this.#named(given, `Invalid TableArn: Invalid ResourceArn provided as input ${given}`);
  }

  #named(arn: string, otherRegion: string): string {
    const [, , service, region, account, resource = ""] = arn.split(":");
    const name = resource.replace(/^table\//, "");
    if (service !== "dynamodb") throw invalid(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
    if (account !== this.#account)
      throw new AwsError(
        "AccessDeniedException",
        `User is not authorized to access ${arn} because no resource-based policy allows it`,
      );
    if (region !== this.#region) throw validation(otherRegion);
    if (name === resource || name.includes("/"))
      throw invalid(
        `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
      );
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
