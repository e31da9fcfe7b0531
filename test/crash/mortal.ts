import type { Calls, Chat, History, Store } from "#src/ports.ts";
import type { Artifacts } from "#src/ports/artifacts.ts";
import type { Inbox, Notes } from "#src/ports/inbox.ts";
import type { Parts } from "#src/runtime/parts.ts";
import type { Act, Spot } from "./deaths.ts";

/** Told whenever the process comes to a boundary; it may not return. */
export type Reach = (spot: Spot) => void;

/** Kills this process outright the `nth` time it comes to `spot`. Nothing is flushed, closed or caught. */
export const dieAt = (spot: Spot, nth: number): Reach => {
  let left = nth;
  return (reached) => {
    if (reached !== spot) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
};

/** The same parts, each telling `reach` just before and just after it does something that cannot be undone. */
export const mortal = (parts: Parts, reach: Reach): Parts => ({
  ...parts,
  store: mortalStore(parts.store, reach),
  history: mortalHistory(parts.history, reach),
  calls: mortalCalls(parts.calls, reach),
  artifacts: mortalArtifacts(parts.artifacts, reach),
  chats: parts.chats.map((chat) => mortalChat(chat, reach)),
});

/** The same for what a chat adapter keeps. */
export const mortalMemory = (
  { inbox, notes }: { readonly inbox: Inbox; readonly notes: Notes },
  reach: Reach,
): { readonly inbox: Inbox; readonly notes: Notes } => ({
  inbox: {
    ...inbox,
    put: (delivery) => between(reach, "put", () => inbox.put(delivery)),
    done: (id) => between(reach, "done", () => inbox.done(id)),
  },
  notes: { ...notes, put: (key, value) => between(reach, "note", () => notes.put(key, value)) },
});

const mortalStore = (store: Store, reach: Reach): Store => ({
  ...store,
  save: (project, expected) => between(reach, "save", () => store.save(project, expected)),
});

const mortalHistory = (history: History, reach: Reach): History => ({
  ...history,
  append: (project, moves) => between(reach, "log", () => history.append(project, moves)),
});

const mortalCalls = (calls: Calls, reach: Reach): Calls => ({
  ...calls,
  put: (key, response) => between(reach, "record", () => calls.put(key, response)),
});

const mortalArtifacts = (artifacts: Artifacts, reach: Reach): Artifacts => ({
  ...artifacts,
  write: (project, write) => around(reach, "commit", () => artifacts.write(project, write)),
});

const mortalChat = (chat: Chat, reach: Reach): Chat => ({
  ...chat,
  openThread: (channel, key, message) =>
    around(reach, "openThread", () => chat.openThread(channel, key, message)),
  post: (place, key, message) => around(reach, "post", () => chat.post(place, key, message)),
  edit: (place, id, message) => around(reach, "edit", () => chat.edit(place, id, message)),
  upload: (place, key, file) => around(reach, "upload", () => chat.upload(place, key, file)),
});

const between = async <T>(
  reach: Reach,
  what: "log" | "save" | "record" | "put" | "done" | "note",
  write: () => Promise<T>,
): Promise<T> => {
  reach(`before-${what}`);
  const result = await write();
  reach(`after-${what}`);
  return result;
};

const around = async <T>(reach: Reach, what: Act, act: () => Promise<T>): Promise<T> => {
  reach(`before-act ${what}`);
  const result = await act();
  reach(`after-act ${what}`);
  return result;
};
