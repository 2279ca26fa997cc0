import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

test("the trail tells who did what, and can be taken along", async ({ page }) => {
  await open(page, "/audit");
  await expectAccessible(page);
  await photograph(page, "audit");
  const rows = page.getByRole("row");
  expect(await rows.count()).toBeGreaterThan(2);
  const answer = await page.request.get("/audit/export.csv");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-disposition"]).toContain("attachment");
  await page.reload();
  await expect(page.getByRole("row").nth(1)).toContainText(/export/i);
});
