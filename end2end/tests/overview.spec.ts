import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { expectMissing, open } from "../helpers.ts";

test("the eye finds what is wrong first", async ({ page }) => {
  await open(page, "/");
  await expect(page).toHaveTitle("Overview · wxquota");
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("exhausted");
  await expect(first).toContainText("Send subscription message");
  await expect(first).toContainText("/cgi-bin/message/subscribe/send");
  await expect(first).toContainText("商城小程序");
  await expect(first).toContainText("1,000,000 / 1,000,000");
  await expect(page.getByRole("row").nth(2)).toContainText("critical");
  await expectAccessible(page);
  await photograph(page, "overview");
});

test("an account that cannot be sampled is named, with the way to mend it", async ({ page }) => {
  await open(page, "/");
  const alert = page.getByRole("alert").filter({ hasText: "门店号 cannot be sampled" });
  await expect(alert).toContainText("WeChat refuses its credentials.");
  await alert.getByRole("link", { name: "How to fix it" }).click();
  await expect(page.getByRole("alert")).toContainText("40125");
  await expectAccessible(page);
  await photograph(page, "account-refused");
});

test("tiles, search, account and order live in the address", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: /critical/ }).click();
  await expect(page).toHaveURL(/state=critical/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row").nth(1)).toContainText("Get phone number");

  await open(page, "/");
  await page.getByLabel("Search").fill("QRCODE");
  await page.getByLabel("Sort").selectOption({ label: "path" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/q=QRCODE.*sort=interface/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row").nth(1)).toContainText("/cgi-bin/qrcode/create");

  await page.getByRole("link", { name: "Reset filters" }).click();
  await page.getByLabel("Account").selectOption({ label: "会员服务号" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("row")).toHaveCount(12);
});

test("filters that match nothing say so and offer the way back", async ({ page }) => {
  await open(page, "/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
  await expect(page.getByText("No interfaces match these filters")).toBeVisible();
  await expect(page.getByLabel("Search")).toHaveValue("<script>alert(1)</script>");
  await expectAccessible(page);
  await open(page, "/?state=wrong&account=x&page=-3&per=0&sort=none");
  await expect(page.getByRole("row").nth(1)).toContainText("exhausted");
});

test("a long list has pages", async ({ page }) => {
  await open(page, "/?per=10");
  await expect(page.getByRole("row")).toHaveCount(11);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText("11–20 of 29")).toBeVisible();
  await open(page, "/?per=10&page=99");
  await expect(page.getByText("There are no more interfaces on this page")).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText("21–29 of 29")).toBeVisible();
});

test("/no/such/page says what is wrong and leads on", async ({ page, complaints }) => {
  complaints.expect(/404/);
  await expectMissing(page, "/no/such/page", "Page not found");
});
