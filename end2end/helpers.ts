import type { Page } from "@playwright/test";

import { expect, expectAccessible, islandsAwake } from "./fixtures.ts";
import type { Server } from "./server.ts";

/** Opens a page in English, so that tests read as the page does, or in Chinese. */
export async function open(page: Page, path: string, lang: "en" | "zh-CN" = "en"): Promise<void> {
  await chooseLanguage(page, lang);
  await page.goto(path);
  await islandsAwake(page);
}

/** Sets the language of the pages that are opened after this. */
export async function chooseLanguage(page: Page, lang: "en" | "zh-CN"): Promise<void> {
  // A cookie is for a host whatever the port, so this one holds for every server that a test starts.
  await page.context().addCookies([{ name: "lang", value: lang, domain: "127.0.0.1", path: "/" }]);
}

/** A moment as tables of history write it, in the zone that the pages are shown in: `2026-11-26 15:20:05`. */
export function local(at: string | number): string {
  const timeZone = process.env["WXQUOTA_TIME_ZONE"] ?? "Asia/Shanghai";
  return new Date(at).toLocaleString("sv-SE", { timeZone });
}

/** The heading of a page. */
export const headline = (page: Page) => page.getByRole("heading", { level: 1 });

/** A page without its header and foot. */
export const main = (page: Page) => page.getByRole("main");

/** What the button reads that makes the first admin. */
export const SET_UP = "Create admin and sign in";

/** The link in the log of a desk without users. */
export function setupLink(server: Server): string {
  return /http:\S+\/setup\?code=\S+/.exec(server.log())?.[0] ?? "no link in the log";
}

/** Opens a desk without users as its first admin. */
export async function becomeFirstAdmin(page: Page, server: Server): Promise<void> {
  await open(page, setupLink(server));
  await page.getByLabel("Name").fill("owner");
  await page.getByLabel("Password", { exact: true }).fill("a long enough one");
  await page.getByLabel("Confirm password").fill("a long enough one");
  await page.getByRole("button", { name: SET_UP }).click();
  await expect(page).toHaveURL(`${server.url}/`);
}

/** Stops all automatic clears, or lets them go on: news, at once. */
export async function switchClears(page: Page, stopped: boolean): Promise<void> {
  const form = { stopped: stopped ? "yes" : "no", reason: "a test" };
  const headers = { accept: "text/html", origin: new URL(page.url()).origin };
  const answer = await page.request.post("/form/policies/kill-switch", { form, headers, maxRedirects: 0 });
  expect(answer.status()).toBe(302);
}

/** The accounts that the demo's WeChat knows and the desk does not watch yet. Made up, like all there. */
export const SHOP = { appid: "wx5a0d0000000000f6", secret: "fa4e0000000000000000000000000f6f" };
/** May fetch tokens from another address only. */
export const FENCED = { appid: "wx5a0d0000000000d4", secret: "fa4e0000000000000000000000000d4d" };
/** Its secret is frozen. */
export const FROZEN = { appid: "wx5a0d0000000000e5", secret: "fa4e0000000000000000000000000e5e" };

/** What the form that adds an account asks for. */
export interface NewAccount {
  name: string;
  kind: string;
  appid: string;
  secret: string;
  paths?: string;
}

/** Fills the form in and sends it. */
export async function submitAccount(page: Page, account: NewAccount): Promise<void> {
  await page.getByLabel("Name").fill(account.name);
  await page.getByLabel("Kind").selectOption({ label: account.kind });
  await page.getByLabel("AppID").fill(account.appid);
  await page.getByLabel("AppSecret").fill(account.secret);
  if (account.paths !== undefined) await page.getByLabel(/Interface paths/).fill(account.paths);
  await page.getByRole("button", { name: "Check and add" }).click();
}

/** Adds an account that works and stays on its page. */
export async function addAccount(page: Page, account: NewAccount): Promise<void> {
  await open(page, "/accounts/new");
  await submitAccount(page, account);
  await expect(page.getByRole("heading", { level: 1, name: account.name })).toBeVisible();
}

/** A page that is not there says so, and leads to one that is. */
export async function expectMissing(page: Page, path: string, heading: string): Promise<void> {
  await open(page, "/");
  const response = await page.goto(path);
  expect(response?.status()).toBe(404);
  await expect(headline(page)).toHaveText(heading);
  await expectAccessible(page);
  await main(page).getByRole("link").last().click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
}

/** Pastes a text into the rid desk and has it looked up. */
export async function lookUpRids(page: Page, text: string, account = "find automatically"): Promise<void> {
  await open(page, "/rid");
  await page.getByLabel(/Paste an error/).fill(text);
  await page.getByLabel("Account").selectOption({ label: account });
  await page.getByRole("button", { name: "Look up", exact: true }).click();
}

/** Waits until nothing is being looked up any more; without scripts a page shows that only when it is loaded again. */
export async function ridsSettled(page: Page): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/being looked up|does not know this rid yet/)).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}
