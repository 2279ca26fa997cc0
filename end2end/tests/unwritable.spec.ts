import { rename } from "node:fs/promises";
import path from "node:path";

import { expect, expectAccessible, expectNoSidewaysScroll, NOBODY, photograph, signIn, test } from "../fixtures.ts";
import { open } from "../helpers.ts";
import { startServer } from "../server.ts";

test("while nothing can be saved, every page says why, and forms lead to a page that does", async ({
  browser,
  complaints,
}) => {
  test.slow();
  complaints.expect(/503/);
  const server = await startServer();
  const [database, away] = ["wxquota.db", "away.db"].map((name) => path.join(server.dataDir, name)) as [string, string];
  try {
    const context = await browser.newContext({ baseURL: server.url, storageState: await signIn(server, "admin") });
    complaints.listen(context, server.url);
    const page = await context.newPage();
    await open(page, "/clears");
    await rename(database, away);
    const ready = async (): Promise<number> => (await page.request.get("/readyz")).status();
    await expect.poll(ready, { timeout: 60_000 }).toBe(503);

    await open(page, "/accounts/1");
    const band = page.getByRole("complementary", { name: "Nothing can be saved at the moment" });
    await expect(band).toContainText("the database file was removed or moved");
    await expectAccessible(page);
    await photograph(page, "unwritable");
    await page.setViewportSize({ width: 390, height: 800 });
    await expectNoSidewaysScroll(page);
    await open(page, "/accounts/1", "zh-CN");
    await expect(page.getByRole("complementary", { name: "目前无法保存" })).toContainText("数据库文件被删除或移走");
    await open(page, "/accounts/1");
    await page.setViewportSize({ width: 1280, height: 800 });

    // A form that would change something is not carried out.
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing can be saved at the moment");
    await expectAccessible(page);
    await photograph(page, "unwritable-form");

    const stranger = await browser.newContext({ baseURL: server.url, storageState: NOBODY });
    const door = await stranger.newPage();
    await open(door, "/login");
    await expect(door.getByRole("complementary")).toContainText("you cannot sign in");
    await expectAccessible(door);
    await photograph(door, "unwritable-login");
    await stranger.close();

    await rename(away, database);
    await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    await open(page, "/accounts/1");
    await expect(band).toHaveCount(0);
    await context.close();
  } finally {
    await server.stop();
  }
});
