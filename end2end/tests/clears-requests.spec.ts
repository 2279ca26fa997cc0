import type { Browser, Page } from "@playwright/test";

import { expect, expectAccessible, islandsAwake, photograph, type StorageState } from "../fixtures.ts";
import { headline, main, open } from "../helpers.ts";
import { MALL, test } from "../sandbox.ts";
import type { Server } from "../server.ts";

const ALL = "/accounts/1/clear";
const CLEAR_ALL = "/cgi-bin/clear_quota";

// The tests of this file spend the clears of one account, one after the other.
test.use({ desk: "clears-requests", users: ["admin", "lead"] });
test.describe.configure({ mode: "serial" });

// Advice needs a reading.
test.beforeAll(({ server }) => server.command(["sample"]));

test("before a clear it is said what is cheaper, and how sure its help is", async ({ page }) => {
  await open(page, ALL);
  await expect(main(page)).toContainText(/Cheaper: clear (only|these)/);
  await expect(main(page)).toContainText(/of 50 single-interface clears instead of 1 of 10 account-wide ones/);
  await expect(main(page)).toContainText("expected, not confirmed");
  await expectAccessible(page);
  await photograph(page, "confirm-advice");
  await page.getByRole("link", { name: /Clear only this interface/ }).first().click();
  await expect(headline(page)).toHaveText(/^Clear the call count of /);
  await expect(page.getByRole("button", { name: /^Clear .* left\)$/ })).toBeVisible();
});

test("a call that failed at per-minute limit warns, with the way to it", async ({ page, wechat }) => {
  const rid = await wechat.plant({ path: "/wxa/business/getuserphonenumber", errcode: 45011 });
  await open(page, "/rid");
  await page.getByLabel(/Paste an error/).fill(rid);
  await page.getByRole("button", { name: "Look up", exact: true }).click();
  await expect(page).toHaveURL(`/rid/${rid}`);
  await open(page, ALL);
  await expect(main(page)).toContainText("reached a per-minute limit, which a clear does not reset");
  await expectAccessible(page);
  await photograph(page, "confirm-cautions");
  await page.getByRole("link", { name: "View that call" }).click();
  await expect(page).toHaveURL(`/rid/${rid}`);
});

test("what a clear did stands on its page once readings told", async ({ page }) => {
  await open(page, ALL);
  await page.getByRole("link", { name: /Clear only this interface/ }).first().click();
  await expect(page).toHaveURL(/\/interfaces\/\d+\/clear$/);
  const cleared = new URL(page.url()).pathname.replace(/\/clear$/, "");
  await page.getByLabel("Reason", { exact: true }).fill("sign-ups stand still");
  await page.getByRole("button", { name: /^Clear .* left\)$/ }).click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await worked(page);
  await expect(main(page)).toContainText(/[\d,]+ calls were restored/);
  const evidence = page.getByRole("table", { name: "Usage before and after" });
  await expect(evidence.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await photograph(page, "clear-effective");
  await page.getByText("Copy for WeChat support").click();
  await expect(page.getByRole("group", { name: "Copy for WeChat support" })).toContainText(`Account: 商城小程序 ${MALL}`);
  await expectAccessible(page);
  await photograph(page, "clear-support");
  const href = await page.getByRole("link", { name: "Download as JSON" }).getAttribute("href");
  const file = await page.request.get(href ?? "");
  expect(file.headers()["content-disposition"]).toContain("attachment");
  expect(await file.json()).toMatchObject({ clear: { state: "effective", reason: "sign-ups stand still" } });

  await open(page, cleared);
  await expect(page.getByRole("list", { name: "Clears in this time range" }).getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);
  await photograph(page, "interface-cleared");
});

