class AtPath {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

class AtUri {
  readonly uri: string;
  constructor(uri: string) {
    this.uri = uri;
  }
}

/** A file with the content `text`. @example new StringAsset('{"tenants":[]}') */
export class StringAsset {
  readonly text: string;
  constructor(text: string) {
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
export class AssetArchive {
  readonly assets: Readonly<Record<string, Asset | Archive>>;
  constructor(assets: Readonly<Record<string, Asset | Archive>>) {
    this.assets = assets;
  }
}

export type Asset = StringAsset | FileAsset | RemoteAsset;
export type Archive = FileArchive | RemoteArchive | AssetArchive;
