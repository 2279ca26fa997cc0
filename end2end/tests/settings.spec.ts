import { expect, expectAccessible, photograph, signIn, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

// A password that is changed here signs nobody out in another file.
test.use({ desk: "settings" });

test("somebody changes their password, and is signed out elsewhere", async ({ browser, server, complaints }) => {
  const here = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "support") });
  const elsewhere = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "support") });
  for (const context of [here, elsewhere]) complaints.listen(context, server.url);
  const page = await here.newPage();
  await open(page, "/settings");
  await photograph(page, "settings");
  await page.getByLabel("Current password").fill("demo-support");
  await page.getByLabel("New password", { exact: true }).fill("another long one");
  await page.getByLabel("Confirm password").fill("another long one");
  await page.getByRole("button", { name: /change.*password/i }).click();
  await expect(page.getByRole("status")).toContainText("Your password is changed.");
  const other = await elsewhere.newPage();
  await other.goto("/");
  await expect(other).toHaveURL(/\/login/);
  await here.close();
  await elsewhere.close();
});

test("both languages, chosen by the reader and kept", async ({ page }) => {
  await page.goto("/accounts");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("账号");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Accounts");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("概览");
  await expectAccessible(page);
});

test("colours are chosen by the reader and kept", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/accounts");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "System default" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
});
