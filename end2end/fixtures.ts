import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { type APIRequestContext, type BrowserContext, type Page, test as base, expect, request } from "@playwright/test";

import { type Server, startServer } from "./server.ts";

export { expect };

/** The script that makes `window.axe`. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

declare global {
  interface Window {
    axe: typeof import("axe-core");
  }
}

interface WorkerFixtures {
  /**
   * Whose demo it is. A worker serves one name only, so a file that says `test.use({ desk: "…" })` has a demo to itself:
   * what its tests change, no other file's tests see.
   */
  desk: string;
  /** This worker's own demo: no test sees what a test in another worker has changed. */
  server: Server;
  /** What a browser keeps of somebody of this role who signed in, lately enough not to be asked for the password again. */
  signedInAs: (role: Role) => Promise<StorageState>;
}

/** The demo's users are called like their roles. */
export type Role = "viewer" | "support" | "lead" | "admin";

/** How long tests go on with a sign-in: acts that matter take the password again after ten minutes. */
const SIGNED_IN_FOR_MS = 5 * 60_000;

/** What a browser keeps where nobody signed in. */
export const NOBODY = { cookies: [], origins: [] };

export type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface TestFixtures {
  /** As whom a test's pages are opened; an admin unless a file or a block says `test.use({ role: "…" })`. */
  role: Role | "nobody";
  /** What the pages of a test complain about; checked at its end. See `expectComplaints`. */
  complaints: Complaints;
}

/**
 * Playwright's `test` on a `wxquota demo` of this worker's own: `page.goto("/")` is its overview. A test fails when a
 * page of it writes an error to the console, throws, breaks its content security policy, or asks another host.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  desk: ["shared", { option: true, scope: "worker" }],
  server: [
    async ({ desk }, use, { workerIndex }) => {
      const server = await startServer();
      await use(server);
      if (process.env["WXQUOTA_AUDITS"]) await keepAudit(server, `${desk}-${workerIndex}`);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  signedInAs: [
    async ({ server }, use) => {
      const known = new Map<Role, { state: Promise<StorageState>; at: number }>();
      await use((role) => {
        const last = known.get(role);
        if (last && Date.now() - last.at < SIGNED_IN_FOR_MS) return last.state;
        const state = signIn(server, role);
        known.set(role, { state, at: Date.now() });
        return state;
      });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  role: ["admin", { option: true }],
  storageState: async ({ signedInAs, role }, use) => {
    await use(role === "nobody" ? NOBODY : await signedInAs(role));
  },
  complaints: [
    async ({ context, baseURL }, use) => {
      const complaints = new Complaints();
      complaints.listen(context, baseURL ?? "");
      await use(complaints);
      expect(complaints.unexpected(), "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in as the demo's user of a role, without a browser, and gives what one would keep. */
export async function signIn(server: Server, role: Role): Promise<StorageState> {
  const client = await signedIn(server, role);
  const state = await client.storageState();
  await client.dispose();
  return state;
}

async function signedIn(server: Server, role: Role): Promise<APIRequestContext> {
  const client = await request.newContext({
    baseURL: server.url,
    // Within a test it otherwise begins with what that test's pages have.
    storageState: NOBODY,
    extraHTTPHeaders: { accept: "text/html", origin: server.url },
  });
  const form = { name: role, password: server.passwordOf?.(role) ?? `demo-${role}` };
  const answer = await client.post("/form/sign-in", { form, maxRedirects: 0 });
  expect(answer.headers()["location"], `signing in as ${role}`).toBe("/");
  return client;
}

/** Writes the audit trail of a worker's demo to `test-results/audits`: for reading what a whole run did. */
async function keepAudit(server: Server, name: string): Promise<void> {
  const client = await signedIn(server, "admin");
  const trail = await client.get("/audit/export.csv");
  await mkdir("test-results/audits", { recursive: true });
  await writeFile(`test-results/audits/${name}.csv`, await trail.body());
  await client.dispose();
}

/** What the browser complained about in one test. */
export class Complaints {
  readonly #all: string[] = [];
  readonly #expected: RegExp[] = [];

  listen(context: BrowserContext, ownUrl: string): void {
    // Refusals of the content security policy come as console errors too.
    context.on("console", (message) => {
      if (message.type() === "error") this.#all.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (webError) => this.#all.push(`thrown: ${webError.error().message}`));
    context.on("request", (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && !url.startsWith(`${ownUrl}/`)) this.#all.push(`foreign request: ${url}`);
    });
  }

  /** For a test that provokes one, such as the browser's own line about a 404. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  unexpected(): string[] {
    return this.#all.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
  }
}

/** axe finds nothing, by WCAG 2.0 and 2.1, levels A and AA. It passes over `<noscript>`, which no page has. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  if (!runsScripts()) await page.evaluate(runTimersAtOnce);
  const found = await page.evaluate(async () => {
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    // What was found to be well need not be told, and there are no videos to wait for.
    const { violations } = await window.axe.run({ runOnly, resultTypes: ["violations"], preload: false });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  });
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Where scripts are off no timer ever fires, and axe waits for some. */
function runTimersAtOnce(): void {
  const atOnce = (timer: () => void): number => {
    void Promise.resolve().then(timer);
    return 0;
  };
  window.setTimeout = atOnce as typeof setTimeout;
}

/** The page does not scroll sideways; what is wider scrolls inside itself. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()} in a window of ${window} px`).toBeLessThanOrEqual(window ?? 0);
}

/** The islands are awake, so a click is not lost; at once where there are no scripts. */
export async function islandsAwake(page: Page): Promise<void> {
  if (!runsScripts()) return;
  // Looks once a frame, and so has frames drawn: the islands wait for the browser to be idle, which Chromium's headless
  // shell never is where nothing has it draw.
  await page.waitForFunction(() => document.body.hasAttribute("data-hydrated"));
}

function runsScripts(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** The two widths that pages are looked at in. */
export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;

/** The two themes, as the system asks for them. */
export const THEMES = ["light", "dark"] as const;

/**
 * The page does not scroll sideways at either width. With `WXQUOTA_PICTURES=1` and scripts, it is also taken as a picture
 * in each theme at each width, in `test-results/pages`: for looking at; nothing is compared, and it takes a while.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
    // Without scripts a page looks the same.
    if (!process.env["WXQUOTA_PICTURES"] || !runsScripts()) continue;
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({
        path: `test-results/pages/${name}-${theme}-${width}.png`,
        fullPage: true,
        animations: "disabled",
      });
    }
  }
}