test("the last one takes a second person, who may say no", async ({ page, browser, server, signedInAs }) => {
  await leaves(page, 1);
  await open(page, ALL);
  await expect(main(page)).toContainText("When 1 or fewer are left, a second person has to approve.");
  await expect(main(page)).toContainText("lead can approve. The request expires after 60 minutes.");
  await expectAccessible(page);
  await photograph(page, "confirm-second");
  await page.getByLabel("Reason", { exact: true }).fill("everything is out");
  await page.getByLabel(/Enter the account's name/).fill("商城小程序");
  await page.getByRole("button", { name: "Ask for approval", exact: true }).click();
  await expect(page).toHaveURL(/\/clears\/requests\/\d+$/);
  await expect(headline(page)).toHaveText("Request to clear all interfaces of 商城小程序: waiting for approval");
  await expectAccessible(page);
  await photograph(page, "request-own");
  const request = new URL(page.url()).pathname;
  expect(await ask(page, "once more, in other words"), "while it is open, another order leads to it").toBe(request);
  await expect(main(page).getByRole("status").first()).toContainText("A request for this clear is already open");
  await expect(main(page)).toContainText("everything is out");

  const other = await second(browser, server, await signedInAs("lead"));
  await open(other, "/");
  const band = other.getByRole("complementary", { name: "Waiting for approval" });
  await expect(band).toContainText("admin asks for approval to clear all interfaces of 商城小程序");
  await expectAccessible(other);
  await photograph(other, "overview-band");
  await band.getByRole("link", { name: "Review" }).click();
  await expect(other).toHaveURL(new RegExp(`${request}$`));
  await expect(band, "it is not told twice").toHaveCount(0);
  await expect(other.getByRole("button", { name: "Approve and clear (0 left afterwards)" })).toBeVisible();
  await other.getByText("Decline…").click();
  await other.getByLabel("Reason for declining").fill("  ");
  await other.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(other.getByText("Enter a reason. Nothing was changed.")).toBeVisible();
  await expectAccessible(other);
  await photograph(other, "request-decide");
  await other.getByLabel("Reason for declining").fill("it resets soon");
  await other.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(headline(other)).toHaveText(/: declined$/);
  await other.context().close();

  await open(page, "/");
  await expect(page.getByRole("complementary")).toContainText("lead declined your request to clear all interfaces of 商城小程序");
  await page.getByRole("complementary").getByRole("link", { name: "View" }).click();
  await expect(page.getByRole("alert")).toContainText("it resets soon");
  await open(page, "/");
  await expect(page.getByRole("complementary"), "they have seen it").toHaveCount(0);
});

test("or agree, and then it is made in both names", async ({ page, browser, server, signedInAs }) => {
  const request = await ask(page, "the campaign ends tonight");
  const other = await second(browser, server, await signedInAs("lead"));
  await open(other, request);
  await other.getByRole("button", { name: "Approve and clear (0 left afterwards)" }).click();
  await expect(other).toHaveURL(/\/clears\/\d+$/);
  await expect(main(other)).toContainText(/Approved by\s*lead/);
  await worked(other);
  await other.context().close();
  await open(page, request);
  await expect(headline(page)).toHaveText(/: approved$/);
  await expectAccessible(page);
  await photograph(page, "request-agreed");
  await page.getByRole("link", { name: "View clear" }).click();
  await expect(main(page)).toContainText("the campaign ends tonight");
});

test("or whoever asked takes it back", async ({ page }) => {
  await leaves(page, 1);
  const request = await ask(page, "by mistake");
  await page.getByRole("button", { name: "Withdraw request" }).click();
  await expect(page).toHaveURL(new RegExp(`${request}$`));
  await expect(headline(page)).toHaveText(/: withdrawn$/);
  await expect(page.getByRole("link", { name: "Send a new request" })).toBeVisible();
});

test("an admin breaks the glass with a typed phrase", async ({ page, wechat, server }) => {
  for (const [path, calls] of [["/wxa/business/getuserphonenumber", 5_000], ["/wxa/msg_sec_check", 400_000]]) {
    await wechat.tell("POST", "consume", { appid: MALL, path, calls });
  }
  await server.command(["sample"]);
  await open(page, ALL);
  await page.getByLabel("Reason", { exact: true }).fill("nobody answers");
  await page.getByLabel(/Enter the account's name/).fill("商城小程序");
  await page.getByText("Break glass: continue without approval").click();
  await page.getByLabel("To continue without approval, enter: break glass").fill("brake glass");
  await page.getByRole("button", { name: /^Break glass · Clear all interfaces of 商城小程序 \(uses 1 of 1, 0 left\)$/ }).click();
  await expect(page.getByText('The phrase does not match “break glass”. Nothing was sent.')).toBeVisible();
  await expect(page.getByLabel("To continue without approval, enter: break glass")).toHaveValue("brake glass");
  await expect(page.getByLabel("Reason", { exact: true })).toHaveValue("nobody answers");
  await expectAccessible(page);
  await photograph(page, "confirm-glass");
  await page.getByLabel("To continue without approval, enter: break glass").fill("break glass");
  await page.getByRole("button", { name: /^Break glass · Clear all interfaces of 商城小程序 \(uses 1 of 1, 0 left\)$/ }).click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await expect(main(page)).toContainText(/Without approval\s*break glass/);
  await worked(page);
});

test("what nobody can tell is settled by hand", async ({ page, wechat }) => {
  await leaves(page, 5);
  await wechat.tell("POST", "faults", { endpoint: CLEAR_ALL, times: 1, fault: "html" });
  await open(page, ALL);
  await page.getByLabel("Reason", { exact: true }).fill("everything is out");
  await page.getByRole("button", { name: /^Clear all interfaces of 商城小程序 \(uses 1 of 5, 4 left\)$/ }).click();
  await expect(headline(page)).toHaveText("Clear of all interfaces of 商城小程序: outcome unknown");
  await expect(page.getByRole("alert")).toContainText(/Do not repeat it yet. wxquota checks until \d\d:\d\d/);
  await page.getByText("Resolve the unknown outcome").click();
  await expect(page.getByRole("radio", { checked: true }), "neither is chosen beforehand").toHaveCount(0);
  await page.getByRole("radio", { name: /^Do not count it/ }).check();
  await page.getByLabel("Reason", { exact: true }).fill(" ");
  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(page.getByText("Enter a reason. Nothing was changed.")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Do not count it/ })).toBeChecked();
  await expectAccessible(page);
  await photograph(page, "clear-settle");
  await page.getByLabel("Reason", { exact: true }).fill("the console shows none");
  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(headline(page)).toHaveText(/: not carried out$/);
  await expect(page.getByRole("status")).toContainText("admin resolved it: not carried out, and not counted");
  await expectAccessible(page);
});

