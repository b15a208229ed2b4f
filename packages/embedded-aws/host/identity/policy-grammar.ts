import { z } from "zod";

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());
const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const scalars = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat());

const StatementSource = z.strictObject({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]*$/, "a Sid has letters and digits only")
    .optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Principal: z
    .union([
      z.literal("*"),
      z.strictObject({ AWS: texts, Service: texts, Federated: texts, CanonicalUser: texts }).partial(),
    ])
    .optional(),
  Condition: z.record(z.string(), z.record(z.string(), scalars)).default({}),
});
export type StatementSource = z.output<typeof StatementSource>;

/** IAM's grammar of a policy document. A single value becomes a list of one. */
export const DocumentSource = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
  Id: z.string().optional(),
  Statement: z.preprocess(
    (value) => (Array.isArray(value) || value === undefined ? value : [value]),
    z.array(StatementSource).min(1),
  ),
});
