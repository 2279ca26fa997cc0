import type { Page } from "@playwright/test";

import { expect, expectAccessible, islandsAwake, photograph, test } from "../fixtures.ts";
import { headline, main, open } from "../helpers.ts";

// The tests of this file make policies on one desk, one after the other.
test.use({ desk: "policies" });
test.describe.configure({ mode: "serial" });

const NAME = "夜班 night watch";
const PHONE = "/wxa/business/getuserphonenumber";
/** By its number, as tests have it; the address of the policy that the first one makes. */
let own = "";

const stopped = (page: Page) => page.getByRole("complementary", { name: "Automatic clears are stopped" });

test("the list says what a policy is, and leads to where news is read", async ({ page }) => {
  await open(page, "/policies");
  await expect(headline(page)).toHaveText("Policies");
  await expect(main(page)).toContainText("it notifies people or makes clears within the limits that you set.");
  await expect(main(page).getByRole("link", { name: "Notices" })).toHaveAttribute("href", "/notices");
  await expect(main(page).getByRole("link", { name: "Channels" })).toHaveAttribute("href", "/channels");
  await expectAccessible(page);
  await photograph(page, "policies");
  await page.getByRole("link", { name: "New policy" }).first().click();
  await expect(page).toHaveURL("/policies/new");
});

