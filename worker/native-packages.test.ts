import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import * as z from "zod";
import { checkout } from "../testing/checkout.ts";
import { nativePackages } from "./native-packages.ts";

const names = z.record(z.string(), z.string()).default({});
const list = z.array(z.string()).optional();
const Locked = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: names,
  optionalDependencies: names,
  os: list,
  cpu: list,
  libc: list,
});
const Lock = z.object({ packages: z.record(z.string(), Locked) });

const read = (file: string) => JSON.parse(readFileSync(join(checkout, file), "utf8"));
const { packages } = Lock.parse(read("worker/image/package-lock.json"));
const own: Readonly<Record<string, string>> = read("worker/image/package.json").dependencies;

describe("the native packages of the worker's image", () => {
  it("have the project's versions, and the project's lock file's content", () => {
    const { dependencies } = read("package.json");
    const { packages: ofProject } = Lock.parse(read("package-lock.json"));
    for (const [name, version] of Object.entries(own)) {
      expect(dependencies[name], name).to.equal(version);
      expect(packages[`node_modules/${name}`]?.version).to.equal(version);
      for (const binary of Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {}))
        expect(packages[`node_modules/${binary}`]?.integrity, binary).to.equal(
          ofProject[`node_modules/${binary}`]?.integrity,
        );
    }
    expect(packages[""]?.dependencies).to.deep.equal(own);
  });

  it("are the ones that the bundle leaves out", () => {
    expect(nativePackages()).to.deep.equal(Object.keys(own));
  });

  for (const cpu of ["arm64", "x64"])
    it(`are complete for linux on ${cpu}, with nothing else`, () => {
      expect(installedOn(cpu)).to.have.members([
        ...["sharp", "detect-libc", "semver", "@img/colour"],
        ...[`@img/sharp-linux-${cpu}`, `@img/sharp-libvips-linux-${cpu}`],
      ]);
    });
});

/** What npm installs for linux with glibc. */
function installedOn(cpu: string): string[] {
  const found = new Set<string>();
  const add = (wanted: Readonly<Record<string, string>>, mayBeMissing: boolean) => {
    for (const name of Object.keys(wanted)) {
      const locked = packages[`node_modules/${name}`];
      if (locked === undefined) throw new Error(`the lock file lacks ${name}`);
      const { os = ["linux"], cpu: cpus = [cpu], libc = ["glibc"] } = locked;
      const fits = os.includes("linux") && cpus.includes(cpu) && libc.includes("glibc");
      if (!fits && !mayBeMissing) throw new Error(`${name} does not run on linux with ${cpu}`);
      if (!fits || found.has(name)) continue;
      found.add(name);
      add(locked.dependencies, false);
      add(locked.optionalDependencies, true);
    }
  };
  add(own, false);
  return [...found];
}
