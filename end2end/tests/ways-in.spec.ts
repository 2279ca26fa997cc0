import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { startServer } from "../server.ts";
import { becomeFirstAdmin, open } from "./words.ts";

test("a desk without accounts leads to adding one", async ({ page, complaints }) => {
  complaints.expect(/foreign request/);
  const server = await startServer({
    command: () => ["serve"],
    env: { WXQUOTA_WECHAT_BASE_URL: "http://127.0.0.1:9" },
  });
  try {
    await becomeFirstAdmin(page, server);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome to wxquota");
    await expectAccessible(page);
    await photograph(page, "first-run");
    await page.getByRole("link", { name: "Add an account" }).click();
    await page.getByLabel("Name").fill("小程序");
    await page.getByLabel("AppID").fill("wx0123456789abcdef");
    await page.getByLabel("AppSecret").fill("0".repeat(32));
    await page.getByRole("button", { name: "Check and add" }).click();
    await expect(page.getByRole("alert")).toContainText("WeChat cannot be reached");
    await page.getByLabel("AppSecret").fill("0".repeat(32));
    await page.getByLabel("Add it although the check failed").check();
    await page.getByRole("button", { name: "Check and add" }).click();
    const failed = page.getByRole("row", { name: /failed/ }).first();
    await expect(failed).toContainText("WeChat cannot be reached");
  } finally {
    await server.stop();
  }
});

for (const [path, words] of [
  ["/no/such/page", "There is no such page"],
  ["/accounts/4711", "There is no such account"],
  ["/accounts/1/interfaces/4711", "There is no such interface on this account"],
  ["/accounts/1/interfaces/x", "There is no such interface on this account"],
  ["/accounts/4711/settings", "There is no such account"],
  ["/accounts/4711/retire", "There is no such account"],
] as const) {
  test(`${path} says what is wrong and leads on`, async ({ page, complaints }) => {
    complaints.expect(/404/);
    await open(page, "/");
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words);
    await expectAccessible(page);
    await page.getByRole("main").getByRole("link").last().click();
    await expect(page.getByRole("row").nth(1)).toBeVisible();
  });
}

test("forms answer with a redirect that carries no text, right or wrong", async ({ page, baseURL }) => {
  const long = "x".repeat(5_000);
  const posts: [string, Record<string, string>][] = [
    ["/form/accounts/add", { name: "<script>", appid: "no", secret: "two words", kind: "robot", paths: long }],
    ["/form/accounts/add", {}],
    ["/form/accounts/edit", { account: "1", name: "", daily_readings: "many" }],
    ["/form/accounts/edit", { account: "999999999999999999999" }],
    ["/form/accounts/secret", { account: "4711", secret: "x" }],
    ["/form/accounts/check", { account: "4711" }],
    ["/form/accounts/pause", { account: "4711", paused: "yes" }],
    ["/form/accounts/retire", { account: "1", name: "wrong" }],
    ["/form/accounts/retire", { account: "4711", name: "wrong" }],
    ["/form/interfaces/watch", { account: "1", typed: `/sns/userinfo?access_token=${long}` }],
    ["/form/interfaces/unwatch", { account: "2", interface: "1", path: "/x" }],
    ["/form/sample-now", { account: "4711" }],
    ["/form/sample-now", {}],
    ["/preferences", { lang: "xx", theme: "pink", back: "https://evil.example/" }],
    ["/preferences", { lang: "en", back: "//evil.example" }],
  ];
  for (const [path, form] of posts) {
    const reply = await page.request.post(path, { form, maxRedirects: 0, headers: { accept: "text/html", origin: baseURL ?? "" } });
    expect(reply.status(), path).toBe(302);
    expect(reply.headers()["location"], `${path} ${JSON.stringify(form).slice(0, 60)}`).toMatch(
      /^\/(accounts(\/\d+(\/(settings|retire|interfaces\/\d+))?|\/new)?(#interfaces)?)?$/,
    );
  }
});
