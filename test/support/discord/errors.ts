/** Discord's answer when it does not do something: an HTTP status, a code of its own and words. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  /** More of the answer, e.g. `errors`. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = {};
  }
}

/** Discord's words for its codes (https://docs.discord.com/developers/topics/opcodes-and-status-codes). */
export const errors = {
  unauthorized: () => new ApiError(401, 0, "401: Unauthorized"),
  notFound: () => new ApiError(404, 0, "404: Not Found"),
  unknownApplication: () => new ApiError(404, 10_002, "Unknown Application"),
  unknownChannel: () => new ApiError(404, 10_003, "Unknown Channel"),
  unknownGuild: () => new ApiError(404, 10_004, "Unknown Guild"),
  unknownMember: () => new ApiError(404, 10_007, "Unknown Member"),
  unknownMessage: () => new ApiError(404, 10_008, "Unknown Message"),
  unknownUser: () => new ApiError(404, 10_013, "Unknown User"),
  unknownWebhook: () => new ApiError(404, 10_015, "Unknown Webhook"),
  unknownInteraction: () => new ApiError(404, 10_062, "Unknown interaction"),
  unknownCommand: () => new ApiError(404, 10_063, "Unknown application command"),
  tooManyCommands: () => new ApiError(400, 30_032, "Maximum number of application commands reached"),
  commandsPerDay: () =>
    new ApiError(429, 30_034, "Max number of daily application command creates has been reached (200)"),
  oldEdits: () =>
    new ApiError(
      429,
      30_046,
      "Maximum number of edits to messages older than 1 hour reached. Try again later",
    ),
  tooLarge: () => new ApiError(413, 40_005, "Request entity too large"),
  alreadyAcknowledged: () => new ApiError(400, 40_060, "Interaction has already been acknowledged."),
  missingAccess: () => new ApiError(403, 50_001, "Missing Access"),
  notYours: () => new ApiError(403, 50_005, "Cannot edit a message authored by another user"),
  emptyMessage: () => new ApiError(400, 50_006, "Cannot send an empty message"),
  missingPermissions: () => new ApiError(403, 50_013, "Missing Permissions"),
  systemMessage: () => new ApiError(403, 50_021, "Cannot execute action on a system message"),
  wrongChannel: () => new ApiError(400, 50_024, "Cannot execute action on this channel type"),
  invalidWebhookToken: () => new ApiError(401, 50_027, "Invalid Webhook Token"),
  archived: () => new ApiError(400, 50_083, "Thread is archived"),
  invalidJson: () => new ApiError(400, 50_109, "The request body contains invalid JSON."),
  hasThread: () => new ApiError(400, 160_004, "A thread has already been created for this message"),
  locked: () => new ApiError(403, 160_005, "Thread is locked"),
  broken: () => new ApiError(500, 0, "500: Internal Server Error"),
} as const;
