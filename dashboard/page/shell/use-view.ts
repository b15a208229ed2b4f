import { useEffect, useState } from "preact/hooks";

/** A view that is fetched: the last one stays while the next is on its way. */
export interface Fetched<View> {
  readonly view?: View;
  readonly problem?: string;
}

/**
 * Fetches a view now, and again when `version` changes. When `key` changes, the view before is forgotten.
 * At most one request is under way, so many changes cause few requests.
 */
export function useView<View>(
  key: string,
  version: number | string,
  fetchView: () => Promise<View>,
): Fetched<View> {
  const [fetched, setFetched] = useState<Fetched<View> & { readonly key: string }>({ key });
  const [request] = useState<{ busy?: string; again: boolean; fetchView: () => Promise<View> }>({
    again: false,
    fetchView,
  });
  useEffect(() => {
    request.fetchView = fetchView;
    if (request.busy === key) {
      request.again = true;
      return;
    }
    const load = async () => {
      request.busy = key;
      do {
        request.again = false;
        const next = await request.fetchView().then(
          (view) => ({ key, view }),
          (cause: unknown) => ({ key, problem: cause instanceof Error ? cause.message : String(cause) }),
        );
        // Another view was asked for meanwhile.
        if (request.busy !== key) return;
        setFetched(
          (before) =>
            (before.key === key ? { ...before, problem: undefined, ...next } : next) as typeof before,
        );
      } while (request.again);
      delete request.busy;
    };
    void load();
  }, [key, version]);
  return fetched.key === key ? fetched : {};
}
