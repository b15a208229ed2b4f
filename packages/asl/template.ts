import { z } from "zod";
import type { Json } from "./json.ts";

/** A JSON value; strings `{% … %}` in it are JSONata expressions. */
export type Template = Json;
export const Template: z.ZodType<Template> = z.json();

/** A string that is a JSONata expression as a whole. */
export const Expression = z.string().regex(/^\{%[\s\S]*%\}$/, "must be a JSONata expression, {% … %}");
