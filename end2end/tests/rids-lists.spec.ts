import { expect, expectAccessible, photograph } from "../fixtures.ts";
import { headline, local, lookUpRids, main, ridsSettled } from "../helpers.ts";
import { type Call, MALL, MEMBERS, RID_GET, test } from "../sandbox.ts";
import { now } from "../server.ts";

test.use({ desk: "rids-lists", watched: [MALL, MEMBERS], settings: { WXQUOTA_OUR_ADDRESSES: "203.0.113.0/24" } });

test("several rids, a hint and a cut one are told apart", async ({ page, wechat }) => {
  const [kept, fresh] = [await wechat.plant(), await wechat.plant({ at_ms: now() - 3 * 3_600_000 })];
  await lookUpRids(page, kept);
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  const ahead = `${Math.floor(now() / 1000 + 40 * 86_400).toString(16)}-09059ac5-34a8e2ea`;
  const text = [
    `1 rid: ${fresh}`,
    `2 rid: ${kept}`,
    "3 rid: 617682e0-09059ac5-34a8e2ea",
    `4 rid: ${ahead}`,
    "5 rid: 617682e-09059ac5-34a8e2ea",
    "6 invalid credential hint: [nl1a8a02641530!]",
    "7 access_token=50_PLANTEDPLANTEDPLANTED",
  ].join("\n");
  await lookUpRids(page, text, "商城小程序");
  await expect(page).toHaveURL(/\/rid\/lists\/\d+$/);
  await expect(headline(page)).toHaveText("4 rids");
  const row = (rid: string) => page.getByRole("main").getByRole("table").getByRole("row", { name: new RegExp(rid) });
  await ridsSettled(page);
  await expect(page.getByRole("rowheader", { name: "A call limit was reached: the daily quota or the per-minute limit (45009) · 2" })).toBeVisible();
  await expect(row(fresh)).toContainText("3 h ago");
  await expect(row(fresh)).toContainText("expires in 6 d 20 h");
  await expect(row("617682e0-09059ac5")).toContainText(local("2021-10-25T10:11:44Z"));
  await expect(row("617682e0-09059ac5")).toContainText("expired (WeChat keeps 7 days)");
  await expect(row(ahead)).toContainText("impossible time");
  await expect(row(kept)).toContainText("商城小程序");
  await expect(page.getByText("617682e-09059ac5-34a8e2ea", { exact: true })).toBeVisible();
  await expect(page.getByText("Group 1 has 7 digits instead of 8.")).toBeVisible();
  await expect(page.getByText("A complete rid has three groups of 8 digits")).toBeVisible();
  await expect(page.getByText("nl1a8a02641530!", { exact: true })).toBeVisible();
  await expect(page.getByText("It cannot be looked up")).toBeVisible();
  expect(await page.content()).not.toContain("PLANTED");
  await expectAccessible(page);
  await photograph(page, "rid-several");
  const list = page.url();
  await row(fresh).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/rid/${fresh}\\?list=\\d+$`));
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  await page.getByRole("link", { name: "List of rids" }).click();
  await expect(page).toHaveURL(list);
});

test("many come in by themselves, grouped, and what failed is looked up again", async ({ page, wechat, javaScriptEnabled }) => {
  const of = async (count: number, call: Call) => {
    const rids = [];
    for (let n = 0; n < count; n++) rids.push(await wechat.plant(call));
    return rids;
  };
  const quota = await of(12, { path: "/cgi-bin/message/subscribe/send" });
  const token = await of(5, { path: "/wxa/msg_sec_check", errcode: 40001 });
  await wechat.tell("POST", "faults", { endpoint: RID_GET, fault: "delay", ms: 120 });
  const lines = [
    ...quota.map((rid) => `${MALL} POST /cgi-bin/message/subscribe/send rid: ${rid}`),
    ...token.map((rid) => `${MALL} POST /wxa/msg_sec_check rid: ${rid}`),
  ];
  await lookUpRids(page, lines.join("\n"));
  await expect(headline(page)).toHaveText("17 rids");
  await expect(page.getByText(/rids? (is|are) being looked up/)).toBeVisible();
  await expectAccessible(page);
  if (javaScriptEnabled) {
    await expect(page.getByText("17 of 17 found at WeChat")).toBeVisible({ timeout: 30_000 });
  } else {
    await ridsSettled(page);
    await expect(page.getByText("17 of 17 found at WeChat")).toBeVisible();
  }
  await wechat.tell("DELETE", "faults");
  const group = page.getByRole("rowheader", { name: /\(45009\) · 12/ });
  await expect(group).toContainText("/cgi-bin/message/subscribe/send");
  await expect(page.getByRole("rowheader", { name: "The token is not valid (40001) · 5" })).toContainText("/wxa/msg_sec_check");
  await photograph(page, "rid-list");

  await wechat.tell("POST", "faults", { endpoint: RID_GET, fault: "html" });
  await lookUpRids(page, `${await wechat.plant()} ${await wechat.plant()} ${quota[0]}`);
  await ridsSettled(page);
  await expect(page.getByRole("rowheader", { name: "The lookup failed: The answer did not come from WeChat · 2" })).toBeVisible();
  await expect(page.getByText("1 of 3 found at WeChat"), "what is kept needs no WeChat").toBeVisible();
  await wechat.tell("DELETE", "faults");
  await page.getByRole("button", { name: "Look up 2 rids without details" }).click();
  await ridsSettled(page);
  await expect(page.getByText("3 of 3 found at WeChat")).toBeVisible();
});

test("a list, the archive and the page of a rid say the same of its 45009", async ({ page, wechat }) => {
  const rid = await wechat.plant({ path: "/cgi-bin/message/subscribe/send" });
  const other = await wechat.plant({ path: "/wxa/msg_sec_check", errcode: 45011 });
  await lookUpRids(page, `POST /cgi-bin/message/subscribe/send rid: ${rid}\nPOST /wxa/msg_sec_check rid: ${other}`);
  await ridsSettled(page);
  const list = page.url();
  for (const [one, errcode] of [[rid, 45009], [other, 45011]] as const) {
    await page.goto(list);
    const heading = await page.getByRole("rowheader", { name: new RegExp(`\\(${errcode}\\) · 1`) }).first().textContent();
    const verdict = heading?.split(` (${errcode})`)[0]?.trim() ?? "no verdict";
    await page.goto(`/rid?q=${one}`);
    await expect(main(page).getByRole("row", { name: new RegExp(one) })).toContainText(verdict);
    await page.goto(`/rid/${one}`);
    await expect(headline(page)).toContainText(verdict);
  }
  await page.goto("/rid?limit=per-minute");
  await expect(main(page).getByRole("row", { name: new RegExp(other) })).toBeVisible();
  await page.goto("/rid?limit=total");
  await expect(page.getByRole("row", { name: new RegExp(other) })).toHaveCount(0);
  await expectAccessible(page);
});
