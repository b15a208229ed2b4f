import { createRequire } from "node:module";
import validate from "asl-validator";

interface Schemas {
  getSchema(key: string): unknown;
}

// The validator's own, which it makes a new instance of, and compiles all its schemas with, for every definition.
const ajv = createRequire(createRequire(import.meta.url).resolve("asl-validator"))("ajv") as {
  default: new (options: object) => Schemas;
};
const Ajv = ajv.default;
const compiled = new Map<string, unknown>();

/** Keeps what one instance has compiled for the next, whose schemas and formats are the same: nine tenths of a validation. */
class CompilesOnce extends Ajv {
  override getSchema(key: string): unknown {
    const schema = compiled.get(key) ?? super.getSchema(key);
    compiled.set(key, schema);
    return schema;
  }
}

/** asl-validator's `validate`, which writes default query languages into the definition. */
export const validateLanguage: typeof validate = (definition) => {
  ajv.default = CompilesOnce;
  try {
    return validate(definition);
  } finally {
    ajv.default = Ajv;
  }
};
