import { useEffect, useState } from "preact/hooks";
import type { RunName, Source } from "../source/source.ts";

/** What the server reports while the page is open. */
export interface Live {
  /** They grow with each change of the list of runs, the shown run, and the mailbox. */
  readonly versions: { readonly runs: number; readonly run: number; readonly mail: number };
  /** Why what is shown may be old. */
  readonly away?: { readonly since?: string; readonly reason: string } | undefined;
}

/** Listens as long as the page shows this run, or none. */
export function useLive(source: Source, run: RunName | undefined): Live {
  const [live, setLive] = useState<Live>({ versions: { runs: 0, run: 0, mail: 0 } });
  const { workflow, runId } = run ?? {};
  useEffect(() => {
    const named = workflow === undefined || runId === undefined ? undefined : { workflow, runId };
    return source.listen(named, (event) =>
      setLive(({ versions, away }) => {
        switch (event.what) {
          case "changed":
            return event.runId === undefined
              ? { versions: { ...versions, runs: versions.runs + 1 }, away }
              : { versions: { ...versions, run: versions.run + 1 }, away };
          case "mail":
            return { versions: { ...versions, mail: versions.mail + 1 }, away };
          case "away":
            return { versions, away: event };
          case "lost":
            return { versions, away: { reason: "The dashboard's server does not answer." } };
          case "back":
            return { versions };
        }
      }),
    );
  }, [source, workflow, runId]);
  return live;
}
