import { randomUUID } from "node:crypto";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { latest } from "./function-version.ts";

/** A name for one version of a function, or for two that share its invocations. */
export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Version → its part of the invocations, 0–1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

export type AliasSettings = Partial<Omit<Alias, "name" | "revisionId">>;

/** The aliases of one function. */
export class Aliases {
  readonly #arnOf: (alias: string) => string;
  /** Throws ResourceNotFoundException for an unknown version. */
  readonly #checkVersion: (version: string) => void;
  readonly #byName = new Map<string, Alias>();

  constructor(arnOf: (alias: string) => string, checkVersion: (version: string) => void) {
    this.#arnOf = arnOf;
    this.#checkVersion = checkVersion;
  }

  /** By name, those of one version only if it is given. */
  all(version?: string): Alias[] {
    const aliases = [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return aliases.filter((alias) => version === undefined || versionsOf(alias).includes(version));
  }

  find(name: string): Alias | undefined {
    return this.#byName.get(name);
  }

  /** Throws ResourceNotFoundException. */
  get(name: string): Alias {
    const alias = this.#byName.get(name);
    if (alias !== undefined) return alias;
    throw notFound(`Cannot find alias arn: ${this.#arnOf(name)}`);
  }

  /** Throws ResourceConflictException for a used name, and what `update` throws. */
  create(name: string, settings: AliasSettings & Pick<Alias, "version">): Alias {
    if (this.#byName.has(name))
      throw new AwsError("ResourceConflictException", `Alias already exists: ${this.#arnOf(name)}`, 409);
    return this.#put({ name, description: "", weights: {}, ...settings });
  }

  /** Throws ResourceNotFoundException, PreconditionFailedException for another revision, and InvalidParameterValueException. */
  update(name: string, settings: AliasSettings, revisionId?: string): Alias {
    const alias = this.#byName.get(name);
    // In other words than GetAlias: https://github.com/localstack/localstack/issues/11832
    if (alias === undefined) throw notFound(`Alias not found: ${this.#arnOf(name)}`);
    if (revisionId !== undefined && revisionId !== alias.revisionId)
      throw new AwsError(
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetAlias API to retrieve the latest Revision Id",
        412,
      );
    return this.#put({ ...alias, ...settings });
  }

  /** Does nothing if there is none. */
  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** The version for an invocation. */
  choose({ version, weights }: Alias): string {
    const [[other, weight] = []] = Object.entries(weights);
    return other !== undefined && Math.random() < (weight ?? 0) ? other : version;
  }

  #put(settings: Omit<Alias, "revisionId">): Alias {
    const { version, weights } = settings;
    this.#checkVersion(version);
    const others = Object.entries(weights);
    if (others.length > 1)
      throw invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
    for (const [other, weight] of others) {
      if (other === latest || version === latest)
        throw invalid("$LATEST is not supported for an alias pointing to more than 1 version");
      if (other === version)
        throw invalid(
          `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
        );
      if (!(weight >= 0 && weight <= 1)) throw invalid("The weight of a version is between 0.0 and 1.0.");
      this.#checkVersion(other);
    }
    const alias = { ...settings, revisionId: randomUUID() };
    this.#byName.set(alias.name, alias);
    return alias;
  }
}

function versionsOf({ version, weights }: Alias): string[] {
  return [version, ...Object.keys(weights)];
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