test("what is wrong stands at its field, and everything typed is kept", async ({ page }) => {
  await open(page, "/policies/new");
  await expect(page.getByRole("radio", { name: /^Notify people/ }), "notify unless switched").toBeChecked();
  await expectAccessible(page);
  await photograph(page, "policy-new");
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByRole("checkbox", { name: "商城小程序" }).check();
  await page.getByLabel(/^Interfaces/).fill(`${PHONE}\n/sns/userinfo`);
  await page.getByRole("radio", { name: /^it is predicted to run out before a time/ }).check();
  await page.getByLabel(/^Before \(for example 18:00/).fill("25:00");
  await page.getByLabel("Maximum per day").fill("0");
  await page.getByLabel(/^Quiet hours from/).fill("22:00");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL("/policies/new");
  for (const told of ["Enter a time from 00:01 to 23:59, such as 18:00.", "Enter a whole number from 1 to 1,000.", "Enter two different times"]) {
    await expect(page.getByText(told)).toBeVisible();
  }
  await expect(main(page)).toContainText("/sns/userinfo");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(NAME);
  await expect(page.getByRole("checkbox", { name: "商城小程序" })).toBeChecked();
  await expect(page.getByLabel(/^Before \(for example 18:00/)).toHaveValue("25:00");
  await expect(page.getByLabel(/^Quiet hours from/)).toHaveValue("22:00");
  await expectAccessible(page);
  await photograph(page, "policy-wrong");
});

test("a value stands below the choice that it belongs to", async ({ page }) => {
  await open(page, "/policies/new");
  await expect(page.getByLabel("Percent")).toBeVisible();
  await expect(page.getByLabel(/^Before \(for example 18:00/)).toBeHidden();
  await page.getByRole("radio", { name: /^it is predicted to run out before a time/ }).check();
  await expect(page.getByLabel(/^Before \(for example 18:00/)).toBeVisible();
  await expect(page.getByLabel("Percent")).toBeHidden();
});

test("it is tried as it is typed, changed there, and kept", async ({ page }) => {
  await open(page, "/policies/new");
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByLabel(/^Interfaces/).fill(PHONE);
  await page.getByLabel("Percent").fill("50");
  await page.getByRole("radio", { name: /^Clear and notify people/ }).check();
  await page.getByRole("button", { name: "Try on the last 30 days" }).click();
  await expect(page).toHaveURL("/policies/try");
  await expect(headline(page)).toHaveText(`Dry run of ${NAME}, last 30 days`);
  await expect(main(page)).toContainText("This is only a trial. Nothing was saved or cleared.");
  await expect(main(page)).toContainText(/[\d,]+ successful readings of \d+ interfaces?/);
  await expect(main(page)).toContainText("Readings do not show calls that services tried after a limit was reached.");
  await expect(page.getByRole("table")).toContainText(/would (not )?have cleared/);
  await expectAccessible(page);
  await photograph(page, "policy-tried");

  await page.reload();
  await islandsAwake(page);
  await expect(headline(page), "looked at again it is still there").toHaveText(`Dry run of ${NAME}, last 30 days`);
  await page.getByRole("link", { name: "Change or save" }).click();
  await expect(page).toHaveURL("/policies/try#rules");
  await expect(page.getByLabel("Percent")).toHaveValue("50");
  await page.getByLabel("Percent").fill("95");
  await page.getByRole("radio", { name: /^Notify people/ }).check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/\/policies\/\d+$/);
  own = new URL(page.url()).pathname;
  await expect(page.getByRole("status")).toContainText("The policy is saved. It acts from the next reading on.");
  await expect(headline(page)).toHaveText(NAME);
  await expect(main(page)).toContainText(/Get phone number of all accounts: when 95% or more of the daily limit is used/);
  await expectAccessible(page);
  await photograph(page, "policy");
  await open(page, "/policies/try");
  await expect(main(page)).toContainText("The rules of this trial are no longer available");
});

test("one that is kept is tried in either mode", async ({ page }) => {
  await open(page, own);
  await page.getByRole("link", { name: "Try on the last 30 days" }).first().click();
  await expect(page).toHaveURL(`${own}/try`);
  await expect(main(page)).toContainText("Notices it would have sent");
  await page.getByRole("link", { name: "Auto-clear" }).click();
  await expect(page).toHaveURL(`${own}/try?mode=clear`);
  await expect(main(page)).toContainText("Calls restored");
  await expectAccessible(page);
});

test("before it may clear, the page says in numbers what that may spend", async ({ page }) => {
  await open(page, own);
  await page.getByText("Switch to auto-clear…").click();
  await expect(main(page)).toContainText("Limits on each account: 1 per day, 5 per month.");
  await expect(main(page)).toContainText("never uses the last 10 of an account");
  await expectAccessible(page);
  await photograph(page, "policy-let-clear");
  await page.getByRole("button", { name: `Switch ${NAME} to auto-clear` }).click();
  await expect(page.getByRole("status")).toContainText("This policy now makes clears automatically, within its limits.");
  await expect(page.getByRole("button", { name: "Switch to notify only" })).toBeVisible();
  await open(page, "/audit?what=policy-changed");
  await expect(page.getByRole("row").nth(1)).toContainText(/What the policy does: Notify people → Clear and notify people/);
});

test("whoever was overtaken sees the newer rules, and loses nothing", async ({ page, context }) => {
  const other = await context.newPage();
  await open(page, `${own}/edit`);
  await open(other, `${own}/edit`);
  await page.getByLabel("Percent").fill("80");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved. The new rules apply");
  await other.getByLabel("Percent").fill("70");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other).toHaveURL(`${own}/edit`);
  await expect(other.getByRole("alert")).toContainText("Somebody else changed this policy in the meantime");
  await expect(main(other)).toContainText(/80% or more of the daily limit is used/);
  await expect(other.getByLabel("Percent")).toHaveValue("70");
  await expectAccessible(other);
  await photograph(other, "policy-overtaken");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByRole("status")).toContainText("Saved.");
  await other.close();
});

test("it is paused, and goes on", async ({ page }) => {
  await open(page, own);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Paused. The policy does nothing until somebody resumes it.");
  await open(page, "/policies");
  await expect(page.getByRole("row", { name: new RegExp(NAME) })).toContainText("paused");
  await open(page, own);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Resumed. The policy acts from the next reading on.");
});

test("the switch stops everything, and every page says so", async ({ page, browser, server, signedInAs }) => {
  await open(page, "/policies");
  await expect(stopped(page)).toHaveCount(0);
  await page.getByText("Stop all automatic clears…").click();
  await page.getByLabel(/^Reason/).fill("长".repeat(501));
  await page.getByRole("button", { name: "Stop all automatic clears", exact: true }).click();
  await expect(page.getByText("At most 500 characters; you entered 501.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "kill-switch");
  await page.getByLabel(/^Reason/).fill("a campaign begins <b>now</b>");
  await page.getByRole("button", { name: "Stop all automatic clears", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("All automatic clears are stopped.");
  const words = /Automatic clears have been off since \d\d:\d\d, stopped by admin: a campaign begins <b>now<\/b>/;
  for (const path of ["/", "/accounts/1", "/clears", "/policies"]) {
    await open(page, path);
    await expect(stopped(page), path).toContainText(words);
    await expect(stopped(page).getByRole("link", { name: "View kill switch" })).toHaveAttribute("href", "/policies#kill-switch");
    await expectAccessible(page);
  }
  await photograph(page, "policies-stopped");

  const context = await browser.newContext({ baseURL: server.url, storageState: await signedInAs("viewer") });
  const viewer = await context.newPage();
  await open(viewer, "/");
  await expect(stopped(viewer)).toContainText(words);
  await expect(stopped(viewer).getByRole("link"), "a viewer could not change it").toHaveCount(0);
  await expectAccessible(viewer);
  await photograph(viewer, "overview-stopped");
  await context.close();
});

test("what it held back is read with its reason, on its page and the interface's", async ({ page }) => {
  await open(page, `${own}/edit`);
  await page.getByLabel("Percent").fill("1");
  await page.getByLabel("Minutes before the reset").fill("0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await open(page, "/accounts/1/interfaces/1");
  await page.getByRole("button", { name: "Sample now" }).click();
  await expect(async () => {
    await open(page, own);
    await expect(page.getByRole("table", { name: "Decisions" })).toContainText(
      "did not clear: all automatic clears are stopped",
      { timeout: 1_000 },
    );
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
  await photograph(page, "policy-decided");
  await open(page, "/accounts/1/interfaces/1");
  await expect(page.getByRole("table", { name: "Automation" })).toContainText(NAME);
  await expectAccessible(page);
});

test("they go on", async ({ page }) => {
  await open(page, own);
  await page.getByRole("button", { name: "Switch to notify only" }).click();
  await open(page, "/policies");
  await expect(main(page)).toContainText("admin stopped all automatic clears");
  await page.getByRole("button", { name: "Resume automatic clears" }).click();
  await expect(page.getByRole("status")).toContainText("Automatic clears are resumed.");
  await expect(stopped(page)).toHaveCount(0);
});

test("all of it by keyboard", async ({ page }) => {
  await open(page, "/policies/new");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type("by keyboard");
  await page.getByRole("radio", { name: /^a share of the limit is used/ }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^no quota is left/ })).toBeChecked();
  await page.getByLabel("Name", { exact: true }).focus();
  // The Enter key presses the first button, which saves.
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/policies\/\d+$/);
  const made = new URL(page.url()).pathname;
  await page.getByText("Remove…").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Remove by keyboard" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/policies");
  await expect(page.getByRole("status")).toContainText("by keyboard was removed. Its decisions are kept.");
  await open(page, made);
  await expect(main(page)).toContainText("admin removed this policy. Its decisions are kept.");
});

test("both languages", async ({ page }) => {
  const pages = {
    "/policies": "策略",
    "/policies/new": "新建策略",
    [own]: NAME,
    [`${own}/edit`]: `修改 ${NAME}`,
    [`${own}/try?mode=clear`]: `${NAME} 试算：最近 30 天`,
  };
  for (const [path, heading] of Object.entries(pages)) {
    await open(page, path, "zh-CN");
    await expect(headline(page)).toHaveText(heading);
    await expect(page.getByText("⟦")).toHaveCount(0);
    await expectAccessible(page);
    await photograph(page, `zh-${path.replace(/\/\d+/, "/one").replace(/\W+/g, "-")}`);
  }
});

for (const role of ["viewer", "support"] as const) {
  test.describe(`as ${role}`, () => {
    test.use({ role });

    test(`${role} is told that it is not theirs`, async ({ page, complaints }) => {
      complaints.expect(/403/);
      for (const path of ["/policies", "/policies/new", "/policies/try", own, `${own}/edit`, `${own}/try`]) {
        const response = await page.goto(path);
        expect(response?.status(), path).toBe(403);
      }
    });
  });
}
