import { expect, expectAccessible, NOBODY, photograph, signIn, test } from "../fixtures.ts";
import { becomeFirstAdmin, open, SET_UP, setupLink } from "../helpers.ts";
import { startServer } from "../server.ts";

test.describe("as nobody", () => {
  test.use({ role: "nobody" });

  test("every page leads to signing in, and from there to that page", async ({ page }) => {
    await open(page, "/accounts/1?range=7d");
    await expect(page).toHaveURL(/\/login\?next=/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
    await expectAccessible(page);
    await photograph(page, "login");
    await page.getByLabel("Name", { exact: true }).fill("viewer");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    // Some type their password into the wrong field, so neither is kept.
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
    await expect(page.getByLabel("Password")).toHaveValue("");
    expect(page.url()).not.toMatch(/wrong|viewer/);
    await page.getByLabel("Name", { exact: true }).fill("viewer");
    await page.getByLabel("Password").fill("demo-viewer");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL("/accounts/1?range=7d");
  });

  test("whoever waits is told until when, and need not type the name again", async ({ page }) => {
    await open(page, "/login");
    // Nobody is called so; whoever is would have to wait elsewhere too.
    for (let attempt = 0; attempt < 7; attempt++) {
      await page.getByLabel("Name", { exact: true }).fill(`nobody of ${test.info().project.name}`);
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("alert")).toBeVisible();
    }
    await expect(page.getByRole("alert")).toContainText("Try again at");
    const timer = page.getByRole("timer");
    await expect(timer).toHaveText(/^Time left: 0:\d\d$/);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(/^nobody of/);
    expect(page.url()).not.toMatch(/nobody/);
    await expectAccessible(page);
    await photograph(page, "login-waiting");
    if (test.info().project.use.javaScriptEnabled !== false) {
      const first = await timer.textContent();
      await expect(timer, "it counts down").not.toHaveText(first ?? "");
    }
  });

  test("the demo's page signs in with one click", async ({ page }) => {
    await open(page, "/login");
    await page.getByRole("button", { name: /support/ }).click();
    await expect(page).toHaveURL("/");
    await expect(page.getByRole("banner")).toContainText("support");
  });

  test("nobody is led off the desk", async ({ page }) => {
    for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
      await open(page, `/login?next=${encodeURIComponent(next)}`);
      await page.getByRole("button", { name: /viewer/ }).click();
      await expect(page).toHaveURL("/");
      await page.context().clearCookies();
    }
  });
});

test("signing out ends it", async ({ browser, page, server, complaints }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "lead") });
  complaints.listen(context, server.url);
  const own = await context.newPage();
  await open(own, "/");
  const before = await context.cookies();
  await own.getByRole("button", { name: "Sign out" }).click();
  await expect(own).toHaveURL(/\/login/);
  await context.addCookies(before);
  await own.goto("/");
  await expect(own, "the old cookie is worth nothing").toHaveURL(/\/login/);
  await context.close();
  await open(page, "/");
  await expect(page.getByRole("banner"), "whoever else is signed in stays so").toContainText("admin");
});

test("a desk without users tells how to begin, and the link makes the first admin", async ({ browser, complaints }) => {
  complaints.expect(/foreign request/);
  const server = await startServer({ command: () => ["serve"], env: { WXQUOTA_WECHAT_BASE_URL: "http://127.0.0.1:9" } });
  const context = await browser.newContext({ storageState: NOBODY });
  try {
    const page = await context.newPage();
    await open(page, `${server.url}/`);
    await expect(page).toHaveURL(/\/login/);
    await photograph(page, "login-no-user");
    const link = setupLink(server);
    await page.goto(link);
    await expectAccessible(page);
    await photograph(page, "setup");
    await page.getByLabel("Name", { exact: true }).fill("owner");
    await page.getByLabel("Password", { exact: true }).fill("a long enough one");
    await page.getByLabel("Confirm password").fill("something else");
    await page.getByRole("button", { name: SET_UP }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("owner");
    await becomeFirstAdmin(page, server);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome to wxquota");
    await page.goto(link);
    await expect(page.getByRole("main")).not.toContainText("Password");
  } finally {
    await context.close();
    await server.stop();
  }
});
