import { expect, expectAccessible, islandsAwake, NOBODY, photograph, type Role, test } from "../fixtures.ts";
import { open } from "../helpers.ts";

/** Where the links of the header lead, and the heading there. */
const PAGES = {
  Overview: ["/", "Overview"],
  Accounts: ["/accounts", "Accounts"],
  "Clears ledger": ["/clears", "Clears ledger"],
  "Clears budget": ["/budget", /^Clears budget: [A-Z][a-z]+ \d{4}$/],
  "Look up a rid": ["/rid", "Look up a rid"],
  Incidents: ["/incidents", "Incidents"],
  Policies: ["/policies", "Policies"],
  Notices: ["/notices", "Notices"],
  "Audit trail": ["/audit", "Audit trail"],
  Settings: ["/settings", "Settings"],
} as const;

/** What stands in the header, and the pages that say no, for each role. */
const MAY: Record<Role, { header: (keyof typeof PAGES)[]; refused: string[] }> = {
  viewer: {
    header: ["Overview", "Accounts", "Notices", "Settings"],
    refused: ["/clears", "/budget", "/budget/2026-03.csv", "/rid", "/incidents", "/policies", "/channels", "/audit", "/accounts/new", "/accounts/1/clear", "/accounts/1/settings", "/settings/users", "/settings/tokens"],
  },
  support: {
    header: ["Overview", "Accounts", "Look up a rid", "Incidents", "Notices", "Settings"],
    refused: ["/clears", "/budget", "/budget/2026-03.csv", "/policies", "/channels", "/audit", "/accounts/new", "/accounts/1/clear", "/accounts/1/settings", "/settings/users"],
  },
  lead: {
    header: ["Overview", "Accounts", "Clears ledger", "Clears budget", "Look up a rid", "Incidents", "Policies", "Notices", "Audit trail", "Settings"],
    refused: ["/accounts/new", "/accounts/1/settings", "/settings/users", "/settings/tokens"],
  },
  admin: { header: ["Overview", "Accounts", "Clears ledger", "Clears budget", "Look up a rid", "Incidents", "Policies", "Notices", "Audit trail", "Settings"], refused: [] },
};

for (const [role, { header, refused }] of Object.entries(MAY) as [Role, (typeof MAY)[Role]][]) {
  test.describe(`as ${role}`, () => {
    test.use({ role });

    test(`the header leads to what ${role} may see, and nowhere else`, async ({ page, complaints }) => {
      if (refused.length > 0) complaints.expect(/403/);
      await open(page, "/");
      // How many notices are unread stands beside the word.
      const names = header.map((name) => (name === "Notices" ? /^Notices/ : name));
      await expect(page.getByRole("banner").getByRole("navigation").getByRole("link")).toHaveText(names);
      for (const link of header) {
        const [address, heading] = PAGES[link];
        await page.getByRole("banner").getByRole("link", { name: new RegExp(`^${link}( |$|\\d)`) }).click();
        await expect(page).toHaveURL(address);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
      }
      for (const path of refused) {
        const response = await page.goto(path);
        expect(response?.status(), path).toBe(403);
        await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(/do not have access/);
      }
      if (refused.length > 0) {
        await expectAccessible(page);
        await photograph(page, `forbidden-${role}`);
      }
    });

    test(`${role} is offered nothing that is refused`, async ({ page }) => {
      /** Each link, and the first page that has it. */
      const offered = new Map<string, string>();
      for (const path of ["/", "/accounts", "/accounts/1", "/accounts/1/interfaces/1", "/sampler", "/settings"]) {
        await open(page, path);
        const hrefs = await page.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
        for (const href of hrefs) if (!offered.has(href)) offered.set(href, path);
      }
      for (const [href, path] of offered) {
        if (!href.startsWith("/") || href.startsWith("/audit/export")) continue;
        const answer = await page.request.get(href, { maxRedirects: 0 });
        expect(answer.status(), `${href} on ${path}`).toBe(200);
      }
    });
  });
}

test("an admin adds a user, gives another role, and keeps them out", async ({ page, browser, server, complaints }) => {
  const name = `<b>王 ${test.info().project.name}</b>`;
  await open(page, "/settings/users");
  await expectAccessible(page);
  await photograph(page, "users");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: /^Viewer/ }).check();
  await page.getByLabel("New password").fill("a long enough one");
  await page.getByLabel("Confirm password").fill("a long enough one");
  await page.getByRole("button", { name: "Add user" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toHaveCount(1);

  const context = await browser.newContext({ baseURL: server.url, storageState: NOBODY });
  complaints.listen(context, server.url);
  const theirs = await context.newPage();
  await open(theirs, "/login");
  await theirs.getByLabel("Name", { exact: true }).fill(name);
  await theirs.getByLabel("Password").fill("a long enough one");
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  // The admin knows that password, so it is changed before anything else.
  await expect(theirs).toHaveURL("/settings/password");
  await expectAccessible(theirs);
  await photograph(theirs, "first-password");
  await theirs.getByLabel("Current password").fill("a long enough one");
  await theirs.getByLabel("New password", { exact: true }).fill("only they know this one");
  await theirs.getByLabel("Confirm password").fill("only they know this one");
  await theirs.getByRole("button", { name: "Change password" }).click();
  await expect(theirs).toHaveURL("/");
  await expect(theirs.getByRole("banner").getByRole("link", { name: "Clears ledger", exact: true })).toHaveCount(0);

  await row.getByRole("link").first().click();
  await expectAccessible(page);
  await photograph(page, "user");
  await page.getByRole("radio", { name: /^Team lead/ }).check();
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByRole("status")).toContainText("is now Team lead.");
  await theirs.goto("/clears");
  await expect(theirs).toHaveURL("/clears");
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Clears ledger");
  await expect(theirs.getByRole("banner").getByRole("link", { name: "Clears ledger", exact: true })).toHaveCount(1);
  await page.getByText("Disable this user…").click();
  await page.getByRole("button", { name: `Disable ${name}` }).click();
  await expect(page.getByRole("status")).toContainText("is disabled and signed out of all devices.");
  await theirs.goto("/");
  await expect(theirs).toHaveURL(/\/login/);
  await context.close();
});

test("a token is shown once", async ({ page }) => {
  const name = `ci ${test.info().project.name}`;
  await open(page, "/settings/tokens");
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: /^Reporter/ }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  await islandsAwake(page);
  await expect(page.getByText(/wxq_[0-9a-f]{64}/).first()).toBeVisible();
  await photograph(page, "token");
  await page.reload();
  await expect(page.getByText(/wxq_[0-9a-f]{64}/)).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Reporter");
});
