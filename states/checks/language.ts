import validate from "asl-validator";
import { StatesError } from "../errors.ts";
import type { Asl } from "../lowering/asl.ts";

/** What asl-validator finds: the language's schema, transitions and JSONata's syntax. */
export function languageProblems(asl: Asl): StatesError[] {
  // The validator writes default query languages into what it is given.
  const { errors } = validate(structuredClone(asl));
  return errors.map(
    (error) => new StatesError("BL-S009", { what: `${error["Error code"]}: ${error.Message}` }),
  );
}
