/**
 * One part of an instance's user data. `shell` runs once, as root, late in the first boot, by the interpreter that its
 * first line names; `cloud-config` is YAML that starts with `#cloud-config`.
 */
export interface UserDataPart {
  readonly type: "shell" | "cloud-config";
  readonly content: string;
}

export const contentTypes = {
  shell: "text/x-shellscript",
  "cloud-config": "text/cloud-config",
} as const satisfies Record<UserDataPart["type"], string>;

/** How a part of each type begins; cloud-init tells a compressed part's type by it. */
export const firstLines = {
  shell: "#!",
  "cloud-config": "#cloud-config",
} as const satisfies Record<UserDataPart["type"], string>;
