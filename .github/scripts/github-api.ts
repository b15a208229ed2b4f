export interface Access {
  /** For example `https://api.github.com`. */
  readonly url: string;
  readonly token: string;
}

/** GitHub's REST API, as far as a comment needs it. https://docs.github.com/rest */
export class GitHubApi {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** Every item of a list that comes in pages. `path` without a leading slash. */
  async *list(path: string, query: Readonly<Record<string, string>> = {}): AsyncGenerator<unknown> {
    for (let page = 1; ; page += 1) {
      const items = await this.#send("GET", path, { ...query, per_page: "100", page: String(page) });
      if (!Array.isArray(items))
        throw new Error(`GitHub answered GET ${path} with something else than a list`);
      yield* items;
      if (items.length < 100) return;
    }
  }

  async post(path: string, body: object): Promise<void> {
    await this.#send("POST", path, {}, body);
  }

  async patch(path: string, body: object): Promise<void> {
    await this.#send("PATCH", path, {}, body);
  }

  async #send(
    method: string,
    path: string,
    query: Readonly<Record<string, string>>,
    body?: object,
  ): Promise<unknown> {
    const response = await fetch(`${this.#access.url}/${path}?${new URLSearchParams(query)}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.#access.token}`,
        "user-agent": "batchline",
        "x-github-api-version": "2022-11-28",
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`GitHub answered ${method} ${path} with ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
