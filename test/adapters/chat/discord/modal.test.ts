import { describe, expect, test } from "vitest";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { readForm } from "#adapters/chat/discord/modal-read.ts";
import { renderForm } from "#adapters/chat/discord/modal.ts";
import type { Field, Form } from "#src/project/form.ts";
import { approversField, filesField, workflowField } from "../samples.ts";
import { problemsOfModal } from "./component-rules.ts";

const field = (id: string, more: Partial<Extract<Field, { type: "text" }>> = {}): Field => ({
  type: "text",
  id,
  label: `${id}: What?`,
  optional: false,
  long: true,
  hint: "This or that",
  initial: "",
  most: 2_000,
  ...more,
});
const form = (fields: readonly Field[], intro = ""): Form => ({
  kind: "form",
  id: "decide p-3f9k2m7q e3 2 answer",
  title: "Answer",
  submit: "Send",
  intro,
  fields: [...fields],
  fallback: "say it",
});
const modalOf = (any: Form) => {
  const modal = renderForm(any, discordLimits);
  expect(problemsOfModal(modal)).toEqual([]);
  return modal;
};

test("a form is a modal that carries its id, each field below its label", () => {
  const start = form(
    [
      field("brief", { optional: true, initial: "A shop" }),
      { ...workflowField, options: [...workflowField.options, { id: "sdlc", label: "Again" }] },
      approversField("80351110224678912", "&165511591545143296", "you"),
      filesField,
    ],
    "What is to be **done**?",
  );
  expect(modalOf(start)).toEqual({
    custom_id: "f|decide p-3f9k2m7q e3 2 answer",
    title: "Answer",
    components: [
      { type: 10, content: "What is to be **done**?" },
      {
        type: 18,
        label: "brief: What?",
        description: "This or that",
        component: {
          type: 4,
          custom_id: "v|brief",
          style: 2,
          required: false,
          max_length: 2_000,
          value: "A shop",
        },
      },
      {
        type: 18,
        label: "Workflow",
        component: {
          type: 3,
          custom_id: "v|workflow",
          required: true,
          min_values: 1,
          max_values: 1,
          options: [
            { label: "Software", value: "sdlc" },
            { label: "Research", value: "research", default: true },
          ],
        },
      },
      {
        type: 18,
        label: "Who decides",
        component: {
          type: 5,
          custom_id: "v|approvers",
          required: false,
          min_values: 0,
          max_values: 25,
          default_values: [{ id: "80351110224678912", type: "user" }],
        },
      },
      {
        type: 18,
        label: "Files",
        component: { type: 19, custom_id: "v|files", required: false, min_values: 0, max_values: 5 },
      },
    ],
  });
});

describe("a form of more than fits", () => {
  test("has a short introduction below its first label, whose hint the empty text shows", () => {
    const { components } = modalOf(
      form(
        ["a", "b", "c", "d", "e"].map((id) => field(id)),
        "For **this** project only.",
      ),
    );
    expect(components).toHaveLength(5);
    expect(components[0]).toMatchObject({
      label: "a: What?",
      description: "For this project only.",
      component: { placeholder: "This or that" },
    });
  });

  test("has all that is too much in one text, below a line for each", () => {
    const { components } = modalOf(form(["q1", "q2", "q3", "q4", "q5", "q6"].map((id) => field(id))));
    expect(components).toHaveLength(5);
    expect(components[4]).toEqual({
      type: 18,
      label: "q5: What?, q6: What?",
      description: "Write below each line; leave the lines as they are",
      component: {
        type: 4,
        custom_id: "j|q5",
        style: 2,
        required: true,
        max_length: 4_000,
        value: "[q5] q5: What? (This or that) →\n\n\n[q6] q6: What? (This or that) →\n\n",
      },
    });
  });

  test("gives an introduction that is not short a place of its own", () => {
    const { components } = modalOf(
      form(
        ["a", "b", "c", "d", "e"].map((id) => field(id)),
        "word ".repeat(40),
      ),
    );
    expect(components.map(({ type }) => type)).toEqual([10, 18, 18, 18, 18]);
    expect(components[4]).toMatchObject({ component: { custom_id: "j|d" } });
  });
});

describe("a submitted form", () => {
  const text = (custom_id: string, value: string) => ({
    type: 18,
    id: 1,
    component: { type: 4, id: 2, custom_id, value },
  });
  const submitted = (...components: readonly object[]) => ({ custom_id: "f|start", components });

  test("says what each field has", () => {
    expect(
      readForm({
        ...submitted(
          { type: 10, id: 9 },
          text("v|brief", "Do <this>\nnow"),
          { type: 18, component: { type: 3, custom_id: "v|workflow", values: ["sdlc"] } },
          { type: 18, component: { type: 19, custom_id: "v|files", values: ["1", "2"] } },
          text("v|budget", ""),
        ),
        resolved: {
          attachments: {
            "1": {
              id: "1",
              filename: "a.md",
              size: 12,
              url: "https://cdn/a.md?ex=1",
              content_type: "text/plain",
            },
          },
        },
      }),
    ).toEqual({
      form: "start",
      values: { brief: ["Do <this>\nnow"], workflow: ["sdlc"], files: ["1", "2"], budget: [] },
      files: [{ id: "1", name: "a.md", bytes: 12, url: "https://cdn/a.md?ex=1" }],
    });
  });

  test("has the answers of a joined text apart", () => {
    const answers = [
      "Postgres, as [1] says",
      "[q6] q6: Who? (anybody) → Ann",
      "and Bob",
      "[@who] People (ids of people) →",
      "<@80351110224678912>, 165511591545143296",
      "[q8] q8: Empty →",
      "",
    ].join("\n");
    expect(readForm(submitted(text("j|q5", answers)))?.values).toEqual({
      q5: ["Postgres, as [1] says"],
      q6: ["Ann\nand Bob"],
      who: ["80351110224678912", "165511591545143296"],
      q8: [],
    });
  });

  test("that nobody changed has no answers in a joined text", () => {
    const fields = ["q1", "q2", "q3", "q4", "q5", "q6"].map((id) => field(id));
    const last = modalOf(form(fields)).components[4];
    const value = last?.type === 18 && last.component.type === 4 ? (last.component.value ?? "") : "";
    expect(readForm(submitted(text("j|q5", value)))?.values).toEqual({ q5: [], q6: [] });
  });

  test.each([
    ["nothing", null],
    ["another id", { custom_id: "s|-|stop", components: [] }],
    ["no form", { custom_id: "f|", components: [] }],
    ["no components", { custom_id: "f|start" }],
  ])("is none of ours with %s", (_, data) => {
    expect(readForm(data)).toBeNull();
  });
});
