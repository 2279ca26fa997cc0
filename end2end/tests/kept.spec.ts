import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { SHOP, becomeFirstAdmin, main, open, submitAccount } from "../helpers.ts";
import { startServer } from "../server.ts";

// The tests of this file change the accounts of one desk, one after the other.
test.use({ desk: "kept" });
test.describe.configure({ mode: "serial" });

test("the secret of a refused form is kept and used again, and never comes back to the page", async ({ page }) => {
  await open(page, "/accounts/new");
  await submitAccount(page, { name: "42", kind: "shop", ...SHOP });
  await expect(page.getByText("A number or an AppID cannot be a name, because it would be read as an ID. Add a word.")).toBeVisible();
  const secret = page.getByLabel("AppSecret");
  await expect(secret).toHaveValue("");
  await expect(secret).toHaveAttribute("placeholder", "kept from your last try");
  expect(await page.content(), "it is never sent back").not.toContain(SHOP.secret);
  await expectAccessible(page);
  await photograph(page, "account-new-kept-secret");

  // Refused once more, by another field.
  await page.getByLabel("Name", { exact: true }).fill("小店");
  await page.getByLabel("AppID").fill("wx");
  await page.getByRole("button", { name: "Check and add" }).click();
  await expect(page.getByText(/An AppID is wx followed by 16 digits/)).toBeVisible();
  await page.getByLabel("AppID").fill(SHOP.appid);
  await page.getByRole("button", { name: "Check and add" }).click();
  await expect(page.getByRole("status")).toContainText("Account added.");
});

test("interfaces are searched, and what is ticked and typed stays", async ({ page }) => {
  await open(page, "/accounts");
  await page.getByRole("link", { name: "会员服务号" }).click();
  await main(page).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByText("Usual for this kind (service account)")).toBeVisible();
  await page.getByLabel("Search interfaces").fill("TAGS");
  await page.getByLabel(/Interface paths/).fill("/cgi-bin/menu/delete");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText(/interfaces? match/)).toBeVisible();
  const box = page.getByRole("checkbox", { name: /\/cgi-bin\/tags\/create/ });
  await box.check();
  await page.getByLabel("Search interfaces").fill("nothing like it");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText("No interface matches.")).toBeVisible();
  await expect(box, "what is ticked stays").toBeChecked();
  await expect(page.getByLabel(/Interface paths/)).toHaveValue("/cgi-bin/menu/delete");
  await expectAccessible(page);
  await photograph(page, "account-choosing");
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  await expect(page.getByRole("status").filter({ hasText: "watched" })).toContainText("2 interfaces are now watched.");
});

test("an owner and a note are shown where somebody has to be called", async ({ page }) => {
  await open(page, "/accounts");
  await page.getByRole("link", { name: "商城小程序" }).click();
  await main(page).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Owner").fill("支付组");
  await page.getByLabel("Note").fill("Call 8001.\nUsed by the shop.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  await open(page, "/accounts");
  await expect(page.getByRole("row", { name: /商城小程序/ })).toContainText("Owner: 支付组");
  await page.getByRole("link", { name: "商城小程序" }).click();
  await expect(main(page)).toContainText("Used by the shop.");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Clear…" }).first().click();
  await expect(page.getByText("Used by the shop.").last()).toBeVisible();
});

const HOURS = 3_600_000;

test("what is typed over an ended session is in the form after signing in", async ({ page, complaints }) => {
  complaints.expect(/foreign request/);
  const server = await startServer({
    command: () => ["serve"],
    env: { WXQUOTA_WECHAT_BASE_URL: "http://127.0.0.1:9" },
  });
  try {
    await becomeFirstAdmin(page, server);
    await open(page, `${server.url}/accounts/new`);
    await page.getByLabel("Name", { exact: true }).fill("小程序");
    await page.getByLabel("AppID").fill("wx0123456789abcdef");
    await page.getByLabel("AppSecret").fill("0".repeat(32));
    await page.getByLabel(/Interface paths/).fill("/cgi-bin/menu/get");
    await server.restartLater(12.5 * HOURS);
    await page.getByRole("button", { name: "Check and add" }).click();
    await expect(page.getByText("Your session had ended; what you typed is kept for an hour")).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("owner");
    await page.getByLabel("Password").fill("a long enough one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${server.url}/accounts/new`);
    await expect(
      page.getByText("Your session had ended; what you typed is kept. Check it and send it again."),
    ).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("小程序");
    await expect(page.getByLabel("AppID")).toHaveValue("wx0123456789abcdef");
    await expect(page.getByLabel(/Interface paths/)).toHaveValue("/cgi-bin/menu/get");
    await expect(page.getByLabel("AppSecret"), "a secret is not kept so").toHaveValue("");
    await expectAccessible(page);
    await open(page, `${server.url}/accounts`);
    await expect(main(page), "it was not sent by itself").toContainText("No accounts yet");
  } finally {
    await server.stop();
  }
});
