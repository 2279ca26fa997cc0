import type { Page } from "@playwright/test";

import { expect, expectAccessible, islandsAwake, photograph, test } from "../fixtures.ts";
import { SHOP, addAccount, open } from "../helpers.ts";

// The tests of this file clear interfaces of one desk, one after the other.
test.use({ desk: "clears" });
test.describe.configure({ mode: "serial" });

const MALL = "商城小程序";
/** Programs are not sent on to a page. */
const AS_A_BROWSER = { accept: "text/html" };

test("one interface is cleared from its row, and what it cost is told everywhere", async ({ page }) => {
  await open(page, "/");
  const before = await left(page, MALL);
  await page.getByRole("row", { name: /Get phone number/ }).getByRole("link", { name: /^Clear/ }).click();
  await expect(page.getByRole("heading", { name: "Clear the call count of Get phone number" })).toBeVisible();
  const confirmation = page.locator("[data-dialog-part]");
  await expect(confirmation).toContainText(`1 of 50 single-interface clears: `);
  await expect(confirmation).toContainText(`${before.interface} → ${before.interface - 1} left until 1 `);
  await expect(confirmation).toContainText("(Asia/Shanghai)");
  await expect(confirmation).toContainText(/Get phone number\s*\d+%\s*(confirmed by an earlier clear\s*)?sampled (just now|\d+ min ago)/);
  await expect(confirmation).toContainText("within 30 minutes");
  await fill(page, { reason: "checkout is failing" });
  await page.getByRole("button", { name: `Clear “Get phone number” (uses 1 of ${before.interface}, ${before.interface - 1} left)` }).click();

  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clear of Get phone number: accepted by WeChat");
  await expect(page.getByRole("status")).toContainText("The counts may take up to 30 minutes to fall");
  await expect(page.getByRole("status")).toContainText(/Verification continues until \d\d:\d\d at the latest/);
  const steps = page.getByRole("listitem").filter({ has: page.locator("time[datetime]") });
  await expect(steps).toContainText(["recorded", "sent", "accepted"]);
  await expect(page.getByText("checkout is failing")).toBeVisible();
  await expect(page.getByText(`1 (${before.interface - 1} left)`)).toBeVisible();
  await expect(page.getByRole("table", { name: "Usage before" })).toContainText("/wxa/business/getuserphonenumber");
  await expectAccessible(page);
  await photograph(page, "clear-accepted");

  await open(page, "/clears");
  const row = page.getByRole("row").nth(1);
  await expect(row).toContainText(/accepted|verifying|effective/);
  await expect(row).toContainText("Get phone number");
  await expect(row).toContainText(MALL);
  await expect(row).toContainText("checkout is failing");
  await expect(row).toContainText(`1 (${before.interface - 1} left)`);
  await open(page, "/");
  expect(await left(page, MALL)).toEqual({ ...before, interface: before.interface - 1 });
});

test("the ledger can be looked at by everyone, at every width", async ({ page }) => {
  await open(page, "/clears");
  await expectAccessible(page);
  await photograph(page, "clears");
});

test("so can what is left, on the overview", async ({ page }) => {
  await open(page, "/");
  await expectAccessible(page);
  await photograph(page, "overview-clears");
});

