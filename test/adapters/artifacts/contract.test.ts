import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { artifactsContract } from "../../contracts/artifacts.ts";
import { memoryArtifacts } from "../../fakes/memory-artifacts.ts";
import { temporaryFolder } from "./real-git.ts";

artifactsContract("artifacts in git", async () => createGitArtifacts({ folder: temporaryFolder() }));
artifactsContract("artifacts in memory", async () => memoryArtifacts());
