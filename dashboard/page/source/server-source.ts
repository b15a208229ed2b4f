import { addresses } from "../../addresses.ts";
import type { PageEvent, ProblemView } from "../../view.ts";
import { readJson } from "./read-json.ts";
import { type Source, SourceError } from "./source.ts";

const eventNames: readonly PageEvent["what"][] = ["changed", "mail", "away", "back"];

/** Views from the server that served the page. */
export const serverSource: Source = {
  page: () => get(addresses.page),
  runs: (filters) => get(`${addresses.runs}${query({ ...filters })}`),
  run: ({ workflow, runId }) => get(addresses.run(workflow, runId)),
  causes: ({ workflow, runId }) => get(addresses.causes(workflow, runId)),
  chunk: ({ workflow, runId }, chunk) => get(addresses.chunk(workflow, runId, chunk)),
  mail: () => get(addresses.mail),
  rerun: ({ workflow, runId }, request) => post(addresses.rerun(workflow, runId), request),
  stop: ({ workflow, runId }) => post(addresses.stop(workflow, runId), {}),
  listen(run, onEvent) {
    let stream: EventSource | undefined;
    /** What changed while nobody listened is not known. */
    let missed = false;
    const open = () => {
      stream = new EventSource(`${addresses.events}${run === undefined ? "" : query({ ...run })}`);
      for (const name of eventNames) {
        stream.addEventListener(name, ({ data }) => onEvent(readJson(data) as PageEvent));
      }
      stream.onerror = () => {
        missed = true;
        onEvent({ what: "lost" });
      };
      stream.onopen = () => {
        onEvent({ what: "back" });
        if (missed) {
          onEvent({ what: "changed", ...run });
          onEvent({ what: "mail" });
        }
        missed = false;
      };
    };
    // A browser has six connections per server: pages that nobody sees would keep others from opening.
    const update = () => {
      if (document.hidden) {
        stream?.close();
        stream = undefined;
        missed = true;
      } else if (stream === undefined) open();
    };
    update();
    document.addEventListener("visibilitychange", update);
    return () => {
      document.removeEventListener("visibilitychange", update);
      stream?.close();
    };
  },
};

const get = <View>(address: string) => answer<View>(address, {});

const post = <View>(address: string, body: unknown) =>
  answer<View>(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function answer<View>(address: string, request: RequestInit): Promise<View> {
  const response = await fetch(address, request).catch((cause: unknown) => {
    throw new SourceError("The dashboard's server does not answer. Start it again: npx batchline dashboard", {
      cause,
    });
  });
  const body = readJson(await response.text());
  if (response.ok) return body as View;
  throw new SourceError((body as ProblemView).message);
}

function query(fields: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