test("while one may still take effect, another needs a reason to go on", async ({ page, wechat, server }) => {
  await wechat.tell("POST", "consume", { appid: MALL, path: "/wxa/msg_sec_check", calls: 400_000 });
  await server.command(["sample"]);
  await wechat.tell("POST", "clear-delay", { seconds: 1_200 });
  const path = await formOf(page, "/wxa/msg_sec_check");
  await open(page, path);
  await page.getByLabel("Reason", { exact: true }).fill("first");
  await page.getByRole("button", { name: /^Clear .* left\)$/ }).click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  const first = new URL(page.url()).pathname;

  await open(page, path);
  await expect(page.getByRole("alert")).toContainText("it may still be taking effect");
  await expect(page.getByRole("alert").getByRole("link", { name: "View that clear" })).toHaveAttribute("href", first);
  await expectAccessible(page);
  await photograph(page, "clear-confirm-open");
  await page.getByLabel("Reason", { exact: true }).fill("second");
  await page.getByLabel("Reason for continuing").fill(" ");
  await page.getByRole("button", { name: /^Clear .* left\)$/ }).click();
  await expect(page.getByText("Explain why you want to continue. Nothing was sent.")).toBeVisible();
  await expect(page.getByLabel("Reason", { exact: true })).toHaveValue("second");
  await page.getByLabel("Reason for continuing").fill("WeChat's staff asked for it");
  await page.getByRole("button", { name: /^Clear .* left\)$/ }).click();
  await expect(headline(page)).toContainText("accepted");
  await expect(page.getByText("WeChat's staff asked for it")).toBeVisible();
  await wechat.tell("POST", "clear-delay", { seconds: 0 });
});

