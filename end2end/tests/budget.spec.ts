import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

// A lead is who owns the budget.
test.use({ role: "lead" });

test("the month stands on one page", async ({ page }) => {
  await open(page, "/budget");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^[A-Z][a-z]+ \d{4}$/);
  await expect(page.getByRole("banner").getByRole("link", { name: "Clears budget" })).toHaveAttribute("aria-current", "page");
  const accounts = page.getByRole("table", { name: "Accounts" });
  const mall = accounts.getByRole("row", { name: /商城小程序/ });
  await expect(mall.getByRole("img", { name: /\d+ left$/ }), "each bar has its text").toHaveCount(2);
  await expect(mall).toContainText(/\d+\/10/);
  await expect(mall).toContainText(/\d+\/50/);
  await expect(accounts.getByRole("row")).toHaveCount(4);
  await expect(page.getByText(/It cannot detect a clear of an interface with little use/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "budget");
});

test("each clear is told, and leads to its page", async ({ page }) => {
  await open(page, "/budget");
  const clears = page.getByRole("table", { name: /^\d+ clears?$/ });
  const row = clears.getByRole("row").nth(1);
  await expect(row).toContainText(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
  await expect(row).toContainText(/by hand/);
  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
});

test("one steps through the months, and there is none to come", async ({ page, complaints }) => {
  complaints.expect(/404/);
  await open(page, "/budget");
  const now = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  const steps = page.getByRole("navigation", { name: "Other months" });
  await expect(steps.getByRole("link")).toHaveCount(1);
  await steps.getByRole("link").click();
  await expect(page).toHaveURL(/\/budget\/\d{4}-\d{2}$/);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(now);
  await expectAccessible(page);
  await photograph(page, "budget-before");
  await steps.getByRole("link", { name: now }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(now);

  await open(page, "/budget/2999-01");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Month not found");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to this month" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(now);
  await open(page, "/budget/2000-01");
  await expect(page.getByText("No account was watched in January 2000")).toBeVisible();
});

test("the ledger and the accounts lead to it", async ({ page }) => {
  await open(page, "/clears");
  await page.getByRole("main").getByRole("link", { name: "Clears budget" }).click();
  await expect(page).toHaveURL("/budget");
  await page.getByRole("main").getByRole("link", { name: "商城小程序" }).first().click();
  await page.getByRole("link", { name: "Clears budget" }).click();
  await expect(page).toHaveURL("/budget");
});

test("the month is taken along as files", async ({ page }) => {
  await open(page, "/budget");
  for (const [name, ending] of [["Export CSV", "csv"], ["Export JSON", "json"]] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^wxquota-budget-\\d{4}-\\d{2}\\.${ending}$`));
  }
  await open(page, "/audit");
  await expect(page.getByRole("row", { name: /Exported/ }).first()).toContainText(/budget-\d{4}-\d{2}\.json/);
});

test("it prints on one sheet, without what paper has no use for", async ({ page }) => {
  await open(page, "/budget");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("link", { name: "Export CSV" })).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
});

test("a button prints it", { tag: "@scripts" }, async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "");
  });
  await open(page, "/budget");
  await page.getByRole("button", { name: "Print" }).click();
  await expect(page.locator("html[data-printed]")).toHaveCount(1);
});

test.describe("in Chinese", () => {
  test("the month reads as written in Chinese", async ({ page }) => {
    await open(page, "/budget", "zh-CN");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^\d{4}年\d+月$/);
    await expect(page.getByRole("table", { name: "各账号" }).getByRole("img").first()).toHaveAttribute("aria-label", /剩余 \d+ 次$/);
    await expectAccessible(page);
    await photograph(page, "budget-zh");
  });
});
