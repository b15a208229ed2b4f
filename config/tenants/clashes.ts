import type { CheckedFile, Claim } from "./check-file.ts";
import type { Problem } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";

const rules: Readonly<Record<Claim["field"], { readonly code: ProblemCode; readonly suggestion: string }>> = {
  id: { code: "BL-T014", suggestion: "give each tenant an id of its own" },
  "storage.bucket": { code: "BL-T015", suggestion: "a bucket belongs to one tenant" },
};

/** What only all files together can show: the same id, or the same own bucket, twice. */
export function clashes(files: readonly CheckedFile[]): Problem[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ file, claims }) =>
    claims.flatMap(({ field, value, refuse }) => {
      const key = `${field} ${value}`;
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, file);
        return [];
      }
      const { code, suggestion } = rules[field];
      const name = field.split(".").at(-1);
      return [refuse(code, `the ${name} ${JSON.stringify(value)} is already that of ${owner}`, suggestion)];
    }),
  );
}