test.describe("with scripts", { tag: "@scripts" }, () => {
  test("the page of a clear that is being verified looks again by itself, unless somebody is busy there", async ({ page, wechat, server }) => {
    await wechat.tell("POST", "consume", { appid: MALL, path: "/wxa/img_sec_check", calls: 50_000 });
    await server.command(["sample"]);
    const form = await formOf(page, "/wxa/img_sec_check");
    await page.clock.install();
    await open(page, form);
    await page.getByLabel("Reason", { exact: true }).fill("codes wait");
    const override = page.getByLabel("Reason for continuing");
    if (await override.isVisible()) await override.fill("a test goes on");
    await page.getByRole("button", { name: /^Clear .* left\)$/ }).click();
    await expect(page).toHaveURL(/\/clears\/\d+$/);
    await expect(headline(page)).toHaveText(/accepted/);
    await islandsAwake(page);
    await page.getByText("Copy for WeChat support").click();
    // From here on the page would read otherwise if it were loaded again.
    const other = await page.context().newPage();
    await expect(async () => {
      await other.goto(page.url());
      await expect(headline(other)).not.toHaveText(/: accepted by WeChat$/, { timeout: 500 });
    }).toPass({ timeout: 40_000 });
    await other.close();
    await page.clock.fastForward(25_000);
    // The browser begins to load a page a moment after it is told to.
    await page.waitForTimeout(500);
    await expect(headline(page), "what is unfolded stays so").toHaveText(/: accepted by WeChat$/);
    await page.getByText("Copy for WeChat support").click();
    await page.clock.fastForward(25_000);
    await expect(headline(page)).not.toHaveText(/: accepted by WeChat$/);
  });
});

test("where no token can be had, the state of clear that needs none is: offered", async ({ page, wechat }) => {
  await wechat.tell("POST", "faults", { endpoint: "/cgi-bin/stable_token", fault: "errcode", errcode: 45009 });
  await wechat.tell("POST", `accounts/${MALL}/revoke-tokens`);
  await open(page, "/accounts/1");
  await page.getByRole("button", { name: "Sample now" }).click();
  await open(page, ALL);
  const locked = page.getByRole("alert").filter({ hasText: "No token can be fetched" });
  await expect(locked).toContainText("The quota for fetching tokens is used up: no token can be fetched (45009)");
  await expect(main(page)).toContainText("Recommended: clear with the AppSecret");
  await expectAccessible(page);
  await photograph(page, "confirm-rescue");
  await page.getByLabel("Reason", { exact: true }).fill("no token to be had");
  // What the tests before it cleared may still be looked at.
  const override = page.getByLabel("Reason for continuing");
  if (await override.isVisible()) await override.fill("nothing else helps");
  await page.getByRole("button", { name: /^Clear all interfaces of 商城小程序 with the AppSecret \(uses 1 of 5, 4 left\)$/ }).click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await expect(main(page)).toContainText(/Authenticated with\s*AppSecret/);
  await wechat.tell("DELETE", "faults");
});

/** Waits until readings showed that it worked. */
async function worked(page: Page): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(headline(page)).toHaveText(/: effective$/, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}

/** The address of the form that clears an interface of the account. */
async function formOf(page: Page, path: string): Promise<string> {
  await open(page, "/accounts/1");
  const row = page.getByRole("row").filter({ hasText: path });
  return (await row.getByRole("link", { name: /^Clear/ }).getAttribute("href")) ?? "";
}

/** Tells the desk how many account-wide clears were used before, such that so many are left now. */
async function leaves(page: Page, left: number): Promise<void> {
  await open(page, "/accounts/1/settings");
  const field = page.getByLabel(/Account-wide clears already used this month/);
  await field.fill("0");
  await save(page);
  await open(page, ALL);
  const now = /: (\d+) → \d+ left/.exec(await main(page).innerText())?.[1];
  await open(page, "/accounts/1/settings");
  await field.fill(`${Number(now) - left}`);
  await save(page);
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
}

/** Asks a second person for the last clear: the request's page, which is open then. */
async function ask(page: Page, reason: string): Promise<string> {
  await open(page, ALL);
  await page.getByLabel("Reason", { exact: true }).fill(reason);
  await page.getByLabel(/Enter the account's name/).fill("商城小程序");
  await page.getByRole("button", { name: "Ask for approval", exact: true }).click();
  await expect(page).toHaveURL(/\/clears\/requests\/\d+$/);
  return new URL(page.url()).pathname;
}

/** Somebody else, in a browser of their own. */
async function second(browser: Browser, server: Server, storageState: StorageState): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, storageState });
  return context.newPage();
}
