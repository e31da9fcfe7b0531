/** Every word that is understood, for `/botarmy help` and for the terminal. */
export const helpText = `**Start**
- \`/botarmy start [--workflow W] [--budget 200k|$5] [--approve gates|marks|none] <brief>\`

**In a project's thread**
- \`approve\`, \`modify: …\`, \`reject because …\`: decide what is asked; \`approve e2\` when more than one is open
- \`q1: …\`: answer a question
- \`architect: …\`: tell one agent something; \`all: …\` tells the next one
- \`pause\`, \`resume\`, \`stop because …\`, \`retry\`
- \`rollback design because …\`: go back to a stage
- \`budget 300k\` or \`budget $8\`, \`reassign build to architect\`
- \`settings\`, \`settings approvals gates\`, \`settings approvers @ann\`, \`settings remind 4h\`
- a text file: the agents get it as a document
- \`status\`, \`queue\`, \`tasks\`, \`artifacts [file]\`, \`spec [version]\`, \`agents\`, \`costs\`, \`logs [agent]\`

**Anywhere**
- \`/botarmy home\`, \`/botarmy projects\`, \`/botarmy queue\`, \`/botarmy help\``;
