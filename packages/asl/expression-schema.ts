import { z } from "zod";

/** A string that is a JSONata expression as a whole. */
export const Expression = z.string().regex(/^\{%[\s\S]*%\}$/, "must be a JSONata expression, {% … %}");
