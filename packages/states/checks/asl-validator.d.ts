declare module "asl-validator" {
  interface Problem {
    readonly "Error code": string;
    readonly Message: string;
  }
  /** Writes into `definition`. */
  function validate(definition: object): { readonly isValid: boolean; readonly errors: readonly Problem[] };
  export = validate;
}
