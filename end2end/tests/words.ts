import type { Page } from "@playwright/test";

import { expect, islandsAwake } from "../fixtures.ts";
import type { Server } from "../server.ts";

/** Opens a page of the desk in English, so that tests read as the page does. */
export async function open(page: Page, path: string): Promise<void> {
  // Cookies know no ports, so this one holds for every desk a test starts.
  await page.context().addCookies([{ name: "lang", value: "en", domain: "127.0.0.1", path: "/" }]);
  await page.goto(path);
  await islandsAwake(page);
}

/** A moment as tables of history write it, in the zone that the pages are shown in: `2026-11-26 15:20:05`. */
export function local(at: string | number): string {
  const timeZone = process.env["WXQUOTA_TIME_ZONE"] ?? "Asia/Shanghai";
  return new Date(at).toLocaleString("sv-SE", { timeZone });
}

/** What the button reads that makes the first admin. */
export const SET_UP = "Make this admin and sign in";

/** The link in the log of a desk without users. */
export function setupLink(server: Server): string {
  return /http:\S+\/setup\?code=\S+/.exec(server.log())?.[0] ?? "no link in the log";
}

/** Opens a desk without users as its first admin. */
export async function becomeFirstAdmin(page: Page, server: Server): Promise<void> {
  await open(page, setupLink(server));
  await page.getByLabel("Name").fill("owner");
  await page.getByLabel("Password", { exact: true }).fill("a long enough one");
  await page.getByLabel("The same again").fill("a long enough one");
  await page.getByRole("button", { name: SET_UP }).click();
  await expect(page).toHaveURL(`${server.url}/`);
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
