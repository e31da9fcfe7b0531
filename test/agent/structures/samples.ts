import type { Architecture } from "#src/agent/structures/architecture.ts";
import type { Deployment } from "#src/agent/structures/deployment.ts";
import type { Implementation } from "#src/agent/structures/implementation.ts";
import type { Requirements } from "#src/agent/structures/requirements.ts";
import type { TestPlan } from "#src/agent/structures/test-plan.ts";

/** Requirements of the bird diary: two functional ones, of which one is a must, and one on quality. */
export const requirements: Requirements = {
  goals: [
    { id: "G-1", text: "Watchers write down what they see", measure: "every sighting in under 1 minute" },
  ],
  personas: [{ name: "Bird watcher", needs: "a diary without a network" }],
  requirements: [
    {
      id: "FR-1",
      title: "Write down a sighting",
      text: "A sighting has a place, a time and a species.",
      kind: "functional",
      priority: "must",
      quote: "Write down a sighting with place, time and species.",
      acceptance: [
        { text: "given a place, when saved, then it is in the list", failing: false },
        { text: "given no place, when saved, then it is refused", failing: true },
      ],
    },
    {
      id: "FR-2",
      title: "Share with friends",
      text: "A sighting can be shared.",
      kind: "functional",
      priority: "could",
      quote: "Sharing with friends would be nice.",
      acceptance: [],
    },
    {
      id: "NFR-1",
      title: "Works without a network",
      text: "Everything works without a network.",
      kind: "quality",
      priority: "must",
      quote: "works without a network",
      acceptance: [{ text: "in flight mode all is there", failing: false }],
    },
  ],
  assumptions: ["One language."],
  questions: [{ text: "Which phones?", assumption: "Current ones." }],
  outOfScope: ["Maps of other countries."],
};

/** One component, interface, risk and task for each functional requirement. */
export const architecture: Architecture = {
  components: [
    { id: "C-1", name: "Diary", purpose: "Keeps sightings", requirements: ["FR-1"] },
    { id: "C-2", name: "Sharing", purpose: "Sends sightings", requirements: ["FR-2"] },
  ],
  interfaces: [
    {
      id: "I-1",
      kind: "call",
      name: "addSighting",
      input: "a sighting",
      output: "its id",
      errors: ["no place"],
      component: "C-1",
      requirements: ["FR-1"],
    },
  ],
  entities: [{ name: "sighting", fields: [{ name: "place", type: "text", required: true }] }],
  risks: [{ id: "R-1", text: "The phone is lost", likelihood: "low", impact: "high", mitigation: "A copy." }],
  tasks: [
    { id: "TASK-1", title: "Build the diary", component: "C-1", requirements: ["FR-1"], needs: [] },
    { id: "TASK-2", title: "Build sharing", component: "C-2", requirements: [], needs: ["TASK-1"] },
  ],
};

export const implementation: Implementation = {
  items: [
    { id: "W-1", title: "The diary", tasks: ["TASK-1"], requirements: [], needs: [] },
    { id: "W-2", title: "Sharing", tasks: ["TASK-2"], requirements: ["FR-2"], needs: ["W-1"] },
  ],
  files: [
    { path: "src/diary.js", purpose: "keeps sightings", items: ["W-1"], tests: ["test/diary.test.js"] },
    { path: "README.md", purpose: "how to start it", items: ["W-1"], tests: [] },
  ],
};

export const testPlan: TestPlan = {
  cases: [
    { id: "T-1", title: "Save", requirement: "FR-1", kind: "normal", steps: "save", expected: "listed" },
    {
      id: "T-2",
      title: "No place",
      requirement: "FR-1",
      kind: "failure",
      steps: "save",
      expected: "refused",
    },
    { id: "T-3", title: "Share", requirement: "FR-2", kind: "normal", steps: "share", expected: "sent" },
    { id: "T-4", title: "Flight", requirement: "NFR-1", kind: "edge", steps: "fly", expected: "works" },
  ],
  defects: [
    { id: "BUG-1", severity: "critical", state: "open", requirement: "FR-1", text: "Places are lost" },
    { id: "BUG-2", severity: "low", state: "fixed", requirement: "", text: "A typo" },
  ],
  exitCriteria: ["No critical defect is open."],
};

export const deployment: Deployment = {
  environments: [
    { name: "staging", purpose: "trying", url: null, configuration: ["DIARY_FOLDER"] },
    { name: "live", purpose: "watchers", url: null, configuration: [] },
  ],
  pipeline: [{ name: "test", command: "npm test", stopsWhen: "a test fails" }],
  healthChecks: [
    { id: "H-1", environment: "staging", check: "open it", expected: "the list" },
    { id: "H-2", environment: "live", check: "open it", expected: "the list" },
  ],
  rollout: ["to one", "to all"],
  rollback: ["stop", "put the old one back"],
  monitoring: ["errors in an hour"],
};
