import { expect, expectAccessible, photograph } from "../fixtures.ts";
import { headline, lookUpRids, open } from "../helpers.ts";
import { MALL, MEMBERS, test } from "../sandbox.ts";

test.use({ desk: "rids-notes", watched: [MALL, MEMBERS], settings: { WXQUOTA_OUR_ADDRESSES: "203.0.113.0/24" } });

test("interface, ticket and notes are kept, found again and wrong ones come back", async ({ page, wechat }) => {
  const rid = await wechat.plant({ path: "/wxa/msg_sec_check" });
  await lookUpRids(page, rid);
  await page.getByRole("link", { name: "WeChat does not report it. Enter it below." }).click();
  await page.getByLabel(/^Interface/).fill("/sns/jscode2session");
  await page.getByLabel(/^Ticket/).fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Enter an address that starts with https:// or http://")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(/^Interface/).fill("https://api.weixin.qq.com/wxa/msg_sec_check?x=1");
  await page.getByLabel(/^Ticket/).fill("https://tickets.example/4711");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Interface and ticket were saved")).toBeVisible();
  await expect(page.getByRole("link", { name: "https://tickets.example/4711" })).toBeVisible();
  await expect(headline(page)).toContainText(": A call limit was reached: the daily quota or the per-minute limit");
  await page.locator("#notes summary").click();
  await page.getByLabel("Add a note").fill("退款失败 token=PLANTEDnote12345");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.locator("#notes").getByRole("listitem")).toContainText("退款失败 token=‹masked›");
  expect(await page.content()).not.toContain("PLANTED");
  await photograph(page, "rid-noted");

  for (const words of ["退款", "msg_sec 45009", "tickets.example", rid.slice(0, 12), "商城"]) {
    await open(page, "/rid");
    await page.getByRole("searchbox", { name: "Search the archive" }).fill(words);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByRole("row", { name: new RegExp(rid) }), words).toBeVisible();
  }
  await page.getByRole("searchbox", { name: "Search the archive" }).fill("退款 nothing of it");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No lookups match")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Reset filters" }).first().click();
  await page.getByLabel("From").fill("2020-01-01");
  await page.getByLabel("To").fill("2020-12-31");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No lookups match")).toBeVisible();
});

test("notes are a thread; whoever wrote one may remove it", async ({ page, wechat }) => {
  const rid = await wechat.plant();
  await lookUpRids(page, rid);
  const notes = page.locator("#notes");
  const add = async (text: string) => {
    if (!(await notes.locator("details").getAttribute("open").then((open) => open !== null))) await notes.locator("summary").click();
    await notes.getByLabel("Add a note").fill(text);
    await notes.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("The note was added")).toBeVisible();
  };
  await add("called the customer on 13800138000");
  await add("fixed");
  await expect(notes.getByRole("listitem")).toHaveText([/called the customer on ‹masked›/, /fixed/]);
  await expectAccessible(page);
  await notes.getByRole("button", { name: /^Remove the note/ }).first().click();
  await expect(page.getByText("The note was removed")).toBeVisible();
  await expect(notes.getByRole("listitem")).toHaveText([/fixed/]);
});

test("a request is copied for a ticket, and its personal data shown once to an admin with a reason", async ({ page, wechat }) => {
  const rid = await wechat.plant({
    path: "/cgi-bin/message/subscribe/send",
    query: "access_token=97_PLANTEDTOKENPLANTEDTOKEN",
    request_body: JSON.stringify({ touser: "oRevealed00000000000000000001", phone: "13800138000" }),
  });
  await lookUpRids(page, `POST /cgi-bin/message/subscribe/send rid: ${rid}`);
  await page.getByText("Copy for a ticket").click();
  await expect(page.getByRole("group", { name: "As text" })).toContainText(`rid: ${rid}`);
  await expect(page.getByRole("group", { name: "As Markdown" })).toContainText(`- **rid**: ${rid}`);

  await page.getByText("Show openids and phone numbers").click();
  await page.getByLabel("Reason").fill(" ");
  await page.getByRole("button", { name: "Show once" }).click();
  await expect(page.getByText("Enter a reason. Nothing was shown.")).toBeVisible();
  await expectAccessible(page);
  expect(await page.content()).not.toContain("13800138000");
  await page.getByLabel("Reason").fill("refund of order 4711");
  await page.getByRole("button", { name: "Show once" }).click();
  await expect(page).toHaveURL(`/rid/${rid}/revealed`);
  await expect(page.getByRole("group", { name: "Request body" })).toContainText("oRevealed00000000000000000001");
  await expect(page.getByRole("group", { name: "Request body" })).toContainText("13800138000");
  expect(await page.content()).not.toContain("PLANTED");
  await expectAccessible(page);
  await photograph(page, "rid-revealed");
  await page.reload();
  await expect(page.getByText("The original is no longer available")).toBeVisible();
  await page.getByRole("link", { name: "Back to the request" }).click();
  expect(await page.content()).not.toContain("13800138000");
  await open(page, "/audit");
  const line = page.getByRole("row", { name: /Personal data shown/ }).first();
  await expect(line).toContainText("refund of order 4711");
});
