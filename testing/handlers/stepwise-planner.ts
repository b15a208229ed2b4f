import type { PlanStores } from "../../handlers/plan/plan-stores.ts";

/** A planner whose calls of the stores can be held up, and the number of those that are under way. */
export interface StepwisePlanner extends PlanStores {
  readonly underWay: () => number;
}

/** A planner that calls `before` ahead of each of its steps, with the step's number from 1: each call of bucket, table and Step Functions. */
export function stepwise(planner: PlanStores, before: (step: number) => Promise<void>): StepwisePlanner {
  let steps = 0;
  let underWay = 0;
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      await before(++steps);
      return await call();
    } finally {
      underWay -= 1;
    }
  };
  const stepping = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        // What is read page by page is not held up.
        if (name === "query" || name === "getAll") return member.bind(target);
        return (...args: unknown[]) => step(async () => Reflect.apply(member, target, args));
      },
    });
  return {
    ...planner,
    bucket: stepping(planner.bucket),
    table: stepping(planner.table),
    lives: (...about) => step(() => planner.lives(...about)),
    underWay: () => underWay,
  };
}
