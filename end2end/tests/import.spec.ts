import { expect, expectAccessible, expectNoSidewaysScroll, photograph, test } from "../fixtures.ts";
import { headline, main, open, SHOP } from "../helpers.ts";

// The accounts that are added here, no other file's tests see.
test.use({ desk: "import" });

test("a file of accounts is previewed, its bad row named, and its good row added with its groups", async ({ page }) => {
  await open(page, "/accounts/import");
  const rows = ["name,appid,secret,kind,groups", `Shop,${SHOP.appid},${SHOP.secret},mini-program,East;Test`, "Broken,not-an-appid,x,mini-program,"];
  const file = { name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Upload and preview" }).click();
  await expect(main(page)).toContainText("Shop");
  await expect(main(page)).toContainText("AppID");
  await expect(main(page)).not.toContainText(SHOP.secret);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await photograph(page, "import-preview");
  await page.getByRole("button", { name: /^Add/ }).click();
  await expect(async () => {
    await open(page, "/accounts?group=East");
    await expect(main(page).getByRole("link", { name: "Shop", exact: true })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await expect(headline(page)).toHaveText("Accounts");
  await expectAccessible(page);
  await open(page, "/?group=Test");
  await expect(main(page)).toContainText("Shop");
  await open(page, "/accounts/groups");
  await expect(main(page)).toContainText("East");
  await expectAccessible(page);
});

test("what is no file of accounts gets a sentence", async ({ page }) => {
  await open(page, "/accounts/import");
  const file = { name: "photo.csv", mimeType: "text/csv", buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Upload and preview" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not in UTF-8" })).toBeVisible();
  await expectAccessible(page);
});
