import type { IncomingMessage, ServerResponse } from "node:http";
import { addresses } from "../addresses.ts";
import { RefusedRequestError } from "../errors.ts";
import { bodyOf, sendEvents, sendJson } from "./answers.ts";
import type { PageSource, RunName } from "./page-source.ts";
import { filtersIn, rerunRequestIn } from "./requests.ts";

/** Answers a request for data. @throws RefusedRequestError, and what the source throws */
export async function answerData(
  source: PageSource,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams }: URL,
): Promise<void> {
  const posts = request.method === "POST";
  if (!posts) {
    if (pathname === addresses.page) return sendJson(response, await source.page());
    if (pathname === addresses.mail) return sendJson(response, await source.mail());
    if (pathname === addresses.runs) return sendJson(response, await source.runs(filtersIn(searchParams)));
    if (pathname === addresses.events)
      return sendEvents(response, (onEvent) => source.watch(runIn(searchParams), onEvent));
  }
  if (pathname.startsWith(`${addresses.runs}/`)) {
    const [workflow = "", runId = "", what, chunk] = partsOf(pathname.slice(addresses.runs.length + 1));
    const name = { workflow, runId };
    if (!posts && what === undefined) return sendJson(response, await source.run(name));
    if (!posts && what === "causes") return sendJson(response, await source.causes(name));
    if (!posts && what === "chunks" && chunk !== undefined && /^\d{1,8}$/.test(chunk))
      return sendJson(response, await source.chunk(name, Number(chunk)));
    if (posts && what === "rerun")
      return sendJson(response, await source.rerun(name, rerunRequestIn(await bodyOf(request))));
    if (posts && what === "stop") {
      await bodyOf(request);
      return sendJson(response, await source.stop(name));
    }
  }
  throw new RefusedRequestError(404, "BL-D003", `nothing is at ${request.method} ${pathname}`);
}

function runIn(query: URLSearchParams): RunName | undefined {
  const [workflow, runId] = [query.get("workflow"), query.get("runId")];
  return workflow === null || runId === null ? undefined : { workflow, runId };
}

function partsOf(path: string): string[] {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    throw new RefusedRequestError(400, "BL-D004", "the path is not valid percent-encoding");
  }
}
