import { test as base } from "./fixtures.ts";
import { type Server, startServer } from "./server.ts";

/** The accounts that the sandbox knows from its start. */
export const MALL = "wx5a0d0000000000a1";
export const MEMBERS = "wx5a0d0000000000b2";

/** The endpoint that says what a rid was. */
export const RID_GET = "/cgi-bin/openapi/rid/get";

/** A call that WeChat is to know, so that it can be found by its rid. */
export interface Call {
  appid?: string;
  path?: string;
  at_ms?: number;
  query?: string;
  request_body?: string;
  errcode?: number;
  response_body?: string;
  client_ip?: string;
}

/** A sandbox that only the tests of one file use, by its control API. */
export interface Sandbox {
  readonly url: string;
  /** Sends a request to the control API and gives its answer. */
  tell(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Records a call, one of 商城小程序 that met the quota of a day unless told otherwise; gives its rid. */
  plant(call?: Call): Promise<string>;
  /** How often WeChat was asked what a rid was. */
  asked(): Promise<number>;
}

interface Fixtures {
  wechat: Sandbox;
  /** The appids of the accounts that are watched. */
  watched: string[];
  /** The roles that have a user, called like the role. */
  users: string[];
  /** Settings on top of those that name the sandbox. */
  settings: Record<string, string>;
}

/**
 * Playwright's `test` on a `wxquota serve` without history, whose WeChat is a sandbox with an open control API; the demo's
 * is closed. What is watched, who may sign in and the settings are options: `test.use({ watched: [MALL] })`.
 */
export const test = base.extend<object, Fixtures>({
  watched: [[MALL], { option: true, scope: "worker" }],
  users: [["admin"], { option: true, scope: "worker" }],
  settings: [{}, { option: true, scope: "worker" }],
  wechat: [
    async ({}, use) => {
      const sandbox = await startServer({ command: () => ["sandbox"], ready: "/sandbox" });
      await use(controlled(sandbox.url));
      await sandbox.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  server: [
    async ({ wechat, watched, users, settings }, use) => {
      const env = { WXQUOTA_WECHAT_BASE_URL: wechat.url, ...settings };
      const server = await startServer({ command: () => ["serve"], env });
      await addAccounts(server, wechat, watched);
      // What the demo's page shows is too easy to guess to be taken by a command.
      const passwordOf = (role: string) => `three blind mice: ${role}`;
      for (const role of users) {
        await server.command(["user", "add", role, "--role", role, "--password-file", "-"], passwordOf(role));
      }
      await use({ ...server, passwordOf });
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

async function addAccounts(server: Server, wechat: Sandbox, watched: string[]): Promise<void> {
  const { accounts } = (await wechat.tell("GET", "accounts")) as {
    accounts: { name: string; appid: string; kind: string; secret: string }[];
  };
  for (const { name, appid, kind, secret } of accounts.filter((account) => watched.includes(account.appid))) {
    await server.command(["account", "add", "--name", name, "--appid", appid, "--kind", kind, "--secret-file", "-"], secret);
  }
}

function controlled(url: string): Sandbox {
  const tell = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init: RequestInit = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const reply = await fetch(`${url}/sandbox/${path}`, init);
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  return {
    url,
    tell,
    plant: async (call = {}) => {
      const usual = { appid: MALL, path: "/cgi-bin/message/subscribe/send", errcode: 45009, client_ip: "203.0.113.9" };
      const { rid } = (await tell("POST", "rids", { ...usual, ...call })) as { rid: string };
      return rid;
    },
    asked: async () => {
      const { received } = (await tell("GET", "counts")) as { received: { endpoint: string; count: number }[] };
      return received.filter(({ endpoint }) => endpoint === RID_GET).reduce((sum, { count }) => sum + count, 0);
    },
  };
}
