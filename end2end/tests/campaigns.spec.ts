import { expect, expectAccessible, expectNoSidewaysScroll, photograph, test } from "../fixtures.ts";
import { headline, main, open } from "../helpers.ts";

test("a campaign is planned from an interface's page, saved, and removed", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Get phone number", exact: true }).click();
  await page.getByRole("link", { name: "Plan a campaign" }).click();
  await expect(headline(page)).toHaveText("Plan a campaign");
  await expect(page.getByLabel("Starts")).not.toHaveValue("");
  await expectAccessible(page);

  await page.getByLabel("Name").fill("Friday sale");
  await page.getByLabel("Planned calls").fill("0");
  await page.getByRole("button", { name: "Calculate" }).click();
  await expect(page.getByText("Enter a number from 1 to 1,000,000,000.")).toBeVisible();
  await page.getByLabel("Planned calls").fill("130,000");
  await page.getByRole("button", { name: "Calculate" }).click();
  await expect(page.getByText(/Not enough: the quota most likely runs out/)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await photograph(page, "campaign-plan");

  await page.getByRole("button", { name: "Save this plan" }).click();
  await expect(headline(page)).toHaveText("Friday sale");
  await expect(page.getByRole("status").filter({ hasText: "The plan is saved." })).toBeVisible();
  await expect(main(page)).toContainText("If you clear this interface alone");
  await expectAccessible(page);
  await photograph(page, "campaign");

  await page.getByRole("button", { name: "Remove" }).click();
  await expect(headline(page)).toHaveText("Campaigns");
  await expect(page.getByText("The plan is removed.")).toBeVisible();
  await expectAccessible(page);
});

test("the interface of a campaign is found by a search", async ({ page }) => {
  await open(page, "/campaigns/new");
  await page.getByLabel("Search").fill("phone");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Get phone number" }).click();
  await expect(page.getByLabel("Planned calls")).toBeVisible();
  await open(page, "/campaigns/new?q=nothing-like-this");
  await expect(page.getByText("No watched interface matches")).toBeVisible();
  await expectAccessible(page);
});
