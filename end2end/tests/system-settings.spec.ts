import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph, signIn, test } from "../fixtures.ts";
import { becomeFirstAdmin, main, open } from "../helpers.ts";
import { DEMO, startServer } from "../server.ts";

// What is changed here holds for the whole program.
test.use({ desk: "system-settings" });

const PAGE = "/settings/system";

/** One group of settings on the page. */
const group = (page: Page, id: string) => page.locator(`#${id}`);

test("a threshold: default, changed on the page, reset", async ({ page }) => {
  await open(page, PAGE);
  const lines = group(page, "lines");
  const warning = lines.getByLabel("Warning threshold (%)");
  await expect(warning).toHaveValue("80");
  await expect(lines.getByText("Default value.").first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "system-settings");

  await warning.fill("70");
  await warning.press("Enter");
  await expect(page.getByRole("status")).toContainText("Saved: Warning and critical thresholds.");
  await expect(warning).toHaveValue("70");
  await expect(lines.getByText(/Set on this page by admin/)).toBeVisible();
  await expectAccessible(page);

  // The meters of another page have the new line.
  await page.goto("/");
  await expect(page.locator(".meter").first().locator(".tick").first()).toHaveAttribute("d", "M700 0V8");

  await page.goto(PAGE);
  await lines.getByRole("button", { name: /Reset “Warning threshold/ }).click();
  await expect(page.getByRole("status")).toContainText("is back to its default");
  await expect(warning).toHaveValue("80");
  await expect(lines.getByRole("button", { name: /Reset/ })).toHaveCount(0);

  await page.goto("/audit");
  await expect(main(page)).toContainText("System settings changed");
  await expect(main(page)).toContainText("System settings reset");
});

test("a wrong value is explained beside its field", async ({ page }) => {
  await open(page, PAGE);
  const lines = group(page, "lines");
  await lines.getByLabel("Warning threshold (%)").fill("99");
  await lines.getByLabel("Critical threshold (%)").fill("98");
  await lines.getByRole("button", { name: "Save", exact: true }).click();
  await expect(lines.getByText("The warning threshold must be below the critical threshold.")).toBeVisible();
  await expect(lines.getByLabel("Warning threshold (%)")).toHaveValue("99");
  await expectAccessible(page);
});

test("team leads are notified of less confirmation", async ({ page, browser, server, complaints }) => {
  await open(page, PAGE);
  const friction = group(page, "friction");
  const second = friction.getByLabel("Require approval when this many clears or fewer are left");
  await expect(friction.getByLabel("Your password"), "it was entered a moment ago").toHaveCount(0);
  await second.fill("0");
  await friction.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved: Confirmation of clears.");

  const lead = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "lead") });
  complaints.listen(lead, server.url);
  const notices = await lead.newPage();
  await open(notices, "/notices");
  await expect(main(notices)).toContainText("changed settings that protect clears: Require approval when this many clears or fewer are left: 1 → 0");
  // A lead reads the settings and has no form to change them.
  await open(notices, PAGE);
  await expect(group(notices, "friction")).toContainText("Require approval when this many clears or fewer are left");
  await expect(main(notices).getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  await expectAccessible(notices);
  await lead.close();

  await friction.getByRole("button", { name: /Reset “Require approval when this many clears or fewer are left”/ }).click();
  await expect(second).toHaveValue("1");
});

test("less confirmation takes the password again after ten minutes", async ({ page, complaints }) => {
  test.slow();
  // Its address is not that of the other tests.
  complaints.expect(/foreign request/);
  const server = await startServer({ command: () => ["serve"], env: { WXQUOTA_WECHAT_BASE_URL: "http://127.0.0.1:9" } });
  try {
    await becomeFirstAdmin(page, server);
    await server.restartLater(11 * 60_000);
    await open(page, `${server.url}${PAGE}`);
    const friction = group(page, "friction");
    const second = friction.getByLabel("Require approval when this many clears or fewer are left");
    const password = friction.getByLabel("Your password");
    const save = friction.getByRole("button", { name: "Save", exact: true });
    await second.fill("0");
    await save.click();
    await expect(friction.getByText("Enter your password to continue.")).toBeVisible();
    await expect(second).toHaveValue("0");
    await expectAccessible(page);
    await password.fill("not the password");
    await save.click();
    await expect(friction.locator(".field.wrong")).toHaveCount(1);
    await password.fill("a long enough one");
    await save.click();
    await expect(page.getByRole("status")).toContainText("Saved: Confirmation of clears.");
    await expect(password).toHaveCount(0);
  } finally {
    await server.stop();
  }
});

test("an interface has thresholds of its own", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Get phone number", exact: true }).click();
  await expect(main(page)).toContainText("from the system settings");
  const lines = group(page, "lines");
  await lines.getByText("Warning and critical thresholds").click();
  await lines.getByLabel("Warning threshold (%)").fill("12");
  await lines.getByLabel("Critical threshold (%)").fill("34");
  await lines.getByRole("button", { name: "Save thresholds" }).click();
  await expect(page.getByRole("status")).toContainText("The thresholds are saved.");
  await expect(main(page)).toContainText("set for this interface");
  await expect(main(page).locator(".meter .tick").first()).toHaveAttribute("d", "M120 0V8");
  await expect(page.locator(".legend").first()).toContainText("critical, 34");
  await expectAccessible(page);
  await photograph(page, "interface-lines");

  await page.goto(PAGE);
  await expect(group(page, "lines").getByRole("listitem")).toHaveCount(1);
  await group(page, "lines").getByRole("listitem").getByRole("link").click();
  await group(page, "lines").getByText("Warning and critical thresholds").click();
  await group(page, "lines").getByRole("button", { name: /Use those of the system settings/ }).click();
  await expect(page.getByRole("status")).toContainText("The thresholds are reset.");
  await expect(main(page)).toContainText("from the system settings");
});

test("a setting of the environment is locked", async ({ browser, complaints }) => {
  test.slow();
  const server = await startServer({ ...DEMO, env: { WXQUOTA_WARNING_PERCENT: "65" } });
  try {
    const context = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "admin") });
    complaints.listen(context, server.url);
    const page = await context.newPage();
    await open(page, PAGE);
    const lines = group(page, "lines");
    await expect(lines).toContainText("Set by the environment variable WXQUOTA_WARNING_PERCENT. Change it there");
    await expect(lines.getByText("locked", { exact: true })).toBeVisible();
    await expect(lines.getByLabel("Warning threshold (%)")).toHaveCount(0);
    await expect(lines.getByLabel("Critical threshold (%)")).toHaveValue("95");
    await expect(page.getByRole("row", { name: /WXQUOTA_LISTEN/ })).toContainText("--listen");
    await expectAccessible(page);
    await photograph(page, "system-settings-locked");
    await context.close();
  } finally {
    await server.stop();
  }
});
