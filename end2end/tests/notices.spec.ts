import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Page } from "@playwright/test";

import { expect, expectAccessible, islandsAwake, photograph, test } from "../fixtures.ts";
import { open } from "./words.ts";

// What these tests tell and mark as read, no other file's tests see.
test.use({ desk: "notices" });

const SECRET = "whsec_0123456789abcdef";
/** What of the receiver's address no page may show. */
const HOOK = "Kd93-vL82-a1b2";

interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of messages on this machine; the browser never calls it. */
class Receiver {
  readonly messages: Message[] = [];
  /** What it answers: a status and a text. */
  answer: [status: number, text: string] = [204, ""];
  readonly #server: HttpServer = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      this.messages.push({ headers: request.headers, body });
      const [status, text] = this.answer;
      response.writeHead(status, { connection: "close" }).end(text);
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/services/${HOOK}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

/** The signature that a message has to have. */
function signature({ headers, body }: Message): string {
  const signed = `${String(headers["x-quota-timestamp"])}.${body}`;
  return `v1=${createHmac("sha256", SECRET).update(signed).digest("hex")}`;
}

async function openInChinese(page: Page, path: string): Promise<void> {
  await page.context().addCookies([{ name: "lang", value: "zh-CN", domain: "127.0.0.1", path: "/" }]);
  await page.goto(path);
  await islandsAwake(page);
}

/** Stops all automatic clears, or lets them go on: news, at once. */
async function switchClears(page: Page, stopped: boolean): Promise<void> {
  const form = { stopped: stopped ? "yes" : "no", reason: "a test" };
  const headers = { accept: "text/html", origin: new URL(page.url()).origin };
  const answer = await page.request.post("/form/policies/kill-switch", { form, headers, maxRedirects: 0 });
  expect(answer.status()).toBe(302);
}

function noticesLink(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Notices/ });
}

test("what was told is unread until somebody marks it", async ({ page }) => {
  await open(page, "/notices");
  await switchClears(page, true);
  await switchClears(page, false);
  await open(page, "/notices");
  await expect(noticesLink(page)).toHaveAccessibleName(/^Notices \d+\+? unread$/);
  const newest = page.getByRole("row").nth(1);
  await expect(newest).toContainText("admin let automatic clears go on: a test");
  await expect(newest).toContainText("critical, over");
  await expect(newest).toContainText("unread");
  await expectAccessible(page);
  await photograph(page, "notices");
  // What comes meanwhile was not seen.
  await switchClears(page, true);
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page).toHaveURL("/notices");
  await expect(noticesLink(page)).toHaveAccessibleName("Notices 1 unread");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(noticesLink(page)).toHaveAccessibleName("Notices");
  await expect(page.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
  await switchClears(page, false);
});

