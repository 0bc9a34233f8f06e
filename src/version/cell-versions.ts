/** The versions of one package with their releases, by builder and architecture: `{ "deb": { "x86_64": "1.1.5-1.1" } }`. */
export type CellVersions = Readonly<Record<string, Readonly<Record<string, string>>>>
