import { CodedError } from "@batchline/diagnostics";
import type { AliasSpec, Registration } from "../registrations/registration.ts";
import { childUrn, makeUrn, parseUrn } from "../registrations/urn.ts";
import type { StateResource } from "../state/state-resource.ts";

/** Two resources claim one resource of the state (BL-E017). */
export class AliasError extends CodedError<"BL-E017"> {}

/**
 * Finds the resource of the state that a registration continues: by its URN, then by its aliases and those that it inherits from
 * its parent. Rules: generateAliases of
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go
 */
export class Aliases {
  readonly #stored: ReadonlyMap<string, StateResource>;
  readonly #seen = new Set<string>();
  /** URN in the state → URN now. */
  readonly renamed = new Map<string, string>();
  /** URN now → URN in the state. */
  readonly #former = new Map<string, string>();

  /** `stored`: by URN, without those that only wait for their deletion. */
  constructor(stored: ReadonlyMap<string, StateResource>) {
    this.#stored = stored;
  }

  /** @throws {AliasError} if another resource of the program continues the same one */
  find(registration: Registration): StateResource | undefined {
    const { urn } = registration;
    this.#seen.add(urn);
    const taken = this.renamed.get(urn);
    if (taken !== undefined) throw claimedTwice(urn, taken, urn);
    for (const candidate of [urn, ...this.#urns(registration)]) {
      const stored = this.#stored.get(candidate);
      if (stored === undefined) continue;
      if (candidate !== urn) this.#rename(candidate, urn);
      return stored;
    }
    return undefined;
  }

  #rename(from: string, to: string): void {
    const other = this.#seen.has(from) ? from : this.renamed.get(from);
    if (other !== undefined) throw claimedTwice(from, other, to);
    this.renamed.set(from, to);
    this.#former.set(to, from);
  }

  #urns(registration: Registration): ReadonlySet<string> {
    const { name, type, parent, options } = registration;
    const own = (options.aliases ?? []).map((alias) => this.#urnOf(alias, registration));
    const formerParent = parent === undefined ? undefined : this.#former.get(parent);
    if (parent === undefined || formerParent === undefined) return new Set(own);
    const inherited = [{ type, name }, ...own.map(typeAndName)].map((child) =>
      inheritedUrn(parent, formerParent, child),
    );
    return new Set([...own, ...inherited]);
  }

  #urnOf(alias: string | AliasSpec, { urn, name, type, parent }: Registration): string {
    if (typeof alias === "string") return alias;
    const { stack = "", project = "" } = parseUrn(urn) ?? {};
    // An alias that names a parent means the URN that the parent had.
    const around = alias.parent === undefined ? parent : (this.#former.get(alias.parent) ?? alias.parent);
    return makeUrn({
      stack: alias.stack ?? stack,
      project: alias.project ?? project,
      parent: alias.noParent === true ? "" : (around ?? ""),
      type: alias.type ?? type,
      name: alias.name ?? name,
    });
  }
}

/** A name that starts with the parent's name changes with it. */
function inheritedUrn(
  parent: string,
  formerParent: string,
  child: { readonly type: string; readonly name: string },
): string {
  const { name: parentName = "" } = parseUrn(parent) ?? {};
  const { name: formerName = "" } = parseUrn(formerParent) ?? {};
  const name = child.name.startsWith(parentName)
    ? formerName + child.name.slice(parentName.length)
    : child.name;
  return childUrn(formerParent, child.type, name);
}

/** The type is the last one of the URN's. */
function typeAndName(urn: string) {
  const { type = "", name = "" } = parseUrn(urn) ?? {};
  return { type: type.split("$").at(-1) ?? type, name };
}

function claimedTwice(stored: string, first: string, second: string): AliasError {
  const claims = first === second ? `${second} twice` : `${first} and ${second}`;
  return new AliasError("BL-E017", `${stored} of the state is claimed by ${claims}`);
}
