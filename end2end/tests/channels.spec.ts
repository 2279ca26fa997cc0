import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Page } from "@playwright/test";

import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { open, switchClears } from "../helpers.ts";

const SECRET = "whsec_0123456789abcdef";
/** The part of the receiver's address that no page may show. */
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

/** Sends a test message, as soon as one may be sent again: one in ten seconds. */
async function sendTest(page: Page) {
  await expect(async () => {
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText(/test message/).first()).toBeVisible();
    await expect(page.getByText("A test message was sent a moment ago")).toHaveCount(0, { timeout: 1 });
  }).toPass({ timeout: 20_000 });
}

test("a channel is added, tried, told of, and removed", async ({ page }) => {
  const receiver = new Receiver();
  const url = await receiver.start();
  const name = `值班 ${test.info().project.name}`;
  try {
    await open(page, "/channels");
    await expectAccessible(page);
    await page.getByLabel("Kind").selectOption({ label: "Signed webhook" });
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Address").fill(`ftp://hooks.example.com/${HOOK}`);
    await page.getByLabel("Signing secret").fill(SECRET);
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page).toHaveURL("/channels#add");
    await expect(page.getByText("The address must start with https://")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await expect(page.getByLabel("Address")).toHaveValue("");
    await expect(page.getByLabel("Signing secret")).toHaveValue("");
    await expectAccessible(page);
    await photograph(page, "channels-wrong");
    await page.getByLabel("Address").fill(url);
    await page.getByLabel("Signing secret").fill(SECRET);
    await page.getByLabel("Minimum severity").selectOption({ label: "all severities" });
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page).toHaveURL(/\/channels\/\d+$/);
    await expect(page.getByRole("status")).toContainText(`${name} was added.`);
    const channel = new URL(page.url()).pathname;

    // Nobody has allowed this machine yet.
    await sendTest(page);
    await expect(page.getByRole("alert")).toContainText(/http:\/\/ to 127\.0\.0\.1:\d+ is unencrypted/);
    expect(receiver.messages).toHaveLength(0);
    await expectAccessible(page);
    await photograph(page, "channel-not-sent");
    await page.getByRole("alert").getByRole("link", { name: "Allow this host" }).click();
    await expect(page.getByLabel("Host")).toHaveValue(/^127\.0\.0\.1:\d+$/);
    await page.getByRole("button", { name: "Allow host" }).click();
    await expect(page).toHaveURL("/channels#hosts");
    await expect(page.getByRole("status")).toContainText(/Calls to 127\.0\.0\.1:\d+ are now allowed\./);

    await open(page, channel);
    await sendTest(page);
    await expect(page.getByRole("status")).toContainText("The channel accepted the test message");
    await expect(page.getByRole("status")).toContainText(/HTTP status 204\) · took [\d,]+ ms/);
    const [tried] = receiver.messages;
    if (!tried) throw new Error("nothing came");
    expect(tried.headers["x-quota-event"]).toBe("channel.test");
    expect(tried.headers["x-quota-signature"]).toBe(signature(tried));
    receiver.answer = [500, "no such hook"];
    await sendTest(page);
    await expect(page.getByRole("alert")).toContainText("The channel did not accept the test message");
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
    await expect(page.getByRole("status")).toContainText("The channel was removed");
    await page.getByRole("button", { name: /Remove 127\.0\.0\.1:\d+/ }).click();
    await expect(page.getByText("No hosts are allowed.")).toBeVisible();
  } finally {
    await receiver.stop();
  }
});

