import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import type { WireMap } from "./wire.ts";

/** Without a struct: no properties. */
export function fromStruct(struct: structMessages.Struct | undefined): WireMap {
  return (struct?.toJavaScript() ?? {}) as WireMap;
}

export function toStruct(properties: Readonly<Record<string, unknown>>): structMessages.Struct {
  // JSON may be nested deeper than fromJavaScript's type.
  return structMessages.Struct.fromJavaScript(properties as Record<string, structMessages.JavaScriptValue>);
}
