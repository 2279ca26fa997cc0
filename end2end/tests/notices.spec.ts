import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open, switchClears } from "../helpers.ts";

// What these tests tell and mark as read, no other file's tests see.
test.use({ desk: "notices" });

function noticesLink(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Notices/ });
}

test("what was told is unread until somebody marks it", async ({ page }) => {
  await open(page, "/notices");
  await switchClears(page, true);
  await switchClears(page, false);
  await open(page, "/notices");
  await expect(noticesLink(page)).toHaveAccessibleName(/^Notices \d+\+? unread$/);
  const newest = page.getByRole("row").nth(1);
  await expect(newest).toContainText("admin resumed automatic clears: a test");
  await expect(newest).toContainText("resolved (critical)");
  await expect(newest).toContainText("unread");
  await expectAccessible(page);
  await photograph(page, "notices");
  // What comes meanwhile was not seen.
  await switchClears(page, true);
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page).toHaveURL("/notices");
  await expect(noticesLink(page)).toHaveAccessibleName("Notices 1 unread");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(noticesLink(page)).toHaveAccessibleName("Notices");
  await expect(page.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
  await switchClears(page, false);
});

test("a notice is acknowledged on its page, and everybody sees by whom", async ({ page }) => {
  await open(page, "/notices?severity=critical&acknowledged=no");
  const row = page.getByRole("row").nth(1);
  await row.getByRole("link", { name: "Open" }).click();
  await expect(page).toHaveURL(/\/notices\/\d+$/);
  await expect(page.getByText("by nobody yet")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "notice");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByRole("status").filter({ hasText: "You have acknowledged this notice." })).toBeVisible();
  await expect(page.getByText("by nobody yet")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  await open(page, "/notices?acknowledged=yes");
  await expect(page.getByRole("row").nth(1)).toContainText("admin");
  await expectAccessible(page);
});

test("filters stand in the address", async ({ page }) => {
  await open(page, "/notices");
  await page.getByLabel("Kind").selectOption({ label: "threshold reached" });
  await page.getByLabel("Severity").selectOption({ label: "critical only" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/kind=quota\.threshold/);
  await expect(page).toHaveURL(/severity=critical/);
  const rows = page.getByRole("row");
  expect(await rows.count()).toBeGreaterThan(1);
  await expect(rows.filter({ hasText: "warning" })).toHaveCount(0);
  const line = rows.nth(1).getByRole("link").first();
  await expect(line).toHaveText(/(Critical threshold reached|Quota used up): [\d,]+ of [\d,]+ used/);
  await line.click();
  await expect(page).toHaveURL(/\/accounts\/\d+\/interfaces\/\d+$/);
  await expect(page.getByRole("heading", { name: "Notices of this interface" })).toBeVisible();
  await expect(page.getByText("threshold reached", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "interface-notices");
  await open(page, "/notices?kind=channel.undelivered&account=1");
  await expect(page.getByText("No notices match these filters")).toBeVisible();
  await page.getByRole("link", { name: "Reset filters" }).first().click();
  await expect(page).toHaveURL("/notices");
});

test.describe("as viewer", () => {
  test.use({ role: "viewer" });

  test("notices are for everybody, channels are not", async ({ page, complaints }) => {
    complaints.expect(/403/);
    await open(page, "/notices");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notices");
    await expect(page.getByRole("main").getByRole("link", { name: /Channels/ })).toHaveCount(0);
    await expectAccessible(page);
    const response = await page.goto("/channels");
    expect(response?.status()).toBe(403);
  });
});

test("notices read in Chinese", async ({ page }) => {
  await open(page, "/notices", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("通知");
  await expect(page.getByRole("row").filter({ hasText: /触及紧急线|额度已用尽/ }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "notices-zh");
  await page.getByRole("main").getByRole("link", { name: /通知渠道/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("通知渠道");
});
