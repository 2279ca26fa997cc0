import type { Page } from "@playwright/test";
import { extractText } from "unpdf";

import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

// A lead is who owns the budget.
test.use({ role: "lead" });

test("the month stands on one page", async ({ page }) => {
  await open(page, "/budget");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Clears budget: [A-Z][a-z]+ \d{4}$/);
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
  await steps.getByRole("link", { name: now.replace("Clears budget: ", "") }).click();
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
  await page.getByRole("main").getByRole("link", { name: "Clears budget" }).click();
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

test("totals are shown by person, by account and person, by interface and by reason", async ({ page }) => {
  await open(page, "/budget");
  const total = (name: string) => page.getByRole("table", { name, exact: true }).getByRole("row").last();
  const sum = (await total("Clears by person").innerText()).replace(/\s+/g, " ");
  expect(sum).toMatch(/^Total( [\d,]+){8}$/);
  for (const name of ["Clears by account and person", "Clears by interface", "Clears by reason"]) {
    await expect(total(name), name).toHaveText(sum, { useInnerText: true });
  }
});

test("totals are sorted by the heads of their columns, and filtered", async ({ page }) => {
  await open(page, "/budget");
  const people = page.getByRole("table", { name: "Clears by person", exact: true });
  await people.getByRole("link", { name: "Who" }).click();
  await expect(page).toHaveURL(/sort=name&order=asc$/);
  await expect(people.getByRole("columnheader", { name: /^Who\b/ })).toHaveAttribute("aria-sort", "ascending");
  await people.getByRole("link", { name: "No effect" }).click();
  await expect(page).toHaveURL(/sort=no-effect&order=desc$/);

  const filters = page.getByRole("search", { name: "Filter and sort totals and clears" });
  await filters.getByLabel("Who").selectOption({ index: 1 });
  const who = (await filters.getByLabel("Who").locator("option:checked").textContent()) ?? "";
  await filters.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText(`Filtered by Who: ${who}`)).toBeVisible();
  await expect(people.getByRole("row"), "two rows of heads, the person, the total").toHaveCount(4);
  await expectAccessible(page);
  await photograph(page, "budget-filtered");
  await filters.getByLabel("Text").fill("nothing of this kind");
  await filters.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No clears match these filters")).toBeVisible();
  await page.getByRole("link", { name: "Reset filters" }).first().click();
  await expect(page).toHaveURL(/\/budget\/\d{4}-\d{2}$/);
});

test("a month that is none is named, and this month is shown", async ({ page }) => {
  await open(page, "/budget");
  const now = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  await open(page, "/budget?month=soon&sort=best");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(now);
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("month=soon: This is not a month. Write it as 2026-11. The current month is shown.");
  await expect(notice).toContainText("sort=best: Valid values are ");
  await expectAccessible(page);
  await photograph(page, "budget-nonsense");
  await notice.getByRole("link", { name: "Open this page without them" }).click();
  await expect(page).toHaveURL("/budget");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("it prints the summary on the first sheet, and numbers each", async ({ page }) => {
  await open(page, "/budget");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("link", { name: "Export CSV" })).toBeHidden();
  await expect(page.getByRole("search")).toBeHidden();
  await expect(page.getByText(/^Printed \d{4}-\d{2}-\d{2} \d{2}:\d{2} \S+ by lead$/)).toBeVisible();
  const month = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  const sheets = await printed(page);
  for (const text of [month, "by lead", "Account-wide clears", "Single-interface clears", "Accounts", "商城小程序"]) {
    expect(sheets[0], text).toContain(text);
  }
  for (const [at, sheet] of sheets.entries()) expect(sheet).toContain(`${at + 1} / ${sheets.length}`);
});

test("no row is cut between two sheets, and headings are repeated", async ({ page }) => {
  await open(page, "/budget");
  // More clears than a sheet has room for; each row says in two lines which it is.
  await page.locator(".month-clears tbody").evaluate((body) => {
    const row = body.querySelector("tr");
    for (let at = 0; row !== null && at < 90; at += 1) {
      const copy = row.cloneNode(true) as HTMLElement;
      const why = copy.querySelector(".why");
      if (why !== null) why.textContent = `begin${at}x ${"many words in between ".repeat(4)} end${at}x`;
      body.append(copy);
    }
  });
  const sheets = await printed(page);
  expect(sheets.length).toBeGreaterThan(2);
  for (let at = 0; at < 90; at += 1) {
    const holding = sheets.filter((sheet) => sheet.includes(`begin${at}x`) || sheet.includes(`end${at}x`));
    expect(holding, `row ${at} is on one sheet`).toHaveLength(1);
    expect(holding[0], "with the names of its columns").toContain("Restored");
  }
});

/** The text of each sheet that a page is printed on. */
async function printed(page: Page): Promise<string[]> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: false });
  // Some fonts give a character of a word as its look-alike.
  return text.map((sheet) => sheet.normalize("NFKC").replace(/\s+/g, " "));
}

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
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^\d{4}年\d+月清零预算$/);
    await expect(page.getByRole("table", { name: "各账号" }).getByRole("img").first()).toHaveAttribute("aria-label", /剩余 \d+ 次$/);
    await expectAccessible(page);
    await photograph(page, "budget-zh");
  });
});
