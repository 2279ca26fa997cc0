import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph } from "../fixtures.ts";
import { chooseLanguage, headline, lookUpRids, open, ridsSettled } from "../helpers.ts";
import { type Call, MALL, MEMBERS, RID_GET, test } from "../sandbox.ts";
import { now } from "../server.ts";

test.use({ desk: "rids", watched: [MALL, MEMBERS], settings: { WXQUOTA_OUR_ADDRESSES: "203.0.113.0/24" } });

/** An account that is not watched. */
const STRANGER = "wx5a0d0000000000f6";
const DAY_MS = 86_400_000;

/** Loads the page that is open again, in Chinese. */
async function inChinese(page: Page): Promise<void> {
  await chooseLanguage(page, "zh-CN");
  await page.reload();
}

/** Opens what was sent and what was answered, which are folded. */
async function unfold(page: Page): Promise<void> {
  for (const name of ["Request body", "Response body"]) await page.locator("summary").filter({ hasText: name }).click();
}

test("before anything was looked up, the page says what to paste", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Look up a rid", exact: true }).click();
  await expect(headline(page)).toHaveText("Look up a rid");
  await expect(page.getByText("No lookups yet")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "rid-desk-empty");
});

const FACTS: Call = {
  query: "access_token=50_abcdefghijklmnopqrstuvwxyz&lang=zh_CN&name=%E5%B0%8F%E5%BA%97&empty=&flag",
  request_body: JSON.stringify({
    touser: "oAbCdEfGhIjKlMnOpQrStUvWxYz0",
    template_id: "tpl-1",
    page: "pages/order?id=20261122",
    data: { thing1: { value: "订单已发货" }, number2: { value: 0 } },
    raw: JSON.stringify({ errcode: 0, list: [1, 2.5, true, null] }),
    // More digits than a number of JavaScript has.
  }).replace('{"value":0}', '{"value":12345678901234567890}'),
};

