import { awsFault } from "../../runs/stack/aws-failure.ts";

/** What `ask` returns; undefined if the caller lacks the right. The page then shows less. */
export async function ifAllowed<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (awsFault(cause) === "right") return undefined;
    throw cause;
  }
}
