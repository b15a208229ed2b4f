import type { TextPosition } from "@batchline/diagnostics/yaml";
import type * as z from "zod";
import type { ProblemCode } from "./error-codes.ts";

/** Workflow name → the schema of that workflow's block in a tenant's file. */
export type WorkflowParams = Readonly<Record<string, z.ZodType>>;

/** What is wrong, before the place is known. */
export interface Finding {
  readonly code: ProblemCode;
  /** One sentence without a full stop. */
  readonly message: string;
  /** How to fix it. */
  readonly suggestion?: string | undefined;
}

/** One thing that is wrong with the tenants' files, and where. */
export interface Problem extends Finding, TextPosition {
  /** The tenants' folder as it was given, and the file's name. */
  readonly file: string;
  /** The line as it is in the file; absent if there is none to show. */
  readonly excerpt?: string;
}

/** Makes the problem at `offset` (in characters) of a file's text. */
export type ProblemAt = (offset: number, finding: Finding) => Problem;

/** The `params` of an issue that one of our own checks reports. The issue's message says what is wrong with the field. */
export type IssueParams = Pick<Finding, "code" | "suggestion">;

/** The parts of JSON Schema draft-07 that zod writes and that are read here. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}
