import type { IncomingMessage, ServerResponse } from "node:http";
import { answerTo, bodyOf, json, refused, tooMany } from "./answering.ts";
import type { Response } from "./answering.ts";
import type { Calls } from "./calls.ts";
import { ApiError, errors } from "./errors.ts";
import type { Faults } from "./faults.ts";
import { byDocument } from "./openapi.ts";
import { refuse } from "./problems.ts";
import type { Rates } from "./rates.ts";
import { readBody } from "./reading-requests.ts";
import { commandRoutes } from "./rest-commands.ts";
import { directoryRoutes } from "./rest-directory.ts";
import { interactionRoutes } from "./rest-interactions.ts";
import { messageRoutes } from "./rest-messages.ts";
import { threadRoutes } from "./rest-threads.ts";
import { webhookRoutes } from "./rest-webhooks.ts";
import { createMatcher } from "./routes.ts";
import type { Asked, Matched } from "./routes.ts";
import { fileAt } from "./stored-files.ts";
import type { World } from "./world.ts";

export interface FrontParts {
  readonly world: World;
  readonly calls: Calls;
  readonly faults: Faults;
  /** Null: nobody is ever too quick. */
  readonly rates: Rates | null;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** What the app talks to over HTTP: the API and the files. */
export function createFront(parts: FrontParts): Listener {
  const { world } = parts;
  const match = createMatcher([
    ...directoryRoutes(world),
    ...messageRoutes(world),
    ...threadRoutes(world),
    ...commandRoutes(world),
    ...interactionRoutes(world),
    ...webhookRoutes(world),
  ]);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", world.url);
    if (url.pathname.includes("attachments/")) return download(parts, url, response);
    const method = request.method ?? "GET";
    const matched = match(method, url.pathname);
    const bytes = await bodyOf(request);
    const read = readBody(bytes, request.headers["content-type"] ?? "");
    // A body that can't be read is refused in its turn; until then nobody waits for it.
    const { body, files } = await read.catch(() => ({ body: undefined, files: new Map<string, never>() }));
    const call = parts.calls.begin({
      operation: matched?.route.operation ?? "unknown",
      route: `${method} ${url.pathname.replace(/^\/api(\/v\d+)?/, "")}`,
      path: matched?.path ?? {},
      query: Object.fromEntries(url.searchParams),
      body,
      files: [...files.values()].map(({ name }) => name),
    });
    const asked = { path: matched?.path ?? {}, query: url.searchParams, body, files };
    const act = async (): Promise<Response> => {
      await read;
      return doIt(parts, { matched, asked, authorization: request.headers.authorization ?? "" });
    };
    await answerTo({ call, response, act: () => act().catch(refusal) }, parts.calls, parts.faults);
  };
  return (request, response) => {
    serve(request, response).catch((fault: unknown) => {
      // A mistake in this server, or its end: the test should see it as what it is.
      if (world.ending.aborted || response.destroyed) response.destroy();
      else response.writeHead(500).end(String(fault instanceof Error ? fault.stack : fault));
    });
  };
}

function refusal(fault: unknown): Response {
  if (fault instanceof ApiError) return refused(fault);
  throw fault;
}

interface Request {
  readonly matched: Matched | null;
  readonly asked: Asked;
  readonly authorization: string;
}

async function doIt(
  { world, rates }: FrontParts,
  { matched, asked, authorization }: Request,
): Promise<Response> {
  if (matched === null) throw errors.notFound();
  const { route } = matched;
  const good = authorization === `Bot ${world.app.token}` && !world.switches.revoked;
  if (route.auth !== false && !good) throw errors.unauthorized();
  const { path, body } = asked;
  const major =
    path["channel_id"] ?? path["guild_id"] ?? path["webhook_token"] ?? path["interaction_token"] ?? "";
  const { headers, wait } = rates?.take(route.operation, major) ?? { headers: {}, wait: null };
  if (wait !== null) {
    const answer = tooMany(wait.seconds, wait.scope);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }
  refuse(world, { operation: route.operation, body }, byDocument()(route.method, route.path, body));
  const said = await route.act(asked);
  return json(said === null ? 204 : (route.status ?? 200), said, headers);
}

/** Gives out a file; the address is the secret. */
async function download(
  { world, calls, faults }: FrontParts,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const call = calls.begin({
    operation: "download",
    route: `GET ${url.pathname}`,
    path: {},
    query: Object.fromEntries(url.searchParams),
    body: undefined,
    files: [],
  });
  const act = (): Promise<Response> => {
    const file = fileAt(world, url.pathname, url.searchParams);
    return Promise.resolve(
      file === null
        ? { status: 404, headers: {}, body: "This content is no longer available." }
        : { status: 200, headers: { "content-type": file.type }, body: file.bytes },
    );
  };
  await answerTo({ call, response, act }, calls, faults);
}
