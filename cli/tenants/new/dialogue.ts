import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { CodedError, must } from "@batchline/diagnostics";
import type { CliErrorCode } from "../../error-codes.ts";

/** Where questions are asked and answered. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The input ended: Ctrl-C, Ctrl-D, or a closed terminal. */
export class NoAnswerError extends CodedError<CliErrorCode> {}

interface Question {
  /** The question, in a line or two. */
  readonly text: string;
  /** The value of an empty answer. @default an empty answer is refused */
  readonly preset?: string;
  /** The problem of an answer that is not empty; undefined when it is valid. */
  complaint(answer: string): string | undefined;
}

/** Asks one question after the other, each until its answer is valid. */
export class Dialogue implements Disposable {
  readonly #lines: AsyncIterator<string>;
  readonly #interface: ReturnType<typeof createInterface>;
  readonly #output: NodeJS.WritableStream;
  #closed = false;

  constructor({ input, output }: Terminal) {
    this.#output = output;
    this.#interface = createInterface({ input, output, prompt: "> " });
    this.#interface.once("close", () => {
      this.#closed = true;
    });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  /** The answer, or the question's preset. @throws NoAnswerError */
  async ask({ text, preset, complaint }: Question): Promise<string> {
    this.say(`\n${text}`);
    for (;;) {
      // Lines typed ahead are still unread when the input has ended.
      if (!this.#closed) this.#interface.prompt();
      const { value, done } = await this.#lines.next();
      if (done) throw new NoAnswerError("BL-U014", "the question got no answer");
      const answer: string | undefined = value.trim() || preset;
      // An empty preset leaves the field unset.
      if (answer === "") return answer;
      const wrong = answer === undefined ? "an answer is needed" : complaint(answer);
      if (answer !== undefined && wrong === undefined) return answer;
      this.say(styleText("red", must(wrong, "an invalid answer has a problem")));
    }
  }

  say(line: string): void {
    this.#output.write(`${line}\n`);
  }

  [Symbol.dispose](): void {
    this.#interface.close();
  }
}
