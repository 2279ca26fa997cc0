import { mkdir, writeFile } from "node:fs/promises";

import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, type Page, test as base, expect } from "@playwright/test";

import { type Server, startServer } from "./server.ts";

export { expect };

interface WorkerFixtures {
  /**
   * Whose demo it is. A worker serves one name only, so a file that says `test.use({ desk: "…" })` has a demo to itself:
   * what its tests change, no other file's tests see.
   */
  desk: string;
  /** This worker's own demo: no test sees what a test in another worker has changed. */
  server: Server;
  /** What a browser keeps of somebody of this role who signed in; each role signs in once a worker. */
  signedInAs: (role: Role) => Promise<StorageState>;
}

/** The demo's users are called like their roles. */
export type Role = "viewer" | "support" | "lead" | "admin";

/** What a browser keeps where nobody signed in. */
export const NOBODY = { cookies: [], origins: [] };

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

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
    async ({ browser, desk }, use, { workerIndex }) => {
      const server = await startServer();
      await use(server);
      if (process.env["WXQUOTA_AUDITS"]) await keepAudit(browser, server, `${desk}-${workerIndex}`);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  signedInAs: [
    async ({ browser, server }, use) => {
      const known = new Map<Role, Promise<StorageState>>();
      await use((role) => {
        const state = known.get(role) ?? signIn(browser, server, role);
        known.set(role, state);
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

/** Signs in as the demo's user of a role, in a browser of its own, and gives what that browser keeps. */
export async function signIn(browser: Browser, server: Server, role: Role): Promise<StorageState> {
  // A context that is made within a test otherwise begins with what that test's pages have.
  const context = await browser.newContext({ baseURL: server.url, storageState: NOBODY });
  const page = await context.newPage();
  await page.goto("/login");
  await page.locator("input[name=name]:not([type=hidden])").fill(role);
  await page.locator("input[name=password]:not([type=hidden])").fill(`demo-${role}`);
  await page.locator("input[name=password]:not([type=hidden])").press("Enter");
  await page.waitForURL("/");
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Writes the audit trail of a worker's demo to `test-results/audits`: for reading what a whole run did. */
async function keepAudit(browser: Browser, server: Server, name: string): Promise<void> {
  const context = await browser.newContext({ baseURL: server.url, storageState: await signIn(browser, server, "admin") });
  const trail = await context.request.get("/audit/export.csv");
  await mkdir("test-results/audits", { recursive: true });
  await writeFile(`test-results/audits/${name}.csv`, await trail.body());
  await context.close();
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

/** axe finds nothing, by WCAG 2.0 and 2.1, levels A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const copy = runsScripts() ? undefined : await withScriptsAllowed(page);
  const axe = new AxeBuilder({ page: copy ?? page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]);
  const { violations } = await axe.analyze();
  await copy?.context().close();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/**
 * What stands in `page`, in a context in which axe itself can run; it never ends in one without scripts. The page's own
 * scripts are left out, and what `<noscript>` holds is shown as before.
 */
async function withScriptsAllowed(page: Page): Promise<Page> {
  const html = (await page.content())
    .replace(/<script\b.*?<\/script>/gs, "")
    .replace(/<(\/?)noscript\b/g, "<$1div");
  const browser = page.context().browser();
  if (!browser) throw new Error("the page has no browser");
  const context = await browser.newContext({
    javaScriptEnabled: true,
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
  });
  const copy = await context.newPage();
  await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await copy.goto(page.url());
  return copy;
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
  await page.locator("body[data-hydrated]").waitFor();
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
