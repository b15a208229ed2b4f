import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { notEmulated, type OperationCoverage, steps } from "../models/coverage.ts";
import { locationsOf } from "../models/locations.ts";
import {
  inputShape,
  type ModelName,
  type ServiceModel,
  type Shape,
  serviceModel,
  shapeOf,
} from "../models/model.ts";
import { serviceCoverage } from "./coverage.ts";
import { coveragePage, coveragePageFile } from "./coverage-page.ts";

describe("the coverage of AWS's models", () => {
  it("refuses a member that asks for something, by its path", () => {
    const coverage = { refused: ["volumes[].host", "tags", "publish"], only: { type: ["STANDARD"] } };
    expect(
      notEmulated(coverage, { volumes: [{ host: { a: 1 } }], tags: { a: "b" }, publish: true }),
    ).to.deep.equal(["volumes[].host is not emulated", "tags is not emulated", "publish is not emulated"]);
    expect(notEmulated(coverage, { type: "EXPRESS" })).to.deep.equal(['type "EXPRESS" is not emulated']);
    const nothing = { volumes: [{ host: {} }, {}], tags: [], publish: false, type: "STANDARD" };
    expect(notEmulated(coverage, nothing)).to.deep.equal([]);
    expect(notEmulated(coverage, { volumes: null, type: null })).to.deep.equal([]);
  });

  for (const { title, folder, model: name, coverage } of serviceCoverage) {
    const model = serviceModel(name);

    it(`names operations and members that AWS's model has: ${title}`, () => {
      const unknown = Object.entries(coverage).flatMap(([operation, about]) => {
        const known = new Set(paths(model, operation));
        return pathsIn(about)
          .filter((path) => !known.has(path))
          .map((path) => `${operation} ${path}`);
      });
      expect(unknown).to.deep.equal([]);
    });

    it(`names every member that no code reads: ${title}`, () => {
      const words = wordsOf(folder);
      const unread = Object.entries(coverage).flatMap(([operation, about]) => {
        const named = pathsIn(about);
        return paths(model, operation)
          .filter((path) => !named.some((other) => isWithin(path, other) || isWithin(other, path)))
          .filter((path) => !namesOf(name, operation, path).some((each) => words.has(each)))
          .map((path) => `${operation} ${path}`);
      });
      expect(unread).to.deep.equal([]);
    });
  }

  it("is on its page: npm run docs:coverage", () => {
    expect(readFileSync(coveragePageFile, "utf8")).to.equal(coveragePage());
  });
});

function pathsIn({ refused = [], only = {}, ignored = {} }: OperationCoverage): readonly string[] {
  return [...refused, ...Object.keys(only), ...Object.keys(ignored)];
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/** The paths of all members of an operation's input. A shape within itself is not entered. */
function paths(model: ServiceModel, operation: string): readonly string[] {
  const found: string[] = [];
  const visit = (shape: Shape, path: string, outer: readonly Shape[]): void => {
    if (outer.includes(shape)) return;
    const inside = [...outer, shape];
    if (shape.t === "list") visit(shapeOf(model, shape.e ?? "!string"), `${path}[]`, inside);
    if (shape.t === "map") visit(shapeOf(model, shape.v ?? "!string"), `${path}.*`, inside);
    for (const [name, reference] of Object.entries(shape.m ?? {})) {
      const inner = path === "" ? name : `${path}.${name}`;
      found.push(inner);
      visit(shapeOf(model, reference), inner, inside);
    }
  };
  const shape = inputShape(model, operation);
  if (shape !== undefined) visit(shape, "", []);
  return found;
}

/** What code may call a member: its name, or that of its header or parameter; XML has a list's name for each item. */
function namesOf(model: ModelName, operation: string, path: string): readonly string[] {
  const last = steps(path).findLast((step) => step !== "[]" && step !== "*") ?? "";
  const { headers = {}, query = {}, prefixes = {} } = locationsOf(model, operation);
  const found = Object.entries({ ...headers, ...query, ...prefixes }).filter(([, member]) => member === last);
  const wire = found.flatMap(([name]) => [name, name.replace(/^x-amz-/, "")]);
  return [last, ...wire, ...(model === "s3" ? [last.replace(/s$/, "")] : [])];
}

/** All names in a service's code. */
function wordsOf(folder: string): ReadonlySet<string> {
  const root = join(import.meta.dirname, folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.ts$/.test(file) && !/(\.test\.ts|(^|\/)coverage\.ts)$|testing\//.test(file),
  );
  const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
  return new Set([/\w+/g, /[\w-]+/g].flatMap((word) => texts.flatMap((text) => text.match(word) ?? [])));
}
