import { defineConfig } from "@playwright/test";

/**
 * The system's Chromium; `cargo xtask test browser` finds or installs it. Playwright downloads none. Its headless shell is
 * the same engine without what surrounds a page in a window, and takes half the time.
 */
const executablePath = process.env["WXQUOTA_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results/runs",
  // Each worker starts a server of its own (see fixtures.ts), so files may run beside each other.
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env["CI"],
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    // Traces slow every test down; `--trace on` makes them where they are wanted.
    trace: "off",
    launchOptions: {
      executablePath,
      args: [
        // Chromium's own sandbox needs rights that containers and CI machines do not give.
        "--no-sandbox",
        "--disable-gpu",
        // Nothing but the server under test is to be talked to.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  // Every page has to work in both. Tests of what only scripts can do, such as dialogs, are tagged `@scripts`.
  projects: [
    { name: "scripts", use: { javaScriptEnabled: true } },
    { name: "no-scripts", use: { javaScriptEnabled: false }, grepInvert: /@scripts/ },
  ],
});
