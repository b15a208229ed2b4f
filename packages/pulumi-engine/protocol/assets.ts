class Hashed {
  /** SHA-256 of the content. Two assets with the same hash are equal. Absent: not computed. */
  declare readonly hash?: string;
  constructor(hash: string | undefined) {
    if (hash !== undefined) this.hash = hash;
  }
}

class AtPath extends Hashed {
  readonly path: string;
  constructor(path: string, hash?: string) {
    super(hash);
    this.path = path;
  }
}

class AtUri extends Hashed {
  readonly uri: string;
  constructor(uri: string, hash?: string) {
    super(hash);
    this.uri = uri;
  }
}

/** A file with the content `text`. @example new StringAsset('{"tenants":[]}') */
export class StringAsset extends Hashed {
  readonly text: string;
  constructor(text: string, hash?: string) {
    super(hash);
    this.text = text;
  }
}

/** A file on disk. A relative `path` starts at the project's root. @example new FileAsset("worker/Dockerfile") */
export class FileAsset extends AtPath {}

/** A file at a URL. */
export class RemoteAsset extends AtUri {}

/** A folder, zip or tar on disk. A relative `path` starts at the project's root. @example new FileArchive("dist/metadata") */
export class FileArchive extends AtPath {}

/** An archive at a URL. */
export class RemoteArchive extends AtUri {}

/** An archive of named parts. A part that is an archive becomes a folder. @example new AssetArchive({ "index.mjs": new StringAsset("export const handler = () => 1;") }) */
export class AssetArchive extends Hashed {
  readonly assets: Readonly<Record<string, Asset | Archive>>;
  constructor(assets: Readonly<Record<string, Asset | Archive>>, hash?: string) {
    super(hash);
    this.assets = assets;
  }
}

export type Asset = StringAsset | FileAsset | RemoteAsset;
export type Archive = FileArchive | RemoteArchive | AssetArchive;

export function isAsset(value: unknown): value is Asset | Archive {
  return value instanceof Hashed;
}
