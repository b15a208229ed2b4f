import { sameValue } from "../protocol/compare-properties.ts";
import { type PropertyMap, unknown } from "../protocol/property.ts";
import { containsPath } from "../protocol/property-path.ts";
import { changedInputs, difference } from "../registrations/difference.ts";
import type { Difference, Provider } from "../registrations/provider.ts";
import { type Registration, urnOfProvider } from "../registrations/registration.ts";
import { existing, isProvider, type StateResource } from "../state/state-resource.ts";
import type { Progress } from "./progress.ts";

/** Finds out how resources differ from the state, by Pulumi's rules. */
export class Differences {
  readonly #provider: Provider | undefined;
  readonly #progress: Progress;

  constructor(provider: Provider | undefined, progress: Progress) {
    this.#provider = provider;
    this.#progress = progress;
  }

  /** `next` has checked inputs, and its provider as the state will have it. */
  async between(old: StateResource, next: Registration): Promise<Difference> {
    const forced = await this.#forcedReplacement(old, next);
    if (forced !== undefined) return { changed: changedInputs(old, next), replaces: [forced] };
    return withReplaceOnChanges(await this.#ofInputs(old, next), next.options.replaceOnChanges);
  }

  /**
   * The paths that need a new resource if the resources `replaced` (URNs) get other outputs. Undefined: it can stay.
   */
  async causedBy(
    resource: StateResource,
    replaced: ReadonlySet<string>,
  ): Promise<readonly string[] | undefined> {
    const { kind, external, provider, options } = resource;
    if (kind !== "custom" || external === true) return undefined;
    if (provider !== undefined && replaced.has(urnOfProvider(provider))) return ["provider"];
    if (options.deletedWith !== undefined && replaced.has(options.deletedWith)) return ["deletedWith"];
    const uncertain = Object.entries(resource.propertyDependencies)
      .filter(([name, urns]) => name in resource.inputs && urns.some((urn) => replaced.has(urn)))
      .map(([name]) => [name, unknown] as const);
    if (uncertain.length === 0) return undefined;
    const inputs: PropertyMap = { ...resource.inputs, ...Object.fromEntries(uncertain) };
    const expected = await this.#ofInputs(resource, { ...resource, inputs });
    const { replaces } = withReplaceOnChanges(expected, options.replaceOnChanges);
    return replaces.length === 0 ? undefined : replaces;
  }

  /** What asks for a new resource, whatever its inputs are. */
  async #forcedReplacement(old: StateResource, next: Registration): Promise<string | undefined> {
    const { replaceWith = [], deletedWith, replacementTrigger } = next.options;
    const { replacementTrigger: formerTrigger } = old.options;
    if (old.tainted === true) return "id";
    if (replaceWith.some((urn) => this.#progress.isReplaced(urn))) return "replaceWith";
    if (deletedWith !== undefined && this.#progress.isReplaced(deletedWith)) return "deletedWith";
    if (await this.#providerReplaces(old, next)) return "provider";
    // A trigger that is new or gone does not replace.
    const [before, after] = [formerTrigger ?? null, replacementTrigger ?? null];
    if (before !== null && after !== null && !sameValue(before, after)) return "replacementTrigger";
    return undefined;
  }

  /** Another provider needs a new resource only if the provider says so. */
  async #providerReplaces(old: StateResource, next: Registration): Promise<boolean> {
    if (old.provider === next.provider) return false;
    if (old.provider === undefined || next.provider === undefined) return true;
    const [from, to] = [urnOfProvider(old.provider), urnOfProvider(next.provider)];
    if (this.#progress.aliases.renamed.get(from) === to) return false;
    const [former, current] = [this.#progress.former(from), this.#progress.snapshot.current(to)];
    if (former === undefined || current === undefined) return false;
    return (await this.#ofInputs(former, current)).replaces.length > 0;
  }

  async #ofInputs(old: StateResource, next: Registration): Promise<Difference> {
    const inPlace = { changed: changedInputs(old, next), replaces: [] };
    if (next.kind !== "custom") return inPlace;
    if (!isProvider(next)) return difference(this.#provider, next, existing(old));
    return (await this.#provider?.diffProvider?.(next, existing(old))) ?? inPlace;
  }
}

function withReplaceOnChanges(found: Difference, paths: readonly string[] = []): Difference {
  const { changed, replaces } = found;
  const more = changed.filter((path) => paths.some((outer) => containsPath(outer, path)));
  return more.length === 0 ? found : { ...found, replaces: [...new Set([...replaces, ...more])] };
}
