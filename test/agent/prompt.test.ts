import { describe, expect, it } from "vitest";
import { createRenderer } from "#src/agent/prompt.ts";

const files = (templates: Record<string, string>) =>
  createRenderer(
    Object.fromEntries(
      Object.entries(templates).map(([name, text]) => [`agents/prompts/${name}.liquid`, text]),
    ),
  );

describe("prompt templates", () => {
  it("have layouts, partials, loops and conditions, all from the bundle", () => {
    const render = files({
      _base: "<task>{% block task %}{% endblock %}</task>",
      _part: "[{{ name }}]",
      plan: "{% layout '_base' %}{% block task %}{% for one in list %}{% render '_part', name: one %}{% endfor %}{% endblock %}",
    });
    expect(render("plan", { list: ["a", "b"] })).toBe("<task>[a][b]</task>\n");
  });

  it("show values as text", () => {
    expect(files({ plan: "{{ x }}|{{ x | raw }}" })("plan", { x: "</task> {{ y }} 1 < 2" })).toBe(
      "&lt;/task> {{ y }} 1 < 2|</task> {{ y }} 1 < 2\n",
    );
  });

  it.each([
    [
      "an unknown variable",
      { plan: "one\n  {{ nope }}" },
      "agents/prompts/plan.liquid:2:6: undefined variable: nope",
    ],
    [
      "an unknown filter",
      { plan: "{{ x | nope }}" },
      "agents/prompts/plan.liquid:1:1: undefined filter: nope",
    ],
    ["a broken tag", { plan: "\n{% if %}" }, "agents/prompts/plan.liquid:2:"],
    [
      "an unknown variable in a partial",
      { plan: "{% render '_a' %}", _a: "\n{{ nope }}" },
      "agents/prompts/_a.liquid:2:4",
    ],
    ["a partial that does not exist", { plan: "{% render '_b' %}" }, "agents/prompts/plan.liquid:1:1"],
    [
      "a file outside the bundle",
      { plan: "{% render '../../../etc/passwd' %}" },
      "agents/prompts/plan.liquid:1:1",
    ],
    ["an endless loop", { plan: "{% for i in (1..900000000) %}{% endfor %}" }, "memory alloc limit exceeded"],
  ])("refuse %s with the place", (_, templates, message) => {
    expect(() => files(templates)("plan", { x: 1 })).toThrow(message);
  });

  it("see no prototypes", () => {
    expect(() => files({ plan: "{{ x.constructor }}" })("plan", { x: {} })).toThrow("undefined variable");
  });

  it("say which template is missing", () => {
    expect(() => files({})("plan", {})).toThrow("there is no prompt template plan");
  });
});
