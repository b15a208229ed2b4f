import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { CallingService } from "../../host/identity/resource-policies.ts";
import { Aliases } from "./aliases.ts";
import { type AsyncHost, AsyncInvocations } from "./async-invocations.ts";
import { placeOf } from "./code-place.ts";
import { Concurrency } from "./concurrency.ts";
import { codeHash, readFiles, writeFiles } from "./function-code.ts";
import { checkSettings } from "./function-limits.ts";
import { FunctionPolicy } from "./function-policy.ts";
import type { Outcome } from "./function-process.ts";
import { nameIn, placeIn, qualifierIn } from "./function-reference.ts";
import { type FunctionHost, type FunctionSpec, FunctionVersion, isSame, latest } from "./function-version.ts";

export type { FunctionSpec } from "./function-version.ts";

interface LambdaOptions extends Omit<FunctionHost, "concurrency">, AsyncHost {
  readonly identity: FunctionHost["identity"] &
    AsyncHost["identity"] &
    Pick<Identity, "resourcePolicies" | "isAssumableBy">;
  /** Has `<function>/<hash of the code>` with the code of each version. */
  readonly dir: string;
}

/** What UpdateFunctionCode and UpdateFunctionConfiguration change. */
export type FunctionChanges = Partial<Omit<FunctionSpec, "name" | "arn">>;

export class Lambda {
  readonly #options: LambdaOptions;
  readonly concurrency = new Concurrency();
  /** Name → `$LATEST` and the published versions, by number. */
  readonly #functions = new Map<string, Map<string, FunctionVersion>>();
  /** Name → the latest number. Lambda uses none again, also after the function was deleted. */
  readonly #numbers = new Map<string, number>();
  /** Name of a function → its aliases. */
  readonly #aliases = new Map<string, Aliases>();
  readonly #retired = new Set<FunctionVersion>();
  /** Names of functions that are being created or changed. */
  readonly #changing = new Set<string>();
  /** Asynchronous invocations, and what happens to them. */
  readonly later: AsyncInvocations;
  /** Name → qualifier, empty without one → policy. */
  readonly #policies = new Map<string, Map<string, FunctionPolicy>>();

  constructor(options: LambdaOptions) {
    this.#options = options;
    this.later = new AsyncInvocations(options);
  }

