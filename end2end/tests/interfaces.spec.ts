import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { expectMissing, main, open } from "../helpers.ts";

test("one interface: figures, curve, table", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Get phone number", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Get phone number");
  await expect(page.locator(".badge.state-critical").first()).toBeVisible();
  await expect(page.getByText(/4\d,\d{3} \/ 50,000 · 9\d/)).toBeVisible();
  await expect(page.getByRole("img", { name: /Calls used/ })).toBeVisible();
  await page.getByText(/Readings as a table/).click();
  await expect(page.getByRole("table", { name: "Readings, newest first" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "interface");
});

for (const [name, range] of [
  ["7 d", "7d"],
  ["30 d", "30d"],
  ["1 y", "1y"],
] as const) {
  test(`the curve over ${name}`, async ({ page }) => {
    await open(page, "/");
    await page.getByRole("link", { name: "Generate URL Scheme", exact: true }).click();
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`range=${range}`));
    await page.getByText(/Readings as a table/).click();
    await expect(page.getByRole("img", { name: /Calls used/ })).toBeVisible();
    await expectAccessible(page);
    await photograph(page, `interface-${range}`);
  });
}

test("a change of the limit is told", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Generate URL Scheme", exact: true }).click();
  await page.getByRole("link", { name: "30 d", exact: true }).click();
  await expect(page.getByText(/limit changed from 300,000 to 500,000/).first()).toBeAttached();
});

test("sample now reads, and a second time at once is refused kindly", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Send template message", exact: true }).click();
  await page.getByRole("button", { name: "Sample now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 sampled just now." })).toBeVisible();
  await page.getByRole("button", { name: "Sample now" }).click();
  await expect(page.getByRole("alert")).toContainText("This was sampled a moment ago");
  await page.reload();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("what WeChat has no figure for is no 100 %", async ({ page }) => {
  await open(page, "/?state=unsupported");
  await page.getByRole("link", { name: "Invoke service-market service", exact: true }).click();
  await expect(page.getByText("WeChat answered 0 of 0. This means that there is no figure, not that the quota is used up.")).toBeVisible();
  await expectAccessible(page);
});

test("readings that fail say why, on the interface too", async ({ page }) => {
  await open(page, "/?state=failed");
  await page.getByRole("link", { name: "List followers", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("40125");
  await expectAccessible(page);
  await photograph(page, "interface-failed");
});

for (const [path, heading] of [
  ["/accounts/1/interfaces/4711", "Interface not found on this account"],
  ["/accounts/1/interfaces/x", "Interface not found on this account"],
] as const) {
  test(`${path} says what is wrong and leads on`, async ({ page, complaints }) => {
    complaints.expect(/404/);
    await expectMissing(page, path, heading);
  });
}

test("a total does not reset, and no clear is offered for it", async ({ page }) => {
  await open(page, "/");
  const row = page.getByRole("row").filter({ hasText: "/wxa/getwxacode" }).filter({ hasNotText: "getwxacodeunlimit" });
  await expect(row.getByText("does not reset")).toBeVisible();
  await expect(row.getByText(/about \d+ (weeks|months|years)/)).toBeVisible();
  await expect(row.getByRole("link", { name: /^Clear/ })).toHaveCount(0);
  await row.getByRole("link").first().click();
  await expect(page.getByText(/[\d,]+ left, about \d+ (weeks|months|years) at this pace/)).toBeVisible();
  await expect(page.getByText("from the catalogue").first()).toBeVisible();
  await expect(main(page).getByRole("link", { name: /^Clear/ })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "interface-total");
});
