/** A workflow of three stages of which the middle one, named like the workflow, is what a story is about. `middle` are lines of that stage. */
export const smallWorkflow = (name: string, middle: string): string => `
name: ${name}
title: Story ${name}
brief: notes/brief.md
stages:
  - id: first
    agent: analyst
    phase: notes
    produce: { file: first.md, sections: [Goals, Risks] }
  - id: ${name}
    agent: architect
    phase: notes
    produce: { file: ${name}.md, sections: [Overview, Decisions] }
${middle.replace(/^(?=.)/gm, "    ")}
  - id: last
    agent: developer
    phase: notes
    produce: { file: last.md, sections: [Work items] }
`;