test("a bare rid is looked up, kept, and read from the archive", async ({ page, wechat }) => {
  const rid = await wechat.plant(FACTS);
  await lookUpRids(page, rid);
  await expect(page).toHaveURL(`/rid/${rid}`);
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  await expect(page.getByRole("main")).toContainText("errcode 45009");
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toContainText("Our developers");
  await expect(verdict).toContainText("A clear helps if the daily quota was used up");
  await expect(page.getByRole("link", { name: "商城小程序" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/203\.0\.113\.9\s*ours/);
  await expect(page.getByRole("main")).toContainText(/30 ms\s*normal/);
  await expect(page.getByRole("main")).toContainText("expires in 6 d 23 h");
  const parameters = page.getByRole("table", { name: "Parameters of the call's URL" });
  await expect(parameters.getByRole("row", { name: /access_token/ })).toContainText("‹masked›");
  await expect(parameters.getByRole("row", { name: /name/ })).toContainText("小店");
  await expect(parameters.getByRole("row", { name: /flag/ })).toContainText("no value");
  const sent = page.getByRole("group", { name: "Request body" });
  await expect(sent, "it is folded").toHaveCount(0);
  await unfold(page);
  await expect(sent).toContainText("订单已发货");
  await expect(sent).toContainText("12345678901234567890");
  await expect(sent).toContainText("JSON inside a string");
  await expect(sent.getByTitle("Masked: a secret or personal data").first()).toHaveText("‹masked›");
  await expect(page.getByRole("group", { name: "Response body" })).toContainText(`reach max api daily quota limit rid: ${rid}`);
  await expectAccessible(page);
  await photograph(page, "rid-told");
  await inChinese(page);
  await expect(headline(page)).toHaveText("达到调用上限：当天额度或每分钟限制");
  await photograph(page, "rid-told-zh");

  const before = await wechat.asked();
  await open(page, `/rid/${rid}`);
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  await lookUpRids(page, rid);
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  expect(await wechat.asked(), "the archive answers").toBe(before);
  await open(page, "/rid");
  await expect(page.getByRole("row", { name: new RegExp(rid) })).toContainText("(45009)");
  await expectAccessible(page);
  await photograph(page, "rid-desk");
  await inChinese(page);
  await photograph(page, "rid-desk-zh");
});

test("a rid is found however it is pasted", async ({ page, wechat }) => {
  const spelled: ((rid: string) => string)[] = [
    (rid) => `2026-11-22T10:11:12 ERROR {"errcode":45009,"errmsg":"reach max api daily quota limit rid: ${rid}"} uuid=5f0c1b0e-1111-4222-8333-444455556666`,
    (rid) => rid.toUpperCase(),
    (rid) => `rid：${rid.replaceAll("-", "－")}。`,
    (rid) => `${rid.replaceAll("-", "—")}\n\n`,
    (rid) => `errmsg%3Dquota%20rid%3A%20${rid.replaceAll("-", "%2D")}`,
    (rid) => `${rid} ${rid} ${rid.toUpperCase()}`,
  ];
  for (const spell of spelled) {
    const rid = await wechat.plant();
    await lookUpRids(page, spell(rid));
    await expect(page, spell(rid)).toHaveURL(`/rid/${rid}`);
    await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  }
});

test("the address of a rid may be spelled oddly, and never asks WeChat", async ({ page, wechat }) => {
  const rid = await wechat.plant();
  const before = await wechat.asked();
  for (const address of [rid, rid.toUpperCase(), rid.replaceAll("-", "－"), rid.replaceAll("-", "%E2%80%94")]) {
    await open(page, `/rid/${address}`);
    await expect(page).toHaveURL(`/rid/${rid}`);
    await expect(headline(page)).toHaveText("Not looked up yet");
  }
  expect(await wechat.asked()).toBe(before);
  await expectAccessible(page);
  await photograph(page, "rid-unknown");
  await page.getByRole("button", { name: "Look up", exact: true }).click();
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
});

test("what is not a rid has no page", async ({ page, complaints }) => {
  complaints.expect(/404/);
  for (const address of ["617682e-09059ac5-34a8e2ea", "x", "%3Cscript%3E", "617682e0-09059ac5-34a8e2ea-", "%FF"]) {
    await open(page, "/");
    const reply = await page.goto(`/rid/${address}`);
    expect(reply?.status(), address).toBe(404);
    await expect(headline(page), address).toHaveText("This is not a rid");
    await expect(page.getByRole("main")).toContainText("three groups of 8 digits");
  }
  await expectAccessible(page);
  await photograph(page, "rid-none");
});

test("a text without a rid is kept, and what a rid looks like is said", async ({ page }) => {
  await lookUpRids(page, "第一行\n  it broke again </textarea><script>alert(1)</script>\ntoken=PLANTEDPLANTED1234");
  await expect(page.getByText("The text contains no rid")).toBeVisible();
  await expect(page.getByLabel(/Paste an error/)).toHaveValue(/^第一行\n {2}it broke again <\/textarea><script>alert\(1\)<\/script>\ntoken=‹masked›$/);
  expect(await page.content()).not.toContain("PLANTED");
  await expectAccessible(page);
  await photograph(page, "rid-nothing");
  await page.reload();
  await expect(page.getByText("The text contains no rid")).toHaveCount(0);

  await lookUpRids(page, "rid: 617682e-09059ac5-34a8e2ea");
  await expect(page.getByRole("heading", { name: "Found no complete rid" })).toBeVisible();
});

/** Sends a text too long to be typed, and to be laid out in a box. */
async function send(page: Page, text: string): Promise<void> {
  await open(page, "/rid");
  await page.getByLabel(/Paste an error/).evaluate((box: HTMLTextAreaElement, long) => {
    box.hidden = true;
    box.value = long;
    box.form?.submit();
  }, text);
}

test("what is too large is refused in a sentence", async ({ page, complaints }) => {
  // The server's own page has no icon.
  for (const expected of [/413/, /favicon/]) complaints.expect(expected);
  await send(page, "x".repeat(10_000_000));
  await expect(page.getByText("The request is larger than 3 MiB.")).toBeVisible();

  await send(page, `${`${"a long line ".repeat(80)}\n`.repeat(600)}rid: 617682e0-09059ac5`);
  await expect(page.getByRole("heading", { name: "Found no complete rid" })).toBeVisible();
  await expect(page.getByText("Group 3 is missing.")).toBeVisible();
  await expect(page.getByText("The text you pasted is long")).toBeVisible();
});

test("another account's call: the others are offered", async ({ page, wechat }) => {
  const rid = await wechat.plant({ appid: MEMBERS });
  await lookUpRids(page, rid, "商城小程序");
  await expect(headline(page)).toHaveText("Another account made this call");
  await expect(page.getByRole("alert")).toContainText("Looked up with 商城小程序.");
  await expect(page.getByLabel("Account").getByRole("option")).toHaveText(["find automatically", "会员服务号"]);
  await expectAccessible(page);
  await photograph(page, "rid-other-account");
  await inChinese(page);
  await open(page, `/rid/${rid}`);
  await page.getByLabel("Account").selectOption({ label: "会员服务号" });
  await page.getByRole("button", { name: "Look up", exact: true }).click();
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");

  await lookUpRids(page, await wechat.plant({ appid: STRANGER }));
  await expect(headline(page)).toHaveText("Another account made this call");
  await expect(page.getByRole("alert")).toContainText("None of your accounts made this call.");
  await expect(page.getByRole("button", { name: "Look up", exact: true })).toHaveCount(0);
});

test("a call of 8 days ago is told by nobody, without asking", async ({ page, wechat }) => {
  const rid = await wechat.plant({ at_ms: now() - 8 * DAY_MS });
  const before = await wechat.asked();
  await lookUpRids(page, rid);
  await expect(headline(page)).toHaveText("This rid has expired");
  await expect(page.getByRole("main")).toContainText("8 d ago");
  await expect(page.getByRole("alert")).toContainText("nobody looked this one up in that time");
  expect(await wechat.asked()).toBe(before);
  await expectAccessible(page);
  await photograph(page, "rid-expired");
});

test("unknown, malformed and sign-in rids each say what to do", async ({ page, wechat }) => {
  const minutesAgo = (minutes: number) => Math.floor(now() / 1000 - 60 * minutes).toString(16);
  await lookUpRids(page, `${minutesAgo(5)}-00000001-00000002`);
  await expect(headline(page)).toHaveText("WeChat did not find this rid");
  await expect(page.getByRole("alert")).toContainText(/Looked up with (会员服务号, 商城小程序|商城小程序, 会员服务号)\./);
  await expectAccessible(page);
  await photograph(page, "rid-not-found");

  await wechat.tell("PATCH", "settings", { sns_rid_is_76022: true });
  await lookUpRids(page, await wechat.plant({ path: "/sns/jscode2session", errcode: 40029 }));
  await expect(headline(page)).toHaveText("WeChat does not show sign-in calls");

  await wechat.tell("POST", "faults", { endpoint: RID_GET, times: 1, fault: "errcode", errcode: 76002 });
  await lookUpRids(page, await wechat.plant());
  await expect(headline(page)).toHaveText("WeChat does not recognize this as a rid");

  await lookUpRids(page, `${Math.floor(now() / 1000 + 30 * 86_400).toString(16)}-00000001-00000002`);
  await expect(headline(page)).toHaveText("This rid contains an impossible time");
  await expect(page.getByRole("alert")).toContainText("before 2020 or in the future");
});

test("a look-up that fails says why, and works when repeated", async ({ page, wechat }) => {
  const rid = await wechat.plant();
  const fails = async (fault: Record<string, unknown>, words: string | RegExp) => {
    await wechat.tell("POST", "faults", { endpoint: RID_GET, ...fault });
    await lookUpRids(page, rid);
    await expect(headline(page)).toHaveText(words);
    await expect(page.getByRole("alert")).toContainText("Looked up with");
    await wechat.tell("DELETE", "faults");
  };
  await fails({ fault: "html" }, "The lookup failed: The answer did not come from WeChat");
  await fails({ fault: "errcode", errcode: 45009 }, /\(45009\)/);
  await fails({ fault: "drop_after" }, /WeChat/);
  await expectAccessible(page);
  await photograph(page, "rid-failed");
  await page.getByRole("button", { name: "Look up", exact: true }).click();
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
});

test("answers without an errcode, empty bodies and odd ones", async ({ page, wechat }) => {
  await lookUpRids(page, await wechat.plant({ errcode: 0, response_body: '{"errcode":0,"errmsg":"ok","total":3}' }));
  await expect(headline(page)).toHaveText("The call succeeded");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Nobody");
  await unfold(page);
  await expect(page.getByText("The request body is empty.")).toBeVisible();
  await expect(page.getByText("The URL had no parameters.")).toBeVisible();

  const html = "<html><script>alert(1)</script></html>";
  await lookUpRids(page, await wechat.plant({ errcode: 0, response_body: html, request_body: "a=1&b=<b>2</b>" }));
  await expect(headline(page)).toHaveText("The answer contains no errcode");
  await unfold(page);
  await expect(page.getByRole("group", { name: "Response body" })).toHaveText(html);

  const long = JSON.stringify({ errcode: 45009, list: Array.from({ length: 3_000 }, (_, n) => ({ n, text: "字".repeat(20) })) });
  await lookUpRids(page, await wechat.plant({ response_body: long }));
  await unfold(page);
  await expect(page.getByRole("group", { name: "Response body" })).toContainText('"n": 2999');
  const height = await page.getByRole("group", { name: "Response body" }).evaluate((pre) => pre.clientHeight);
  expect(height, "a long body scrolls inside itself").toBeLessThan(600);
  await photograph(page, "rid-long");
});

test("no secret shows, wherever it was", async ({ page, wechat }) => {
  const nested = JSON.stringify({ access_token: "50_PLANTEDnestedTOKEN", note: "visible" });
  const rid = await wechat.plant({
    query: "access_token=50_PLANTEDqueryTOKEN&to=https%3A%2F%2Fx.example%2F%3Fsecret%3DPLANTEDencoded0123%26a%3D1&seen=yes",
    request_body: JSON.stringify({ openid: "oPLANTED0123456789abcdefghi", nested, url: "https://x.example/?js_code=PLANTEDcode01" }),
    response_body: JSON.stringify({ errcode: 45009, phoneNumber: "138PLANTED", twice: JSON.stringify({ nested }) }),
  });
  await lookUpRids(page, `${rid} access_token=50_PLANTEDpasted0123`);
  await expect(headline(page)).toHaveText("A call limit was reached: the daily quota or the per-minute limit");
  await unfold(page);
  await expect(page.getByRole("group", { name: "Request body" })).toContainText("visible");
  await expect(page.getByRole("row", { name: /seen/ })).toContainText("yes");
  await expect(page.getByTitle("Masked: a secret or personal data")).toHaveCount(11);
  expect(await page.content()).not.toContain("PLANTED");
  await photograph(page, "rid-masked");
  await open(page, "/rid");
  expect(await page.content()).not.toContain("PLANTED");
});

test("a body is copied as it was sent; without scripts nothing offers that", async ({ page, wechat, javaScriptEnabled }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const rid = await wechat.plant({ request_body: '{"a":[1,2]}' });
  await lookUpRids(page, rid);
  await open(page, `/rid/${rid}`);
  await unfold(page);
  if (!javaScriptEnabled) {
    await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(0);
    return;
  }
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const body = page.locator(".sheet").filter({ has: page.getByRole("group", { name: "Request body" }) });
  await body.getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await copied()).toBe('{"a":[1,2]}');
  await page.getByRole("button", { name: "Copy page address" }).click();
  await expect.poll(copied).toBe(page.url());
  await page.getByRole("button", { name: "Copy reply" }).click();
  await expect.poll(copied).toBe(await page.getByRole("blockquote").innerText());
});

test("the verdict comes first: a call that is not ours is the answer", async ({ page, wechat }) => {
  const rid = await wechat.plant({ errcode: 40001, client_ip: "198.51.100.77" });
  await lookUpRids(page, `POST /wxa/msg_sec_check rid: ${rid}`);
  await expect(headline(page)).toContainText("The call did not come from one of our servers");
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toContainText("The call came from 198.51.100.77, which is not one of our IP addresses.");
  await expect(verdict).toBeInViewport();
  for (const question of ["Who has to act", "Does a clear help?", "Reply to the customer"]) {
    await expect(verdict.getByText(question), question).toBeInViewport();
  }
  await expectAccessible(page);
  await photograph(page, "rid-verdict");
  await verdict.getByRole("link", { name: "Does a clear help?" }).click();
  await expect(page).toHaveURL("/glossary#clear");
  await expectAccessible(page);
  await photograph(page, "glossary");
});

test("whatever is posted, the address carries no text", async ({ page, baseURL }) => {
  const posts: Record<string, string>[] = [
    {},
    { text: " " },
    { text: "no rid", account: "x" },
    { text: "no rid", account: '"><script>' },
    { text: "617682e0-09059ac5-34a8e2ea", account: "4711" },
    { text: "617682e0-09059ac5-34a8e2ea 617682e1-09059ac5-34a8e2ea" },
  ];
  for (const form of posts) {
    const headers = { accept: "text/html", origin: baseURL ?? "" };
    const reply = await page.request.post("/form/rids/look-up", { form, maxRedirects: 0, headers });
    expect(reply.status(), JSON.stringify(form)).toBe(302);
    expect(reply.headers()["location"], JSON.stringify(form)).toMatch(/^\/rid(\/[0-9a-f-]{26}|\/lists\/\d+)?$/);
  }
});

test("a fresh rid that WeChat does not know yet is looked up again by itself", async ({ page, wechat, javaScriptEnabled }) => {
  await wechat.tell("PATCH", "settings", { rid_shows_after_s: 3 });
  const rid = await wechat.plant();
  await lookUpRids(page, `POST /wxa/msg_sec_check errcode: 45009 rid: ${rid}`);
  await expect(headline(page)).toHaveText("WeChat does not know this rid yet");
  await expect(page.getByRole("main")).toContainText("/wxa/msg_sec_check");
  await expect(page.getByRole("main")).toContainText("Errcode 45009 comes from the pasted text.");
  await expectAccessible(page);
  await photograph(page, "rid-waiting");
  if (!javaScriptEnabled) await ridsSettled(page);
  await expect(headline(page)).toHaveText(/A call limit was reached: the daily quota or the per-minute limit$/, { timeout: 30_000 });
  await wechat.tell("PATCH", "settings", { rid_shows_after_s: 0 });
});

test("an account that the text names and nobody watches is said, and nobody is asked", async ({ page, wechat }) => {
  const before = await wechat.asked();
  await lookUpRids(page, `${STRANGER} POST /cgi-bin/user/get rid: ${await wechat.plant({ appid: STRANGER })}`);
  await expect(headline(page)).toHaveText("The text names an account that is not watched");
  await expect(page.getByRole("main")).toContainText(STRANGER);
  expect(await wechat.asked()).toBe(before);
  await expectAccessible(page);
});