test("channels read in Chinese", async ({ page }) => {
  await open(page, "/channels", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("通知渠道");
  await page.getByText("消息格式与签名校验").click();
  await expect(page.getByText("v1=d9a3506f2d185f9e78f22fb22ad193f5d35a189efc520929b0dad158e272405f")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "channels-zh");
});

test("a group robot says in its own words what it refuses", async ({ page }) => {
  const receiver = new Receiver();
  receiver.answer = [200, JSON.stringify({ errcode: 93000, errmsg: "invalid webhook url" })];
  const url = await receiver.start();
  const name = `值班群 ${test.info().project.name}`;
  try {
    await open(page, "/channels");
    await expect(page.getByLabel("Kind")).toHaveValue("wecom");
    await page.getByText("Where do I find the address?").click();
    await expectAccessible(page);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Address").fill(`https://oapi.dingtalk.com/robot/send?access_token=${HOOK}`);
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page.getByText("This is the address of another kind: DingTalk robot.")).toBeVisible();
    await expect(page.getByLabel("Kind")).toHaveValue("dingtalk");
    await photograph(page, "channels-other-kind");
    await page.getByLabel("Kind").selectOption({ label: "WeCom group robot" });
    await page.getByLabel("Address").fill(url);
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page.getByRole("status")).toContainText(`${name} was added.`);
    const channel = new URL(page.url()).pathname;
    await sendTest(page);
    await page.getByRole("alert").getByRole("link", { name: "Allow this host" }).click();
    await page.getByRole("button", { name: "Allow host" }).click();
    await expect(page.getByRole("status")).toContainText(/are now allowed\./);
    await open(page, channel);
    await sendTest(page);
    await expect(page.getByRole("alert")).toContainText("The robot refused the message, code 93000");
    await expect(page.getByRole("alert")).toContainText("invalid webhook url");
    await expect(page.getByRole("alert")).toContainText("Copy the address again from the robot's settings.");
    receiver.answer = [200, JSON.stringify({ errcode: 0, errmsg: "ok" })];
    await sendTest(page);
    await expect(page.getByRole("status")).toContainText("The channel accepted the test message");
    expect(JSON.parse(receiver.messages.at(-1)?.body ?? "").msgtype).toBe("text");
    await expectAccessible(page);
    await photograph(page, "channel-robot");
    expect(await page.content()).not.toContain(HOOK);
  } finally {
    await receiver.stop();
  }
});

test("e-mail asks for sender and recipients, and shows none of them later", async ({ page }) => {
  const name = `邮件 ${test.info().project.name}`;
  await open(page, "/channels");
  await expect(page.getByLabel("Sender")).toBeHidden();
  await page.getByLabel("Kind").selectOption({ label: "E-mail" });
  await expect(page.getByLabel("Sender")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Address").fill("smtp://ops@from.example@127.0.0.1:2525");
  await page.getByLabel("Signing secret or password").fill("Mail-Pa55-word");
  await page.getByLabel("Sender").fill("ops");
  await page.getByLabel("Recipients").fill("ann@to.example");
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByText("Enter one mail address, such as ops@example.com")).toBeVisible();
  await expect(page.getByLabel("Kind")).toHaveValue("email");
  await expect(page.getByLabel("Recipients")).toHaveValue("");
  await photograph(page, "channels-mail");
  await page.getByLabel("Address").fill("smtp://ops@from.example@127.0.0.1:2525");
  await page.getByLabel("Signing secret or password").fill("Mail-Pa55-word");
  await page.getByLabel("Sender").fill("额度 <ops@from.example>");
  await page.getByLabel("Recipients").fill("ann@to.example, bob@to.example");
  await page.getByRole("button", { name: "Add channel" }).click();
  await expect(page.getByRole("status")).toContainText(`${name} was added.`);
  await expect(page.getByText("smtp://…@127.0.0.1:2525")).toBeVisible();
  await sendTest(page);
  await expect(page.getByRole("alert")).toContainText("127.0.0.1:2525 is in a private network");
  await expectAccessible(page);
  for (const secret of ["from.example", "to.example", "Mail-Pa55-word"]) expect(await page.content()).not.toContain(secret);
  await page.getByText("Remove this channel…").click();
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(page.getByRole("status")).toContainText("The channel was removed");
});
