import { describe, expect, test } from "vitest";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { errorView, readForm, renderForm } from "#adapters/chat/slack/modal.ts";
import type { Form } from "#src/project/form.ts";
import { approversField, filesField, workflowField } from "../samples.ts";
import { problemsOfView } from "./block-rules.ts";

const form: Form = {
  kind: "form",
  id: "start",
  title: "New project",
  submit: "Start",
  intro: "What is to be **done**?",
  fields: [
    {
      type: "text",
      id: "brief",
      label: "Brief",
      optional: false,
      long: true,
      hint: "What and why",
      initial: "",
      most: 3_000,
    },
    workflowField,
    approversField("U0ANNA", "S0TEAM", "you"),
    filesField,
  ],
  fallback: "say start and the brief",
};
const place = { channel: "C0TEAM", thread: null };
const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

test("a form is a modal that carries its id and its place", () => {
  const view = renderForm(form, place, slackLimits);
  expect(problemsOfView(view)).toEqual([]);
  expect(view).toEqual({
    type: "modal",
    callback_id: "start",
    private_metadata: '{"channel":"C0TEAM","thread":null}',
    title: plain("New project"),
    submit: plain("Start"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "text", text: "What is to be " },
              { type: "text", text: "done", style: { bold: true } },
              { type: "text", text: "?" },
            ],
          },
        ],
      },
      {
        type: "input",
        block_id: "brief",
        label: plain("Brief"),
        optional: false,
        element: { type: "plain_text_input", action_id: "text", multiline: true, max_length: 3_000 },
        hint: plain("What and why"),
      },
      {
        type: "input",
        block_id: "workflow",
        label: plain("Workflow"),
        optional: false,
        element: {
          type: "static_select",
          action_id: "choice",
          options: [
            { text: plain("Software"), value: "sdlc" },
            { text: plain("Research"), value: "research" },
          ],
          initial_option: { text: plain("Research"), value: "research" },
        },
      },
      {
        type: "input",
        block_id: "approvers",
        label: plain("Who decides"),
        optional: true,
        element: { type: "multi_users_select", action_id: "people", initial_users: ["U0ANNA"] },
      },
      {
        type: "input",
        block_id: "files",
        label: plain("Files"),
        optional: true,
        element: { type: "file_input", action_id: "files", max_files: 5 },
      },
    ],
  });
});

describe("a submitted form", () => {
  const submitted = {
    ...renderForm(form, { channel: "C0TEAM", thread: "1.2" }, slackLimits),
    id: "V1",
    state: {
      values: {
        brief: { text: { type: "plain_text_input", value: "Do <this>\nnow" } },
        workflow: {
          choice: { type: "static_select", selected_option: { text: plain("Software"), value: "sdlc" } },
        },
        approvers: { people: { type: "multi_users_select", selected_users: ["U0ANNA", "W0BERT"] } },
        files: {
          files: {
            type: "file_input",
            files: [{ id: "F1", name: "a.md", size: 12, url_private: "x" }, { id: "F2" }],
          },
        },
      },
    },
  };

  test("says what each field has", () => {
    expect(readForm(submitted)).toEqual({
      form: "start",
      place: { channel: "C0TEAM", thread: "1.2" },
      values: {
        brief: ["Do <this>\nnow"],
        workflow: ["sdlc"],
        approvers: ["U0ANNA", "W0BERT"],
        files: ["F1", "F2"],
      },
      files: [
        { id: "F1", name: "a.md", bytes: 12 },
        { id: "F2", name: "F2", bytes: 0 },
      ],
    });
  });

  test("has nothing in empty fields", () => {
    const values = {
      brief: { text: { type: "plain_text_input", value: null } },
      workflow: { choice: { type: "static_select", selected_option: null } },
      approvers: { people: { type: "multi_users_select", selected_users: [] } },
      files: { files: { type: "file_input", files: [] } },
    };
    expect(readForm({ ...submitted, state: { values } })?.values).toEqual({
      brief: [],
      workflow: [],
      approvers: [],
      files: [],
    });
  });

  test.each([
    ["nothing", null],
    ["no place", { ...submitted, private_metadata: "" }],
    ["a place that is none", { ...submitted, private_metadata: '{"channel":1}' }],
    ["no id", { ...submitted, callback_id: "" }],
    ["no state", { ...submitted, state: undefined }],
  ])("is none of ours with %s", (_, view) => {
    expect(readForm(view)).toBeNull();
  });

  const refusal = {
    kind: "notice",
    tone: "bad",
    from: null,
    blocks: [],
    mentions: [],
    fallback: "Say what\nto build",
  } as const;

  test("is refused at its first field", () => {
    expect(errorView(submitted, { ...refusal, blocks: [], mentions: [] })).toEqual({
      response_action: "errors",
      errors: { brief: "Say what to build" },
    });
  });

  test("is refused elsewhere when there is no field, or too much to say", () => {
    expect(errorView({ blocks: [] }, { ...refusal, blocks: [], mentions: [] })).toBeNull();
    expect(errorView(null, { ...refusal, blocks: [], mentions: [] })).toBeNull();
    expect(
      errorView(submitted, { ...refusal, blocks: [], mentions: [], fallback: "a".repeat(501) }),
    ).toBeNull();
  });
});
