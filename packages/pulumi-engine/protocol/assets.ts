/** A file's content given as text. */
export class StringAsset {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A file on disk; `path` as the program gave it, relative to the project's root when not absolute. */
export class FileAsset {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** A file to be fetched from a URL. */
export class RemoteAsset {
  readonly uri: string;
  constructor(uri: string) {
    this.uri = uri;
  }
}

/** A folder, zip or tar on disk; `path` as in FileAsset. */
export class FileArchive {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** An archive to be fetched from a URL. */
export class RemoteArchive {
  readonly uri: string;
  constructor(uri: string) {
    this.uri = uri;
  }
}

/** An archive put together from named parts; an archive among them becomes a folder. */
export class AssetArchive {
  readonly assets: Readonly<Record<string, Asset | Archive>>;
  constructor(assets: Readonly<Record<string, Asset | Archive>>) {
    this.assets = assets;
  }
}

export type Asset = StringAsset | FileAsset | RemoteAsset;
export type Archive = FileArchive | RemoteArchive | AssetArchive;
