import { openStorage, type Storage } from "#src/main.ts";
import type { Charge } from "./bill.ts";
import type { Account } from "./checks.ts";
import { placesIn, type Round } from "./round.ts";

/** Reads what every project of a round has written down, beside what the provider has. Throws when one is missing. */
export const gather = async (
  folder: string,
  round: Round,
  charges: readonly Charge[],
): Promise<readonly Account[]> => {
  const storage = await openStorage(placesIn(folder).data);
  try {
    const accounts = await accountsIn(storage, charges);
    const known = new Set(accounts.map(({ row }) => row.startedBy.id));
    const missing = round.projects.filter(({ person }) => !known.has(person));
    if (missing.length > 0)
      throw new Error(`no project of ${missing.map(({ person }) => person).join(", ")}`);
    const strange = charges.filter(({ person }) => !known.has(person));
    if (strange.length > 0) throw new Error(`${strange.length} requests of nobody`);
    return accounts;
  } finally {
    await storage.close();
  }
};

const accountsIn = async (
  { store, ledger }: Storage,
  charges: readonly Charge[],
): Promise<readonly Account[]> => {
  const byPerson = Map.groupBy(charges, ({ person }) => person);
  const accounts: Account[] = [];
  for (const id of await store.ids()) {
    const row = await store.load(id);
    if (row === undefined) throw new Error(`the row of ${id} is gone`);
    accounts.push({ row, ledger: await ledger.list(id), charges: byPerson.get(row.startedBy.id) ?? [] });
  }
  return accounts;
};
