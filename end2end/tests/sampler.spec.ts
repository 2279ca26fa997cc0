import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

// In a demo that has run for minutes the newest round is a shorter one.
test.use({ desk: "sampler" });

test("the sampler's page tells rounds, allowances and errors", async ({ page }) => {
  await open(page, "/sampler");
  const row = page.getByRole("row", { name: /门店号/ });
  await expect(row).toContainText("5 interfaces, hourly");
  await expect(row).toContainText(/0 successful, 5 failed/);
  await expect(row).toContainText("40125");
  await expect(page.getByRole("heading", { name: "Last hours" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "sampler");
});