  /** Throws AwsError for a used name, and for a function that cannot run here. */
  async createFunction(spec: FunctionSpec): Promise<void> {
    const { name } = spec;
    if (this.#functions.has(name) || this.#changing.has(name))
      throw new AwsError("ResourceConflictException", `Function already exist: ${name}`, 409);
    const version = await this.#alone(name, () => this.#deploy(spec));
    this.#functions.set(name, new Map([[latest, version]]));
  }

  /** Creates a function of an earlier session, whose code is still in its folder. Of its published versions, the latest comes back. */
  async restoreFunction({
    codeSha256,
    version,
    ...spec
  }: Omit<FunctionSpec, "code"> & { readonly codeSha256: string; readonly version: string }): Promise<void> {
    const code = await readFiles(this.#folder(spec.name, Buffer.from(codeSha256, "base64")));
    await this.createFunction({ ...spec, code });
    if (version === latest) return;
    this.#numbers.set(spec.name, Number(version) - 1);
    this.publishVersion(spec.name);
  }

  /**
   * Changes `$LATEST`. Invocations that run end with the old code and settings; the next one has the new ones.
   * Throws as createFunction does, and ResourceConflictException during another change.
   */
  async updateFunction(reference: string, changes: FunctionChanges): Promise<FunctionSpec> {
    const before = this.#unchanging(reference);
    const after = await this.#alone(before.spec.name, () => this.#deploy({ ...before.spec, ...changes }));
    this.#versionsOf(before).set(latest, after);
    await this.#retire(before);
    return after.spec;
  }

  /**
   * Makes a version of `$LATEST` that never changes. The same as the last version if nothing has changed since.
   * Throws as updateFunction does. https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
   */
  publishVersion(reference: string): FunctionVersion {
    const current = this.#unchanging(reference);
    const { spec, place } = current;
    const versions = this.#versionsOf(current);
    const published = [...versions.values()].filter(({ version }) => version !== latest);
    const last = published.at(-1);
    if (last !== undefined && isSame(last.spec, spec)) return last;
    const number = (this.#numbers.get(spec.name) ?? 0) + 1;
    this.#numbers.set(spec.name, number);
    const version = new FunctionVersion(this.#host, spec, place, String(number));
    versions.set(version.version, version);
    // Lambda does so some minutes after the last invocation.
    for (const older of published) void older.stopIdle();
    return version;
  }

  /** `$LATEST` and the published versions. Throws ResourceNotFoundException. */
  versions(reference: string): readonly FunctionVersion[] {
    return [...this.#versionsOf(this.#find(nameIn(reference))).values()];
  }

  /** Deletes all versions, or the one that is named. Invocations that run go on to their end. Throws as updateFunction does. */
  async deleteFunction(reference: string): Promise<void> {
    this.#unchanging(reference);
    const target = this.#find(reference);
    const versions = this.#versionsOf(target);
    const qualifier = qualifierIn(reference);
    const all = qualifier === undefined;
    if (!all && target.version !== qualifier)
      throw invalid("Deletion of aliases is not currently supported.");
    if (!all && target.version === latest) {
      const message = "$LATEST version cannot be deleted without deleting the function.";
      throw new AwsError("InvalidParameterValueException", message);
    }
    if (all) {
      this.#functions.delete(target.spec.name);
      this.concurrency.reserve(target.spec.name, undefined);
      for (const policy of this.#policies.get(target.spec.name)?.values() ?? []) policy.clear();
      this.#aliases.delete(target.spec.name);
    } else {
      const aliases = this.aliasesOf(target.spec.name).all(target.version);
      if (aliases.length > 0)
        throw new AwsError(
          "ResourceConflictException",
          `Version was not deleted because the following aliases reference it: [${aliases.map(({ name }) => name).join(", ")}]`,
          409,
        );
      versions.delete(target.version);
      this.#policies.get(target.spec.name)?.get(target.version)?.clear();
    }
    await Promise.all((all ? [...versions.values()] : [target]).map((version) => this.#retire(version)));
  }

  /** A function's aliases. Throws ResourceNotFoundException. */
  aliasesOf(reference: string): Aliases {
    const name = nameIn(reference);
    this.#find(name);
    const known = this.#aliases.get(name);
    if (known !== undefined) return known;
    const aliases = new Aliases(
      (alias) => this.aliasArn(name, alias),
      (version) => void this.#find(`${name}:${version}`),
    );
    this.#aliases.set(name, aliases);
    return aliases;
  }

  aliasArn(reference: string, alias: string): string {
    return this.arnOf(`${nameIn(reference)}:${alias}`);
  }

  has(name: string): boolean {
    return this.#functions.has(name);
  }

  /** Finds a version by the function's name, ARN or partial ARN, with or without a qualifier. Throws ResourceNotFoundException. */
  find(reference: string): FunctionVersion {
    return this.#find(reference);
  }

  async invoke(reference: string, payload: string, requestId: string = randomUUID()): Promise<Outcome> {
    return this.#find(reference).invoke({ payload, requestId, arn: this.arnOf(reference) });
  }

  /** An asynchronous invocation. The payload is JSON. Nothing happens if there is no such function. */
  invokeLater(reference: string, payload: string, requestId: string = randomUUID()): void {
    this.later.start({ find: () => this.#find(reference), payload, requestId });
  }

  /** An asynchronous invocation by a service. Throws ResourceNotFoundException, and AccessDeniedException unless the function's policy allows it. */
  invokeFor(caller: CallingService, reference: string, payload: string): void {
    const action = "lambda:InvokeFunction";
    this.#find(reference);
    if (this.#options.identity.resourcePolicies.serviceMay(caller, action, this.arnOf(reference))) {
      this.invokeLater(reference, payload);
      return;
    }
    const why = `because no resource-based policy allows the ${action} action for ${caller.sourceArn}`;
    const message = `${caller.service} is not authorized to perform: ${action} on resource: ${reference} ${why}`;
    const error = new AwsError("AccessDeniedException", message, 403);
    this.#options.identity.recordDenial({ arn: caller.service }, action, reference, error);
    throw error;
  }

  /** Who may call a function, or the version that is named. Throws ResourceNotFoundException, and AwsError for `$LATEST`. */
  policyOf(reference: string): FunctionPolicy {
    const { name } = this.#find(reference).spec;
    const qualifier = qualifierIn(reference) ?? "";
    if (qualifier === latest) throw invalid("We currently do not support adding policies for $LATEST.");
    const policies = this.#policies.get(name) ?? new Map<string, FunctionPolicy>();
    const policy =
      policies.get(qualifier) ??
      new FunctionPolicy(this.arnOf(reference), this.#options.identity.resourcePolicies);
    this.#policies.set(name, policies.set(qualifier, policy));
    return policy;
  }

  async stop(): Promise<void> {
    this.later.stop();
    const versions = [...this.#functions.values()].flatMap((each) => [...each.values()]);
    await Promise.all([...versions, ...this.#retired].map((version) => version.stop()));
  }

  /** The ARN that a reference means, whether or not the function exists. Throws ResourceNotFoundException for another region's. */
  arnOf(reference: string): string {
    const { region } = this.#options;
    const { region: elsewhere = region, account = accountId } = placeIn(reference);
    if (elsewhere !== region) {
      const message = `Functions from '${elsewhere}' are not reachable in this region ('${region}')`;
      throw new AwsError("ResourceNotFoundException", message, 404);
    }
    const qualifier = qualifierIn(reference);
    const version = qualifier === undefined ? "" : `:${qualifier}`;
    return `arn:aws:lambda:${region}:${account}:function:${nameIn(reference)}${version}`;
  }

  #find(reference: string): FunctionVersion {
    const arn = this.arnOf(reference);
    const name = nameIn(reference);
    const qualifier = qualifierIn(reference) ?? latest;
    const aliases = this.#aliases.get(name);
    const alias = aliases?.find(qualifier);
    const version = alias === undefined ? qualifier : aliases?.choose(alias);
    const isHere = (placeIn(reference).account ?? accountId) === accountId;
    const found = isHere ? this.#functions.get(name)?.get(version ?? latest) : undefined;
    if (found !== undefined) return found;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
  }

  /** `$LATEST`. Throws ResourceNotFoundException, and ResourceConflictException while it changes. */
  #unchanging(reference: string): FunctionVersion {
    const found = this.#find(nameIn(reference));
    const { name, arn } = found.spec;
    if (!this.#changing.has(name)) return found;
    const message = `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`;
    throw new AwsError("ResourceConflictException", message, 409);
  }

  async #alone(name: string, change: () => Promise<FunctionVersion>): Promise<FunctionVersion> {
    this.#changing.add(name);
    try {
      return await change();
    } finally {
      this.#changing.delete(name);
    }
  }

  get #host(): FunctionHost {
    return { ...this.#options, concurrency: this.concurrency };
  }

  #versionsOf({ spec }: FunctionVersion): Map<string, FunctionVersion> {
    return must(this.#functions.get(spec.name), "a version that was found has a function");
  }

  #folder(name: string, hash: Buffer): string {
    return join(this.#options.dir, name, hash.toString("hex"));
  }

  #isUsed(name: string, dir: string): boolean {
    return [...(this.#functions.get(name)?.values() ?? [])].some(({ place }) => place.dir === dir);
  }

  /** Checks a function and writes its code, to a folder of its own: a running invocation still reads the old one. */
  async #deploy(spec: FunctionSpec): Promise<FunctionVersion> {
    checkSettings(spec);
    const { name, code, roleArn } = spec;
    if (!this.#options.identity.isAssumableBy("lambda.amazonaws.com", roleArn))
      throw invalid("The role defined for the function cannot be assumed by Lambda.");
    const place = placeOf(spec, this.#folder(name, codeHash(code)));
    if (!this.#isUsed(name, place.dir)) await writeFiles(place.dir, code);
    return new FunctionVersion(this.#host, spec, place);
  }

  /** Stops the idle processes of a version that was changed or deleted. Removes its code after its last invocation. */
  async #retire(version: FunctionVersion): Promise<void> {
    this.#retired.add(version);
    void version.unused.then(async () => {
      this.#retired.delete(version);
      const { dir } = version.place;
      if (!this.#isUsed(version.spec.name, dir)) await rm(dir, { recursive: true, force: true });
    });
    await version.retire();
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
