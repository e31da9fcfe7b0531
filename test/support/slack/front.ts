import type { IncomingMessage, ServerResponse } from "node:http";
import { string } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal } from "./access.ts";
import { answerTo, bodyOf, json, tooMany } from "./answering.ts";
import type { Answer } from "./answering.ts";
import { argsOf } from "./args.ts";
import type { Calls } from "./calls.ts";
import type { Faults } from "./faults.ts";
import { chatMethods } from "./methods-chat.ts";
import { directoryMethods } from "./methods-directory.ts";
import { filesMethods } from "./methods-files.ts";
import { readingMethods } from "./methods-reading.ts";
import { viewsMethods } from "./methods-views.ts";
import type { Methods } from "./methods.ts";
import type { Rates } from "./rates.ts";
import type { ResponseUrls } from "./response-urls.ts";
import { scopeFor } from "./scopes.ts";
import type { World } from "./world.ts";

export interface FrontParts {
  readonly world: World;
  readonly calls: Calls;
  readonly faults: Faults;
  /** Null: nobody is ever too quick. */
  readonly rates: Rates | null;
  readonly responseUrls: ResponseUrls;
  /** The address of a new Socket Mode connection. */
  readonly ticket: () => string;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** What the app talks to: the Web API, uploads, downloads and response URLs. */
export function createFront(parts: FrontParts): Listener {
  const { world, calls, faults } = parts;
  const api = apiOf(parts);
  const act = (method: string, request: IncomingMessage, sent: Sent): Promise<Answer> => {
    if (method === "upload") return upload(world, request, sent);
    if (method === "download") return download(world, request, sent);
    if (method === "respond") return respond(parts, request, sent);
    return api(method, sent);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = methodOf(request);
    const sent = await sentIn(request, method);
    const call = calls.begin(method, sent.args, sent.token);
    await answerTo({ call, response, act: () => act(method, request, sent) }, calls, faults);
  };
  return (request, response) => {
    if ((request.url ?? "").startsWith("/login")) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!DOCTYPE html><html><title>Sign in</title></html>");
      return;
    }
    serve(request, response).catch((fault: unknown) => {
      // A mistake in this server, or its end: the test should see it as what it is.
      if (world.ending.aborted || response.destroyed) response.destroy();
      else response.writeHead(500).end(String(fault instanceof Error ? fault.stack : fault));
    });
  };
}

interface Sent {
  readonly args: Json;
  readonly token: string;
  readonly body: Buffer;
}

function methodOf(request: IncomingMessage): string {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path.startsWith("/api/")) return path.slice("/api/".length);
  if (path.startsWith("/upload/")) return "upload";
  if (path.startsWith("/files-pri/")) return "download";
  return path.startsWith("/response/") ? "respond" : path;
}

async function sentIn(request: IncomingMessage, method: string): Promise<Sent> {
  const body = await bodyOf(request);
  const type = request.headers["content-type"] ?? "";
  const query = new URL(request.url ?? "/", "http://slack").searchParams;
  const args =
    method === "upload" || method === "download"
      ? { path: request.url, bytes: body.length }
      : { ...Object.fromEntries(query), ...argsOf(body.toString("utf8"), type) };
  const bearer = (request.headers.authorization ?? "").replace(/^Bearer /i, "");
  const { token, ...rest }: Json = args;
  return { args: rest, token: bearer || string(token), body };
}

function apiOf({ world, rates, ticket }: FrontParts): (method: string, sent: Sent) => Promise<Answer> {
  const methods: Methods = {
    ...chatMethods(world),
    ...readingMethods(world),
    ...directoryMethods(world),
    ...filesMethods(world),
    ...viewsMethods(world),
    "apps.connections.open": () => ({ ok: true, url: ticket() }),
  };
  return async (method, { args, token }) => {
    const refused = tokenRefusal(world, method, token) ?? scopeRefusal(world, method, args);
    if (refused !== null) return json(refused);
    const wait = rates?.take(method, args) ?? null;
    if (wait !== null) return tooMany(Math.max(1, Math.ceil(wait / 1000)));
    const known = methods[method];
    const answer = await (known === undefined
      ? world.emulated.call(method, args, world.app.botToken)
      : known(args));
    return json(answer, {
      "x-oauth-scopes": [...world.scopes].join(","),
      "x-slack-req-id": `req-${Date.now()}`,
    });
  };
}

function tokenRefusal({ app, switches }: World, method: string, token: string): Json | null {
  if (token === "") return refusal("not_authed");
  if (token === app.appToken)
    return method === "apps.connections.open" ? null : refusal("not_allowed_token_type");
  if (token !== app.botToken) return refusal("invalid_auth");
  if (switches.revoked) return refusal("token_revoked");
  return method === "apps.connections.open" ? refusal("not_allowed_token_type") : null;
}

function scopeRefusal(world: World, method: string, args: Json): Json | null {
  const customized = ["username", "icon_url", "icon_emoji"].some((key) => string(args[key]) !== "");
  const needed = scopeFor(method, world.channels.get(string(args["channel"])), customized).filter(
    (scope) => !world.scopes.has(scope),
  );
  if (needed.length === 0) return null;
  return {
    ok: false,
    error: "missing_scope",
    needed: needed.join(","),
    provided: [...world.scopes].join(","),
  };
}

async function upload(world: World, request: IncomingMessage, sent: Sent): Promise<Answer> {
  const response = await world.emulated.fetch(request.url ?? "/", {
    method: "POST",
    headers: { "content-type": request.headers["content-type"] ?? "application/octet-stream" },
    body: new Uint8Array(sent.body),
  });
  const body = await response.text();
  return { status: response.status, headers: {}, body, said: { status: response.status } };
}

/** Without a good token Slack shows a sign-in page, with status 200 in the end. */
async function download(world: World, request: IncomingMessage, sent: Sent): Promise<Answer> {
  const good = sent.token === world.app.botToken && !world.switches.revoked && world.scopes.has("files:read");
  if (!good)
    return { status: 302, headers: { location: `${world.url}/login` }, body: "", said: { status: 302 } };
  const path = request.url ?? "/";
  const owner = world.formFiles.get(path.split("/")[2] ?? "");
  const response = await world.emulated.fetch(path, {
    headers: { authorization: `Bearer ${owner ?? sent.token}` },
  });
  const body = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  return {
    status: response.status,
    headers: { "content-type": type, "content-length": String(body.length) },
    body,
    said: { status: response.status, bytes: body.length },
  };
}

async function respond(parts: FrontParts, request: IncomingMessage, sent: Sent): Promise<Answer> {
  const said = await parts.responseUrls.respond(request.url ?? "/", sent.args);
  return { ...json(said), status: said["ok"] === true ? 200 : 404 };
}
