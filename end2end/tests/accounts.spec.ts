import { expect, expectAccessible, photograph, test } from "../fixtures.ts";
import { FENCED, FROZEN, SHOP, addAccount, becomeFirstAdmin, expectMissing, open, submitAccount } from "../helpers.ts";
import { startServer } from "../server.ts";

// The tests of this file change the accounts of one desk, one after the other.
test.use({ desk: "accounts" });
test.describe.configure({ mode: "serial" });

test("accounts are listed with their tokens and states", async ({ page }) => {
  await open(page, "/accounts");
  await expect(page.getByRole("row", { name: /商城小程序/ })).toContainText("mini program");
  await expect(page.getByRole("row", { name: /商城小程序/ })).toContainText("working");
  await expect(page.getByRole("row", { name: /商城小程序/ })).toContainText("account-wide");
  await expect(page.getByRole("row", { name: /门店号/ })).toContainText("AppSecret");
  await expectAccessible(page);
  await photograph(page, "accounts");
});

test("what is typed wrong is told at its field and kept", async ({ page }) => {
  await open(page, "/accounts/new");
  await expectAccessible(page);
  await submitAccount(page, { name: "42", kind: "shop", appid: "gh_1234", secret: "two words", paths: "/sns/userinfo" });
  await expect(page.getByText("A number or an AppID cannot be a name, because it would be read as an ID. Add a word.")).toBeVisible();
  await expect(page.getByText(/An AppID is wx followed by 16 digits or letters a–f\./)).toBeVisible();
  await expect(page.getByText(/An AppSecret has at most 256 characters and no spaces\./)).toBeVisible();
  await expect(page.getByText(/WeChat does not report the quota of \/sns\/ interfaces/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("42");
  await expect(page.getByLabel("AppID")).toHaveValue("gh_1234");
  await expect(page.getByLabel("Kind")).toHaveValue("shop");
  await expect(page.getByLabel("AppSecret"), "a secret is never sent back").toHaveValue("");
  expect(new URL(page.url()).search, "the address carries no text").toBe("");
  await expectAccessible(page);
  await photograph(page, "account-new-wrong");
});

test("a wrong secret is found before anything is kept", async ({ page }) => {
  await open(page, "/accounts/new");
  await submitAccount(page, { name: "小店", kind: "shop", appid: SHOP.appid, secret: "0".repeat(32) });
  await expect(page.getByRole("alert")).toContainText("40125");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("小店");
  await open(page, "/accounts");
  await expect(page.getByRole("row", { name: /小店/ })).toHaveCount(0);
});

test("an address that is not on the white list is told with the address", async ({ page }) => {
  await open(page, "/accounts/new");
  await submitAccount(page, { name: "内网小程序", kind: "mini program", ...FENCED });
  await expect(page.getByRole("alert")).toContainText("40164");
  await expect(page.getByRole("alert")).toContainText("127.0.0.1");
});

test("one may add it anyway, and its page explains", async ({ page }) => {
  await open(page, "/accounts/new");
  await submitAccount(page, { name: "冻结公众号", kind: "official account", ...FROZEN });
  await expect(page.getByRole("alert")).toContainText("40243");
  // The AppSecret is kept.
  await page.getByLabel("Add the account although the check failed").check();
  await page.getByRole("button", { name: "Check and add" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/冻结公众号/);
  await expect(page.getByRole("alert").filter({ hasText: "40243" })).toBeVisible();
});

/** A name that would do harm where it is not escaped. */
const MARKUP = '<b>小店</b> 🛒 & "co"';

test("an account is added, read at once, and not twice", async ({ page }) => {
  await addAccount(page, { name: MARKUP, kind: "shop", ...SHOP });
  await expect(page.getByRole("status")).toContainText(/Account added\. \d+ interfaces are watched\./);
  await expect(page.getByRole("row", { name: /Get order/ }).first()).toContainText("ok");
  await expectAccessible(page);

  await open(page, "/accounts/new");
  await submitAccount(page, { name: "again", kind: "shop", ...SHOP });
  await expect(page.getByText(`This AppID has already been added as ${MARKUP}.`)).toBeVisible();
});

test("settings: edit, wrong and right", async ({ page }) => {
  await openSettings(page, MARKUP);
  await expectAccessible(page);
  await photograph(page, "account-settings");
  await page.getByLabel("Name", { exact: true }).fill("商城小程序");
  await page.getByLabel("Daily reading allowance").fill("12");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Enter a number from 300 to 100,000.")).toBeVisible();
  await expect(page.getByLabel("Daily reading allowance")).toHaveValue("12");
  await page.getByLabel("Daily reading allowance").fill("5000");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Another account has this name. Choose another name.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("小店二号");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("小店二号");
});

test("settings: the secret is replaced and checked", async ({ page }) => {
  await openSettings(page, "小店二号");
  await page.getByLabel("New AppSecret").fill("a b");
  await page.getByRole("button", { name: "Replace the AppSecret" }).click();
  await expect(page.getByText(/An AppSecret has at most 256 characters and no spaces\./)).toBeVisible();
  await page.getByLabel("New AppSecret").fill("f".repeat(32));
  await page.getByRole("button", { name: "Replace the AppSecret" }).click();
  await expect(page.getByRole("alert"), "a wrong one is seen at once").toContainText("40125");
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("alert")).toContainText("40125");
  await page.getByLabel("New AppSecret").fill(SHOP.secret);
  await page.getByRole("button", { name: "Replace the AppSecret" }).click();
  await expect(page.getByRole("status")).toContainText("AppSecret replaced.");
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("status")).toContainText("It works. WeChat issued a token");
});

test("settings: interfaces are chosen, typed with repairs shown, and dropped", async ({ page }) => {
  await openSettings(page, "会员服务号");
  await page.locator("summary", { hasText: /menu/ }).click();
  await page.getByRole("checkbox", { name: /\/cgi-bin\/menu\/create/ }).check();
  await page.getByLabel(/Interface paths/).fill(" https://api.weixin.qq.com/CGI-BIN/tags/get?access_token=50_secret\n");
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  const done = page.getByRole("status");
  await expect(done).toContainText("2 interfaces are now watched.");
  await expect(done).toContainText("/cgi-bin/tags/get: spaces removed, host removed, query removed, spelled as in the catalogue");
  expect(await page.content()).not.toContain("50_secret");

  await page.getByLabel(/Interface paths/).fill("/sns/jscode2session?js_code=0a1b");
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  await expect(page.getByRole("alert"), "told where the browser goes back to").toContainText(/\/sns\/jscode2session: WeChat does not report the quota/);
  await page.getByLabel(/Interface paths/).fill(`/${"a".repeat(5000)}`);
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  await expect(page.getByRole("alert"), "told where the browser goes back to").toContainText(/A path can have at most 200 characters\./);
  await page.getByLabel(/Interface paths/).fill("/cgi-bin/two words");
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  await expect(page.getByRole("alert"), "told where the browser goes back to").toContainText(/only letters, digits and/);
  await page.getByLabel(/Interface paths/).fill("");
  await page.getByRole("button", { name: "Watch these interfaces" }).click();
  await expect(page.getByRole("alert"), "told where the browser goes back to").toContainText(/Select an interface, or enter a path/);

  await page.getByRole("button", { name: "Stop watching /cgi-bin/tags/get" }).click();
  await expect(page.getByRole("status")).toContainText("/cgi-bin/tags/get is no longer watched.");
});

test("an account is paused and resumed", async ({ page }) => {
  await openSettings(page, "会员服务号");
  await page.getByRole("button", { name: "Pause sampling" }).click();
  await expect(page.getByRole("status")).toContainText("Paused.");
  await open(page, "/accounts");
  await expect(page.getByRole("row", { name: /会员服务号/ })).toContainText("paused");
  await page.getByRole("link", { name: "会员服务号" }).click();
  await expect(page.getByText("This account is paused")).toBeVisible();
  await openSettings(page, "会员服务号");
  await page.getByRole("button", { name: "Resume sampling" }).click();
  await expect(page.getByRole("status")).toContainText("Sampling continues.");
});

test("retiring asks for the name, and says what it does", async ({ page }) => {
  await openSettings(page, "冻结公众号");
  await page.getByRole("link", { name: "Retire the account…" }).click();
  await expect(page.getByText("The history is kept. It continues if you add the account again.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "retire");
  await page.getByLabel(/Enter the account's name/).fill("something else");
  await page.getByRole("button", { name: "Retire 冻结公众号" }).click();
  await expect(page.getByText("The name does not match. Nothing was changed.")).toBeVisible();
  await page.getByLabel(/Enter the account's name/).fill("冻结公众号");
  await page.getByRole("button", { name: "Retire 冻结公众号" }).click();
  await expect(page.getByRole("status")).toContainText("Account retired.");
  await expect(page.getByRole("row", { name: /冻结公众号/ })).toContainText("retired");
  await page.getByRole("link", { name: "冻结公众号" }).click();
  await expect(page.getByText("This account is retired")).toBeVisible();
});

for (const [path, heading] of [
  ["/accounts/4711", "Account not found"],
  ["/accounts/4711/settings", "Account not found"],
  ["/accounts/4711/retire", "Account not found"],
] as const) {
  test(`${path} says what is wrong and leads on`, async ({ page, complaints }) => {
    complaints.expect(/404/);
    await expectMissing(page, path, heading);
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
    await page.getByLabel("Name", { exact: true }).fill("小程序");
    await page.getByLabel("AppID").fill("wx0123456789abcdef");
    await page.getByLabel("AppSecret").fill("0".repeat(32));
    await page.getByRole("button", { name: "Check and add" }).click();
    await expect(page.getByRole("alert")).toContainText("WeChat cannot be reached");
    await page.getByLabel("Add the account although the check failed").check();
    await page.getByRole("button", { name: "Check and add" }).click();
    const failed = page.getByRole("row", { name: /failed/ }).first();
    await expect(failed).toContainText("WeChat cannot be reached");
  } finally {
    await server.stop();
  }
});

async function openSettings(page: Parameters<typeof open>[0], account: string): Promise<void> {
  await open(page, "/accounts");
  await page.getByRole("link", { name: account }).click();
  await page.getByRole("main").getByRole("link", { name: "Settings" }).click();
}
