import type { HookMoment, Registration } from "../registrations/registration.ts";
import type { HookEvent, ResourceHook } from "../registrations/resource-hook.ts";

export interface HooksOptions {
  /** The program sees a preview. */
  readonly dryRun: boolean;
  /** Called with what a hook's failure says, if the program wants it to be a warning. */
  readonly onWarning?: (resource: Registration, message: string) => void;
}

/**
 * The hooks that a program has registered. They are found by name: a resource that the program no longer has names its hooks in
 * the state. The rules and messages are those of Pulumi's engine:
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/deployment.go (`RunHooks`)
 */
export class Hooks {
  readonly #options: HooksOptions;
  readonly #hooks = new Map<string, ResourceHook>();

  constructor(options: HooksOptions) {
    this.#options = options;
  }

  register(hook: ResourceHook): void {
    if (this.#hooks.has(hook.name))
      throw new Error(`resource hook already registered for name "${hook.name}"`);
    this.#hooks.set(hook.name, hook);
  }

  /** Calls the resource's hooks of the moment, one after the other. Throws if one fails. */
  async run(moment: HookMoment, resource: Registration, event: HookEvent): Promise<void> {
    for (const name of resource.options.hooks?.[moment] ?? []) {
      const hook = this.#hooks.get(name);
      if (hook === undefined) throw new Error(`hook "${name}" was not registered`);
      if (this.#options.dryRun && !hook.onDryRun) continue;
      try {
        await hook.call(event);
      } catch (cause) {
        this.#fail(moment, resource, hook, cause);
      }
    }
  }

  #fail(moment: HookMoment, resource: Registration, hook: ResourceHook, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = `hook "${hook.name}" failed: ${reason}`;
    if (!hook.ignoreErrors)
      throw new Error(`${moment.startsWith("Before") ? "before" : "after"} ${problem}`, { cause });
    this.#options.onWarning?.(resource, `${moment} ${problem}`);
  }
}
