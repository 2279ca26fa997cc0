import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expect, expectAccessible, signIn, test } from "../fixtures.ts";
import { chooseLanguage, main, open } from "../helpers.ts";

/** The page of each list that can be exported. */
const LISTS = [
  ["/?state=ok", "overview"],
  ["/accounts", "accounts"],
  ["/accounts/1/interfaces/1?range=7d", "readings-1"],
  ["/clears?scope=interface", "clears"],
  ["/incidents", "incidents"],
  ["/notices?severity=critical", "notices"],
  ["/rid?q=45009", "rids"],
  ["/audit?who=admin", "audit"],
] as const;

/** Exports the list of the page that is open, and gives the name of the file and its text. */
async function exported(page: Page, link = "Export CSV"): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await main(page).getByRole("link", { name: link, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** The number of cells of a line, in which a quoted one may hold commas. */
function cells(line = ""): number {
  return line.replaceAll(/"[^"]*"/g, "").split(",").length;
}

/** The lines of a file without its byte order mark. */
function lines(text: string): string[] {
  expect(text.startsWith("\uFEFF")).toBe(true);
  return text.slice(1).trimEnd().split("\r\n");
}

test("every list can be exported in the reader's language", async ({ page }) => {
  for (const [path, name] of LISTS) {
    await open(page, path);
    const english = await exported(page);
    expect(english.name).toMatch(new RegExp(`^wxquota-${name}-\\d{4}-\\d{2}-\\d{2}\\.csv$`));
    const [head] = lines(english.text);
    expect(head, path).toMatch(/^[\x20-\x7e]+$/);
    await open(page, path, "zh-CN");
    const chinese = await exported(page, "导出 CSV");
    const [chineseHead] = lines(chinese.text);
    expect(chineseHead, path).toMatch(/[\u4e00-\u9fff]/);
    expect(cells(chineseHead), path).toBe(cells(head));
  }
});

test("a file has the rows that the page's filters leave, and all of them", async ({ page }) => {
  await open(page, "/?per=5");
  const all = lines((await exported(page)).text).length - 1;
  expect(all).toBeGreaterThan(5);
  await page.getByRole("search").getByLabel("State").selectOption({ value: "exhausted" });
  await page.getByRole("search").getByLabel("Search").fill("send");
  await page.getByRole("search").getByLabel("Search").press("Enter");
  await expect(page).toHaveURL(/state=exhausted/);
  await expectAccessible(page);
  const [, ...rows] = lines((await exported(page)).text);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(all);
  for (const row of rows) expect(row).toContain("send");
  // The export is an act of its own.
  await open(page, "/audit?what=exported");
  await expect(page.getByRole("row").nth(1)).toContainText("overview.csv?q=send&state=exhausted");
});

test("who may not see a page may not export it", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "viewer") });
  const page = await context.newPage();
  await chooseLanguage(page, "en");
  expect((await page.request.get("/export.csv")).status()).toBe(200);
  for (const file of ["/clears/export.csv", "/incidents/export.csv", "/rid/export.csv", "/audit/export.csv"]) {
    const answer = await page.request.get(file);
    expect(answer.status(), file).toBe(403);
    expect(answer.headers()["content-disposition"], file).toBeUndefined();
  }
  await context.close();
});
