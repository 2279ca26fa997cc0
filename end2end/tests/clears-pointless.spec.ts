import { expect, expectAccessible, photograph } from "../fixtures.ts";
import { headline, main, open } from "../helpers.ts";
import { MALL, test } from "../sandbox.ts";

const SEND = "/cgi-bin/message/subscribe/send";

test.use({ desk: "clears-pointless", users: ["admin"] });

test("a clear with nothing to reset asks why, and is not made without an answer", async ({ page, wechat, server }) => {
  await wechat.tell("POST", "clear", { appid: MALL });
  await server.command(["sample"]);
  const calls = async () => ((await wechat.tell("GET", "counts")) as { clears: unknown[] }).clears.length;
  const before = await calls();

  await open(page, "/accounts/1");
  const interfaces = page.getByRole("row").filter({ hasText: SEND }).getByRole("link").first();
  await open(page, `${await interfaces.getAttribute("href")}/clear`);
  const why = main(page).getByLabel("Reason for continuing");
  const reason = page.getByLabel("Reason", { exact: true });
  await expect(why).toBeVisible();
  const above = async () => [(await why.boundingBox())?.y ?? 0, (await reason.boundingBox())?.y ?? 0];
  const [first, second] = await above();
  expect(first, "it is above everything else on the form").toBeLessThan(second ?? 0);
  await expectAccessible(page);
  await photograph(page, "confirm-pointless");

  await reason.fill("a rehearsal");
  await why.fill(" ");
  await page.getByRole("button", { name: /^Clear “Send subscription message” \(/ }).first().click();
  await expect(main(page)).toContainText("Explain why you want to continue. Nothing was sent.");
  await expect(reason, "what was typed is kept").toHaveValue("a rehearsal");
  expect(await calls(), "nothing was spent").toBe(before);
  await expectAccessible(page);

  await why.fill("new colleagues learn it");
  await page.getByRole("button", { name: /^Clear “Send subscription message” \(/ }).first().click();
  await expect(page).toHaveURL(/\/clears\/\d+$/);
  await expect(main(page)).toContainText("new colleagues learn it");
  expect(await calls()).toBe(before + 1);
  await expect(headline(page)).toHaveText(/: accepted/);
  await expectAccessible(page);
  await photograph(page, "clear-pointless");
});
