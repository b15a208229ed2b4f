import { awsFailure } from "../stack/aws-failure.ts";

/** Requests that may fail without harm: the answer lacks what they would have added. */
export class Asking {
  /** What could not be asked, and why. */
  readonly unknown: string[] = [];

  /** What `ask` returns, or `otherwise` where AWS refuses or does not answer. @param what A noun, for people. */
  async for<T>(what: string, ask: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await ask();
    } catch (cause) {
      const failure = awsFailure(cause);
      if (failure === undefined) throw cause;
      const text = `${what}: ${failure.message}`;
      if (!this.unknown.includes(text)) this.unknown.push(text);
      return otherwise;
    }
  }
}
