import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import path from "node:path";

const PROGRAM =
  process.env["WXQUOTA_PROGRAM"] ?? fileURLToPath(new URL("../target/release/wxquota", import.meta.url));

/** How long a start may take: the demo fills in 30 days of history first. */
const START_LIMIT_MS = 60_000;
/** How long an orderly stop may take before the program is killed. */
const STOP_LIMIT_MS = 10_000;

/**
 * What time it is for the programs when a test file begins, whatever the machine's clock shows: an afternoon late in a month,
 * so that neither a day nor a month turns. `WXQUOTA_TEST_START` names another moment.
 */
const START = process.env["WXQUOTA_TEST_START"] ?? "2026-11-26T15:20:00+08:00";
const OFFSET_MS = Date.parse(START) - Date.now();

/** The present in Unix milliseconds, by the clock of the programs. */
export function now(): number {
  return Date.now() + OFFSET_MS;
}

/** Tells programs their clock; a demo has one of its own, which it keeps in its folder. */
const CLOCK = { WXQUOTA_CLOCK_OFFSET_MS: String(OFFSET_MS), WXQUOTA_DEMO_START: START };

/** A running `wxquota`. */
export interface Server {
  /** Without a slash at its end. */
  readonly url: string;
  /** Where its database and key lie. Gone after `stop`. */
  readonly dataDir: string;
  /** The password of the user of a role, where that is not the demo's. */
  readonly passwordOf?: (role: string) => string;
  /** What it has printed so far, both streams. */
  log(): string;
  /** Runs another command beside it, on the same settings, with `input` on its standard input. */
  command(args: string[], input?: string): Promise<void>;
  /** Ends it and starts it again on the same address and folder, its clock so many milliseconds later. */
  restartLater(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** What to start. */
export interface Start {
  /** The subcommand and its arguments; `--listen` is added. */
  readonly command: (dataDir: string) => string[];
  /** Settings on top of this process's environment and the clock. */
  readonly env?: Record<string, string>;
  /** The path that answers once it is ready; `/readyz` unless told. */
  readonly ready?: string;
}

/** The dashboard on the bundled sandbox, with 30 days of history. */
export const DEMO: Start = { command: (dataDir) => ["demo", "--data-dir", dataDir] };

/** Starts the release program on a free port and waits until it is ready. Its folder is its own. */
export async function startServer(start: Start = DEMO): Promise<Server> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "wxquota-end2end-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [...start.command(dataDir), "--listen", new URL(url).host];
  // `cwd`: a default such as `data/` does not end up in the sources.
  let log = "";
  const launch = (laterMs: number): ChildProcess => {
    const clock = { ...CLOCK, WXQUOTA_CLOCK_OFFSET_MS: String(OFFSET_MS + laterMs) };
    const env = { ...process.env, ...clock, ...start.env };
    const child = spawn(PROGRAM, args, { cwd: dataDir, env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => (log += String(chunk)));
    child.stderr.on("data", (chunk) => (log += String(chunk)));
    return child;
  };
  let child = launch(0);
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(child, `${url}${start.ready ?? "/readyz"}`);
  } catch (error) {
    await stop();
    throw new Error(`wxquota ${args.join(" ")}: ${String(error)}\n${log}`);
  }
  const command = (args: string[], input = ""): Promise<void> => run(args, input, dataDir, { ...process.env, ...CLOCK, ...start.env });
  const restartLater = async (milliseconds: number): Promise<void> => {
    await ended(child);
    child = launch(milliseconds);
    await ready(child, `${url}${start.ready ?? "/readyz"}`);
  };
  return { url, dataDir, log: () => log, command, restartLater, stop };
}

async function run(args: string[], input: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(PROGRAM, args, { cwd, env, stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  child.stdin.end(input);
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status !== 0) throw new Error(`wxquota ${args.join(" ")}: ${said}`);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (failure) throw failure;
    if (child.exitCode !== null) throw new Error(`ended with status ${child.exitCode} before it was ready`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not ready after ${START_LIMIT_MS / 1000} s`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    child.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
