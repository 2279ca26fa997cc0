// Calls of co-wechat-api against `wxquota sandbox`: one line a call, `call<TAB>ok or error<TAB>detail`.
//
// Takes the sandbox's address. Started by `cargo xtask sdks`.
"use strict";

const API = require("co-wechat-api");

const base = process.argv[2];
let failed = false;

/** The SDK with the sandbox in the place of WeChat's hosts, some of which it has no setting for. */
class Sdk extends API {
  request(url, options, retry) {
    return super.request(url.replace(/^https?:\/\/[a-z.]*weixin\.qq\.com(?=\/)/, base), options, retry);
  }
}

async function sdkOf(kind) {
  const { accounts } = await (await fetch(`${base}/sandbox/accounts`)).json();
  const account = accounts.find((account) => account.kind === kind && account.state === "normal");
  return new Sdk(account.appid, account.secret);
}

async function call(name, run, right) {
  try {
    const answer = await run();
    if (!right(answer)) throw new Error(`unexpected answer: ${JSON.stringify(answer)}`);
    console.log(`${name}\tok`);
    return answer;
  } catch (error) {
    failed = true;
    console.log(`${name}\terror\t${error.name}: ${error.message}`);
  }
}

/** The error of WeChat that the SDK throws. */
async function refused(run) {
  try {
    await run();
  } catch (error) {
    if (error.name === "WeChatAPIError" && error.code) return error;
    throw error;
  }
  throw new Error("no error");
}

/** A call that the SDK has no method for, by its own request and token. */
async function post(sdk, path, data) {
  const { accessToken } = await sdk.ensureAccessToken();
  const options = { method: "POST", data: JSON.stringify(data), headers: { "Content-Type": "application/json" } };
  return sdk.request(`${sdk.prefix}${path}?access_token=${accessToken}`, options);
}

async function main() {
  const service = await sdkOf("service-account");
  const mini = await sdkOf("mini-program");
  const days = ["2026-03-12", "2026-03-13"];
  const followers = { cgi_path: "/cgi-bin/user/get" };

  await call("token", () => service.getAccessToken(), (it) => it.isValid());
  await call("token of a mini program", () => mini.getAccessToken(), (it) => it.isValid());
  await call("ticket", () => service.getTicket(), (it) => it.isValid());
  await call("followers", () => service.getFollowers(), (it) => it.data.openid.length === 3);
  await call("followers, next page", () => service.getFollowers("oSandboxUser000000000000003"), (it) => it.count === 0);
  await call("a follower", () => service.getUser("oSandboxUser000000000000001"), (it) => it.subscribe === 1);
  await call("followers in batch", () => service.batchGetUsers(["o1"]), (it) => it.user_info_list[0].openid === "o1");
  await call("tags", () => service.getTags(), (it) => it.tags.length > 0);
  await call("datacube: users", () => service.getUserSummary(...days), (it) => it.list[0].ref_date === days[0]);
  await call("datacube: messages", () => service.getUpstreamMsg(...days), (it) => it.list[0].msg_count > 0);
  await call("datacube: interfaces", () => service.getInterfaceSummaryHour(...days), (it) => it.list[0].ref_hour > 0);
  await call("menu", () => service.getMenu(), (it) => it.menu.button.length > 0);
  await call("upload", () => service.uploadMedia(__filename, "file"), (it) => it.media_id && it.type === "file");
  await call("download", () => service.getMedia("SANDBOX_MEDIA"), (it) => it[0] === 0xff && it[1] === 0xd8);
  await call("template message", () => service.sendTemplate("o", "t", "", {}), (it) => it.msgid > 0);
  await call("QR code with parameters", () => service.createTmpQRCode(1, 60), (it) => it.ticket.length > 20);
  await call("mini program code", () => mini.getWXACodeUnlimit("a", "pages/index/index"), (it) => it[0] === 0xff);
  await call("quota", () => post(service, "openapi/quota/get", followers), (it) => it.quota.used > 0);
  await call("clear of one interface", () => post(service, "openapi/quota/clear", followers), (it) => it.errcode === 0);
  await call("quota after it", () => post(service, "openapi/quota/get", followers), (it) => it.quota.used === 0);
  await call("clear", () => post(service, "clear_quota", { appid: service.appid }), (it) => it.errmsg === "ok");
  const unknown = await call("unknown path", () => refused(() => post(service, "brand/new", {})), (it) => it.code === 40066);
  const rid = () => ({ rid: unknown.message.split("rid: ").pop() });
  await call("rid", () => post(service, "openapi/rid/get", rid()), (it) => it.request.response_body.includes("40066"));
  process.exitCode = failed ? 1 : 0;
}

main();
