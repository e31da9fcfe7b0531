import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { permissionsIn, type GuildFacts } from "#adapters/chat/discord/people-permissions.ts";
import { installLink, missingIn, permissionNumber } from "#adapters/chat/discord/permissions-needed.ts";

const [view, send, attach] = [1n << 10n, 1n << 11n, 1n << 15n];

const guild: GuildFacts = {
  id: "1",
  owner_id: "2",
  roles: [
    { id: "1", name: "@everyone", permissions: String(view) },
    { id: "10", name: "Writers", permissions: String(send) },
    { id: "11", name: "Others", permissions: String(attach) },
    { id: "12", name: "Admins", permissions: String(1n << 3n) },
  ],
};

interface Bits {
  readonly allow?: bigint;
  readonly deny?: bigint;
}

const over = (type: number, id: string, { allow = 0n, deny = 0n }: Bits) => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});
const role = (id: string, bits: Bits) => over(0, id, bits);
const member = (id: string, bits: Bits) => over(1, id, bits);

const inChannel = (...overwrites: ReturnType<typeof over>[]): bigint =>
  permissionsIn(guild, overwrites, { id: "99", roles: ["10"] });

describe("what a member may do in a channel", () => {
  it("is what everyone's and the own roles grant", () => {
    expect(inChannel()).toBe(view | send);
  });

  it("is changed for everyone, then for roles, then for the member; each later word wins", () => {
    expect(inChannel(role("1", { deny: view }))).toBe(send);
    expect(inChannel(role("1", { deny: view }), role("10", { allow: view }))).toBe(view | send);
    expect(inChannel(role("10", { deny: send }), role("1", { allow: send }))).toBe(view);
    expect(inChannel(member("99", { deny: view | send }), role("10", { allow: view }))).toBe(0n);
    expect(inChannel(member("99", { allow: attach }), role("10", { deny: attach }))).toBe(
      view | send | attach,
    );
  });

  it("counts roles together: one that allows wins over one that forbids", () => {
    const roles = ["10", "11"];
    const overwrites = [role("10", { allow: send }), role("11", { deny: send })];
    expect(permissionsIn(guild, overwrites, { id: "99", roles })).toBe(view | send | attach);
  });

  it("is not changed by what is said of others", () => {
    expect(
      inChannel(role("11", { deny: view }), member("98", { deny: view }), member("10", { deny: view })),
    ).toBe(view | send);
  });

  it("is everything for administrators and the server's owner", () => {
    const nothing = [role("1", { deny: permissionNumber })];
    for (const who of [
      { id: "99", roles: ["12"] },
      { id: "2", roles: [] },
    ])
      expect(missingIn(permissionsIn(guild, nothing, who))).toEqual([]);
  });
});

const readme = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");

it("is said in the README by the same number and names, in at most seven steps", () => {
  const [, section = ""] = /^## Install in Discord$([^]+?)^## /m.exec(readme) ?? [];
  expect([...section.matchAll(/permissions=(\d+)/g)].map(([, number]) => number)).toEqual([
    String(permissionNumber),
  ]);
  const link = installLink("…", null).replace(/^https:\/\//, "");
  expect(section).toContain(link);
  for (const name of missingIn(0n)) expect(section).toContain(name);
  expect([...section.matchAll(/^\d\. /gm)].length).toBeLessThanOrEqual(7);
});

it("asks for six permissions, and for none that manages anything", () => {
  expect(missingIn(0n)).toEqual([
    "View Channel",
    "Send Messages",
    "Attach Files",
    "Read Message History",
    "Create Public Threads",
    "Send Messages in Threads",
  ]);
  expect(permissionNumber).toBe(309_237_746_688n);
});
