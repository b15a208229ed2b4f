// JavaScript, because Pulumi starts a policy pack with its own ts-node, which would take a TypeScript entry for itself.
import "./pack.ts";
