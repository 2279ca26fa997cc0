import { type Page, request } from "@playwright/test";

import { expect, expectAccessible, NOBODY, photograph, test } from "../fixtures.ts";
import { headline, main, open } from "../helpers.ts";

// What is reported here, no other file's tests see.
test.use({ desk: "incidents" });

/** Makes a token that may report and nothing else, as an admin does. */
async function reporterToken(page: Page, name: string): Promise<string> {
  await open(page, "/settings/tokens");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: /^Reporter/i }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const shown = await page.getByText(/wxq_[0-9a-f]{64}/).first().textContent();
  return /wxq_[0-9a-f]{64}/.exec(shown ?? "")?.[0] ?? "no token was shown";
}

/** Reports an error as a service does. */
async function report(url: string, token: string, body: unknown): Promise<number> {
  const service = await request.newContext({ storageState: NOBODY });
  const reply = await service.post(`${url}/api/v1/incidents`, {
    data: body,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(reply.status()).toBe(202);
  const { incident } = (await reply.json()) as { incident: { id: number } };
  await service.dispose();
  return incident.id;
}

test("what services reported is listed with what was done about it", async ({ page }) => {
  await open(page, "/incidents");
  await expect(headline(page)).toHaveText("Incidents");
  const rows = main(page).getByRole("row");
  await expect(rows.filter({ hasText: "per-minute limit" })).toContainText("27");
  await expect(rows.filter({ hasText: "service must refresh its token" })).toContainText("40001");
  await page.getByText("How a service reports an error").click();
  await expect(main(page)).toContainText("--role reporter");
  await expectAccessible(page);
  await photograph(page, "incidents");
  await page.getByLabel("Result").selectOption({ label: "explained" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/reaction=explained/);
  await expect(rows.filter({ hasText: "40164" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "40001" })).toHaveCount(0);
});

test("an error that a service reports is looked into, and its page says why not more", async ({ page, server }, info) => {
  const token = await reporterToken(page, `shop ${info.project.name}`);
  const body = { account: 1, errcode: 45011, errmsg: "api minute-quota reach limit", cgi_path: "/wxa/msg_sec_check" };
  const id = await report(server.url, token, body);
  await report(server.url, token, body);
  await expect(async () => {
    await open(page, `/incidents/${id}`);
    // What the errcode means is there from the start; what was done about it, once nothing is looked into any more.
    await expect(main(page)).not.toContainText("is investigating this", { timeout: 500 });
  }).toPass();
  await expect(headline(page)).toContainText("45011");
  await expect(main(page)).toContainText("A clear does not help");
  await expect(main(page)).toContainText("api minute-quota reach limit");
  await expect(main(page).getByRole("definition").filter({ hasText: /^\d+$/ }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "incident");
  await main(page).getByRole("link", { name: "商城小程序" }).click();
  await expect(headline(page)).toHaveText("商城小程序");
});

test("in Chinese as well", async ({ page }) => {
  await open(page, "/incidents");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(headline(page)).toHaveText("上报事件");
  await expect(main(page)).toContainText("每分钟限制");
  await expectAccessible(page);
});

test.describe("of those who may not", () => {
  test.use({ role: "viewer" });

  test("a viewer is told who may", async ({ page, complaints }) => {
    complaints.expect(/403/);
    await open(page, "/incidents");
    await expect(headline(page)).not.toHaveText("Incidents");
    await expect(main(page)).toContainText("Your role is Viewer.");
  });
});
