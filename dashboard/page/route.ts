/** The page's addresses are behind `#`, so a report in a file has them too. */
export type Route =
  | { readonly at: "runs" }
  | { readonly at: "mail" }
  | { readonly at: "run"; readonly workflow: string; readonly runId: string; readonly chunk?: ChunkPlace };

/** A cell of the matrix. */
export interface ChunkPlace {
  readonly chunk: number;
  /** The place of the stage among the run's stages. */
  readonly stage: number;
}

/** The route of a hash; anything unknown is the list of runs. @example routeOf("#/run/sitemap/r1/12/0") */
export function routeOf(hash: string): Route {
  const [first, workflow, runId, chunk, stage = "0"] = parts(hash);
  if (first === "mail") return { at: "mail" };
  if (first !== "run" || !workflow || !runId) return { at: "runs" };
  const run = { at: "run", workflow, runId } as const;
  if (!number.test(chunk ?? "") || !number.test(stage)) return run;
  return { ...run, chunk: { chunk: Number(chunk), stage: Number(stage) } };
}

const number = /^\d+$/;

function parts(hash: string): string[] {
  try {
    return hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  } catch {
    // An address that nobody has made with hashOf.
    return [];
  }
}

/** The hash of a route. @example hashOf({ at: "mail" }) // "#/mail" */
export function hashOf(route: Route): string {
  if (route.at === "mail") return "#/mail";
  if (route.at === "runs") return "#/";
  const { workflow, runId, chunk } = route;
  const place = chunk === undefined ? [] : [chunk.chunk, chunk.stage];
  return `#/${["run", workflow, runId, ...place].map((part) => encodeURIComponent(part)).join("/")}`;
}