test("filters stand in the address", async ({ page }) => {
  await open(page, "/notices");
  await page.getByLabel("Kind").selectOption({ label: "line reached" });
  await page.getByLabel("Severity").selectOption({ label: "critical only" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/kind=quota\.threshold/);
  await expect(page).toHaveURL(/severity=critical/);
  const rows = page.getByRole("row");
  expect(await rows.count()).toBeGreaterThan(1);
  await expect(rows.filter({ hasText: "warning" })).toHaveCount(0);
  const line = rows.nth(1).getByRole("link").first();
  await expect(line).toHaveText(/(Critical line reached|Used up): [\d,]+ of [\d,]+ used/);
  await line.click();
  await expect(page).toHaveURL(/\/accounts\/\d+\/interfaces\/\d+$/);
  await expect(page.getByRole("heading", { name: "Notices of this interface" })).toBeVisible();
  await expect(page.getByText("line reached", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "interface-notices");
  await open(page, "/notices?kind=channel.undelivered&account=1");
  await expect(page.getByText("No notice fits these filters")).toBeVisible();
  await page.getByRole("link", { name: "Reset filters" }).first().click();
  await expect(page).toHaveURL("/notices");
});

test.describe("as viewer", () => {
  test.use({ role: "viewer" });

  test("notices are for everybody, channels are not", async ({ page, complaints }) => {
    complaints.expect(/403/);
    await open(page, "/notices");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notices");
    await expect(page.getByRole("main").getByRole("link", { name: /Channels/ })).toHaveCount(0);
    await expectAccessible(page);
    const response = await page.goto("/channels");
    expect(response?.status()).toBe(403);
  });
});

test("a channel is added, tried, told of, and removed", async ({ page }) => {
  const receiver = new Receiver();
  const url = await receiver.start();
  const name = `值班 ${test.info().project.name}`;
  try {
    await open(page, "/channels");
    await expectAccessible(page);
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Address").fill(`ftp://hooks.example.com/${HOOK}`);
    await page.getByLabel("Signing secret").fill(SECRET);
    await page.getByRole("button", { name: "Add the channel" }).click();
    await expect(page).toHaveURL("/channels#add");
    await expect(page.getByText("The address must begin with https://")).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue(name);
    await expect(page.getByLabel("Address")).toHaveValue("");
    await expect(page.getByLabel("Signing secret")).toHaveValue("");
    await expectAccessible(page);
    await photograph(page, "channels-wrong");
    await page.getByLabel("Address").fill(url);
    await page.getByLabel("Signing secret").fill(SECRET);
    await page.getByLabel("Takes").selectOption({ label: "any severity" });
    await page.getByRole("button", { name: "Add the channel" }).click();
    await expect(page).toHaveURL(/\/channels\/\d+$/);
    await expect(page.getByRole("status")).toContainText(`${name} is added.`);
    const channel = new URL(page.url()).pathname;

    // Nobody has allowed this machine yet.
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("alert")).toContainText("http:// to 127.0.0.1 would travel unencrypted");
    expect(receiver.messages).toHaveLength(0);
    await expectAccessible(page);
    await photograph(page, "channel-not-sent");
    await page.getByRole("alert").getByRole("link", { name: "Allow this host" }).click();
    await expect(page.getByLabel("Host")).toHaveValue("127.0.0.1");
    await page.getByRole("button", { name: "Allow the host" }).click();
    await expect(page).toHaveURL("/channels#hosts");
    await expect(page.getByRole("status")).toContainText("127.0.0.1 may be called now.");

    await open(page, channel);
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("status")).toContainText("The channel took the test");
    await expect(page.getByRole("status")).toContainText(/HTTP status 204 · took [\d,]+ ms/);
    const [tried] = receiver.messages;
    if (!tried) throw new Error("nothing came");
    expect(tried.headers["x-quota-event"]).toBe("channel.test");
    expect(tried.headers["x-quota-signature"]).toBe(signature(tried));
    receiver.answer = [500, "no such hook"];
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("alert")).toContainText("The channel did not take the test");
    await expect(page.getByRole("alert")).toContainText("HTTP status 500");
    await expect(page.getByRole("alert")).toContainText("no such hook");

    receiver.answer = [200, "ok"];
    await switchClears(page, true);
    await expect.poll(() => receiver.messages.map(({ headers }) => headers["x-quota-event"])).toContain("automation.stopped");
    await switchClears(page, false);
    await expect.poll(() => receiver.messages.map(({ headers }) => headers["x-quota-event"])).toContain("automation.resumed");
    for (const message of receiver.messages) expect(message.headers["x-quota-signature"]).toBe(signature(message));
    await expect(async () => {
      await open(page, channel);
      const messages = page.getByRole("table", { name: "Messages" }).getByRole("row");
      await expect(messages.filter({ hasText: "stopped all automatic clears" })).toContainText("delivered", { timeout: 1 });
    }).toPass();
    await expectAccessible(page);
    await photograph(page, "channel");
    expect(await page.content()).not.toContain(HOOK);
    expect(await page.content()).not.toContain(SECRET);

    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("status")).toContainText("Paused.");
    await page.getByRole("button", { name: "Resume" }).click();
    await expect(page.getByRole("status")).toContainText("Resumed.");
    await page.getByText("Remove this channel…").click();
    await page.getByRole("button", { name: `Remove ${name}` }).click();
    await expect(page).toHaveURL("/channels");
    await expect(page.getByRole("status")).toContainText("The channel is removed");
    await page.getByRole("button", { name: "Forbid 127.0.0.1" }).click();
    await expect(page.getByText("None is allowed.")).toBeVisible();
  } finally {
    await receiver.stop();
  }
});

test("all of it reads in Chinese", async ({ page }) => {
  await openInChinese(page, "/notices");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("通知");
  await expect(page.getByRole("row").filter({ hasText: /达到紧急线|额度已用尽/ }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "notices-zh");
  await page.getByRole("main").getByRole("link", { name: /通知渠道/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("通知渠道");
  await page.getByText("接收方会收到什么，如何校验签名").click();
  await expect(page.getByText("v1=d9a3506f2d185f9e78f22fb22ad193f5d35a189efc520929b0dad158e272405f")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "channels-zh");
});