test("a reason is asked for, and what was typed is kept", async ({ page }) => {
  const path = await confirmation(page, MALL, /Text security|msg_sec_check/);
  const ledger = await newestClear(page);
  await open(page, path);
  await page.getByLabel("Reason", { exact: true }).fill("   ");
  await confirm(page);
  await expect(page.getByText("Enter a reason. Nothing was sent.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "clear-confirm-wrong");

  const long = "too long ".repeat(60);
  await page.getByLabel("Reason", { exact: true }).fill(long);
  await confirm(page);
  await expect(page.getByText("At most 500 characters; you entered 539. Nothing was sent.")).toBeVisible();
  await expect(page.getByLabel("Reason", { exact: true })).toHaveValue(long);
  expect(new URL(page.url()).search, "the address carries no text").toBe("");

  await page.getByLabel("Reason", { exact: true }).fill("token access_token=50_secret </textarea><b>x</b>\u0007".repeat(20));
  await confirm(page);
  await expect(page.getByText("At most 500 characters; you entered")).toBeVisible();
  expect(await page.content()).not.toContain("50_secret");
  expect(await newestClear(page), "nothing was sent").toBe(ledger);
});

test("the same form sent twice is one clear, and says so", async ({ page }) => {
  const form = await filled(page, await confirmation(page, MALL, /img_sec_check/), { reason: "pictures wait" });
  const first = await post(page, form);
  const second = await post(page, form);
  expect(first.url).toMatch(/\/clears\/\d+$/);
  expect(second.url, "the same clear").toBe(first.url);
  expect(second.text).toContain("This clear was already made. This is its result.");
  const other = await post(page, { ...form, reason: "another reason" });
  expect(other.url, "the page had made that clear").toBe(first.url);
  expect(other.text).toContain("Nothing was sent this time");
  expect(await newestClear(page)).toBe(clearOf(first.url));
});

test("two tabs are one clear", async ({ page, context }) => {
  const path = await confirmation(page, MALL, /media_check_async/);
  const other = await context.newPage();
  await open(page, path);
  await open(other, path);
  for (const tab of [page, other]) await fill(tab, { reason: "audio waits" });
  await confirm(page);
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await confirm(other);
  await expect(other).toHaveURL(page.url());
  await expect(other.getByText("This clear was already made")).toBeVisible();
});

test("a double click, and the way back, make no second clear", async ({ page }) => {
  const path = await confirmation(page, MALL, /generate_urllink/);
  await open(page, path);
  await fill(page, { reason: "links wait" });
  await page.getByRole("button", { name: /^Clear .* left\)$/ }).first().dblclick();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  const made = clearOf(page.url());
  await page.goBack();
  await islandsAwake(page);
  await expect(page.getByRole("heading", { name: /^Clear the call count of / })).toBeVisible();
  expect(await newestClear(page)).toBe(made);
});

test("figures that changed since are not cleared on", async ({ page }) => {
  const form = await filled(page, await confirmation(page, MALL, /getwxacodeunlimit/), { reason: "codes wait" });
  const ledger = await newestClear(page);
  const changed = "The figures changed after you opened this page";
  const account = form["account"] ?? "";
  const tampered: Record<string, string>[] = [
    { ...form, seen: "2020-01-01:50" },
    { ...form, key: "page:1:all:0" },
    { ...form, key: "" },
    { ...form, key: `${form["key"]}${"0".repeat(300)}` },
    { ...form, account: `${Number(account) + 1}`, interface: "" },
    { ...form, interface: "" },
  ];
  for (const fields of tampered) {
    const { url, text } = await post(page, fields);
    expect(text, JSON.stringify(fields)).toContain(changed);
    expect(new URL(url).search).toBe("");
  }
  const nowhere = await post(page, { ...form, account: "9999", interface: "", key: "page:9999:all:0" });
  expect(nowhere.url).toMatch(/\/accounts$/);
  expect(nowhere.text).toContain("Account not found");
  const unwatched = await post(page, { ...form, interface: "9999", key: `page:${account}:9999:0` });
  expect(unwatched.url).toMatch(new RegExp(`/accounts/${account}$`));
  expect(unwatched.text).toContain("Interface not found on this account");
  const secret = await post(page, { ...form, via: "secret" });
  expect(secret.text).toContain("The AppSecret can clear only all interfaces of an account.");
  const markup = await post(page, { ...form, account: "<script>alert(1)</script>", key: "</p><script>alert(1)</script>" });
  expect(markup.text).not.toContain("<script>alert(1)");
  expect(await newestClear(page), "nothing was sent").toBe(ledger);
});

test("a reason of 10 MB is refused in plain words", async ({ page, complaints }) => {
  const form = await filled(page, await confirmation(page, MALL, /getwxacodeunlimit/), { reason: "x" });
  const ledger = await newestClear(page);
  const many = await post(page, { ...form, reason: "很长".repeat(20_000) });
  expect(many.text).toContain("At most 500 characters; you entered 40,000. Nothing was sent.");
  complaints.expect(/413|favicon|Transition was aborted/);
  await page.getByLabel("Reason", { exact: true }).evaluate((area: HTMLTextAreaElement) => {
    // Laid out, so much text takes seconds.
    area.hidden = true;
    area.value = "x".repeat(10_000_000);
  });
  await confirm(page);
  await expect(page.getByText("The request is larger than 640 KiB. Nothing was changed.")).toBeVisible();
  expect(await newestClear(page), "nothing was sent").toBe(ledger);
});

test("a whole account: what is cheaper, and its name where few are left", async ({ page }) => {
  await addAccount(page, { name: "小店", kind: "shop", ...SHOP });
  const account = new URL(page.url()).pathname;
  await expect(page.getByText('so the number left is “at most”')).toBeVisible();
  await page.getByRole("link", { name: "Clear all…" }).click();
  await expect(page.getByRole("heading", { name: "Clear all interfaces of 小店" })).toBeVisible();
  await expect(page.getByText("1 of 10 account-wide clears: at most 10 → 9 left")).toBeVisible();
  await expect(page.getByText(/^(You do not need a clear: no interface is known|A clear is not recommended: .* not known)/)).toBeVisible();
  await expect(page.getByLabel(/Enter the account's name/)).toHaveCount(0);

  await usedBefore(page, account, 8);
  await open(page, `${account}/clear`);
  await expectAccessible(page);
  await photograph(page, "clear-confirm-account");
  await page.getByLabel("Reason", { exact: true }).fill("everything is out");
  await page.getByLabel(/Enter the account's name/).fill("小 店");
  await confirm(page);
  await expect(page.getByText("The name does not match. Nothing was sent.")).toBeVisible();
  await expect(page.getByLabel(/Enter the account's name/)).toHaveValue("小 店");
  await page.getByLabel(/Enter the account's name/).fill("小店");
  await page.getByText("Clear with the AppSecret instead").click();
  await page.getByRole("button", { name: "Clear all interfaces of 小店 with the AppSecret (uses 1 of 2, 1 left)" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clear of all interfaces of 小店: accepted by WeChat");
  await expect(page.getByText("AppSecret", { exact: true })).toBeVisible();
});

test("a whole account: none left, by our count and by WeChat's", async ({ page }) => {
  test.slow();
  await open(page, "/accounts");
  await page.getByRole("link", { name: "小店" }).click();
  const account = new URL(page.url()).pathname;
  await usedBefore(page, account, 10);
  await open(page, `${account}/clear`);
  await expect(page.getByText(/By our count, 0 of 10 are left until 1 /)).toBeVisible();
  await expect(page.getByLabel("Reason for continuing")).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask for approval", exact: true })).toBeVisible();

  await usedBefore(page, account, 0);
  for (let spent = 1; spent < 10; spent += 1) {
    const form = await filled(page, `${account}/clear`, { reason: `${spent}`, override: "to the end", name: "小店" });
    // Of the last one nobody else is asked.
    expect((await post(page, { ...form, glass: "break glass", break_glass: "token" })).text).toContain("accepted by WeChat");
  }
  await open(page, `${account}/clear`);
  await expect(page.getByText(/0 of 10 left until 1 /)).toBeVisible();
  await expect(page.getByText("WeChat has accepted all 10.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Clear all interfaces of/ })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "clear-confirm-spent");
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${account}$`));
  await open(page, account);
  await expectAccessible(page);
  await photograph(page, "account-budgets");
  await open(page, "/");
  await expect(page.getByRole("listitem").filter({ hasText: "小店" })).toContainText(/0\/10 · .*50\/50 \(resets 1 /);
});

test("the ledger is filtered by its address, and has a way back", async ({ page }) => {
  await open(page, "/clears");
  await page.getByLabel("Account").selectOption({ label: "小店" });
  await page.getByLabel("Scope").selectOption({ label: "account-wide" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/scope=account/);
  await expect(page.getByRole("row")).toHaveCount(11);
  await expect(page.getByRole("row").nth(1)).toContainText("All interfaces");
  await page.getByLabel("State").selectOption({ label: "dismissed" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No clears match these filters")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "clears-none");
  await page.getByRole("link", { name: "Reset filters" }).first().click();
  await expect(page).toHaveURL(/\/clears$/);
  await open(page, "/clears?state=x&scope=y&month=2026-13&before=z");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test.describe("as lead", () => {
  test.use({ role: "lead" });

  test("the ledger is filtered by who", async ({ page }) => {
    await open(page, "/clears");
    await page.getByLabel("Who").selectOption("lead");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/actor=lead/);
    await expect(page.getByLabel("Who")).toHaveValue("lead");
    await expect(page.getByRole("row", { name: /ago lead/ }).first()).toBeVisible();
    await expect(page.getByRole("row", { name: /ago admin/ })).toHaveCount(0);
    await expectAccessible(page);
    await photograph(page, "clears-of-lead");
  });
});

test("a clear that is not there, and an account that cannot be cleared", async ({ page, complaints }) => {
  complaints.expect(/404/);
  await open(page, "/clears/999999");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clear not found");
  await page.getByRole("link", { name: "Go to the ledger" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clears ledger");
  await open(page, "/accounts/9999/clear");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Account not found");
});

test("both languages", async ({ page }) => {
  const path = await confirmation(page, MALL, /genwxashortlink/);
  await page.goto(path);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("清零接口");
  await expect(page.getByText(/单个接口清零 1 次（共 50 次）：剩余/)).toBeVisible();
  await photograph(page, "clear-confirm-zh");
});

test("both languages: the ledger", async ({ page }) => {
  await page.goto("/clears");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("清零记录");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByText("处理过程")).toBeVisible();
  await photograph(page, "clear-zh");
});

test.describe("dialogs", { tag: "@scripts" }, () => {
  test("the confirmation opens in place, and closes", async ({ page }) => {
    await open(page, "/");
    const link = page.getByRole("row", { name: /Get phone number/ }).getByRole("link", { name: /^Clear/ });
    await link.click();
    const dialog = page.getByRole("dialog", { name: "Clear the call count of Get phone number" });
    await expect(dialog).toBeVisible();
    await expect(page).toHaveURL(/\/$/);
    await expect(dialog.locator("#dialog-title"), "one reads from the top").toBeFocused();
    await expectAccessible(page);
    await photograph(page, "clear-dialog");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(link, "the focus is where it was").toBeFocused();

    await link.press("Enter");
    await dialog.getByRole("link", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/\/$/);

    // A click for a new tab is left to the browser. It goes no further here: headless Chromium loads such tabs now and then only.
    const isLeft = await link.evaluate((element) => {
      const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
      let isLeft = false;
      const last = (event: Event) => {
        isLeft = !event.defaultPrevented;
        event.preventDefault();
      };
      window.addEventListener("click", last, { once: true });
      element.dispatchEvent(click);
      return isLeft;
    });
    expect(isLeft, "a new tab is still the page").toBe(true);
    await expect(dialog).toBeHidden();
  });

  test("where the page cannot be fetched, the link leads to it", async ({ page, complaints }) => {
    complaints.expect(/Failed to load resource|Transition was aborted/);
    await open(page, "/");
    const link = page.getByRole("row", { name: /Get phone number/ }).getByRole("link", { name: /^Clear/ });
    await page.route("**/clear", (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
    await link.click();
    await expect(page).toHaveURL(/\/interfaces\/\d+\/clear$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clear the call count of Get phone number");
  });

  test("a form on its way cannot be sent again", async ({ page }) => {
    await open(page, await confirmation(page, MALL, /getwxacodeunlimit/));
    await fill(page, { reason: "codes wait" });
    // An answer that leaves the page as it is, as one that is long in coming does.
    await page.route("**/form/clears/order", (route) => route.fulfill({ status: 204 }));
    const button = page.getByRole("button", { name: /^Clear .* left\)$/ }).first();
    await button.click();
    await expect(button).toBeDisabled();
  });
});

/** What the overview says is left of an account's clears. */
async function left(page: Page, account: string): Promise<{ account: number; interface: number }> {
  const text = await page.getByRole("listitem").filter({ hasText: account }).filter({ hasText: "/50" }).innerText();
  const [all, single] = [...text.matchAll(/(\d+)\/(?:10|50)/g)].map((match) => Number(match[1]));
  if (all === undefined || single === undefined) throw new Error(`no figures in ${text}`);
  return { account: all, interface: single };
}

/** Where the clear of an interface is confirmed, found by what stands in its row. */
async function confirmation(page: Page, account: string, row: RegExp): Promise<string> {
  await open(page, "/?per=1000");
  const link = page.getByRole("row", { name: row }).filter({ hasText: account }).getByRole("link", { name: /^Clear/ });
  return (await link.getAttribute("href")) ?? "";
}

/** Fills in what the confirmation asks for; what earlier clears left open may ask for a reason to go on. */
async function fill(page: Page, typed: { reason: string }): Promise<void> {
  await page.getByLabel("Reason", { exact: true }).fill(typed.reason);
  const override = page.getByLabel("Reason for continuing");
  if (await override.isVisible()) await override.fill("a test goes on");
}

async function confirm(page: Page): Promise<void> {
  await page.locator("[data-dialog-part] button").first().click();
}

/** The fields of a confirmation's form, filled in, so that they can be sent by hand. */
async function filled(
  page: Page,
  path: string,
  typed: { reason: string; override?: string; name?: string },
): Promise<Record<string, string>> {
  await open(page, path);
  const hidden = async (name: string): Promise<string> => page.locator(`input[name="${name}"]`).inputValue();
  return {
    account: await hidden("account"),
    interface: await hidden("interface"),
    key: await hidden("key"),
    seen: await hidden("seen"),
    reason: typed.reason,
    override_reason: typed.override ?? "a test goes on",
    name: typed.name ?? "",
  };
}

/** Sends the form by hand: where it leads, and what is read there. */
async function post(page: Page, form: Record<string, string>): Promise<{ url: string; text: string }> {
  const answer = await page.request.post("/form/clears/order", { form, headers: AS_A_BROWSER });
  return { url: answer.url(), text: await answer.text() };
}

/** The number of the newest clear, 0 where there is none. */
async function newestClear(page: Page): Promise<number> {
  const answer = await page.request.get("/clears");
  return Number(/href="\/clears\/(\d+)"/.exec(await answer.text())?.[1] ?? 0);
}

function clearOf(url: string): number {
  return Number(/\d+$/.exec(url)?.[0]);
}

/** Tells the desk how many clears were used before it began. */
async function usedBefore(page: Page, account: string, count: number): Promise<void> {
  await open(page, `${account}/settings`);
  await page.getByLabel(/Account-wide clears already used this month/).fill(`${count}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
}
