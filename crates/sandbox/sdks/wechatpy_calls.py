"""Calls of wechatpy against `wxquota sandbox`: one line a call, `call<TAB>ok or error<TAB>detail`.

Takes the sandbox's address. Started by `cargo xtask sdks`.
"""

import io
import sys

import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.client.api import WeChatDataCube, WeChatWxa
from wechatpy.exceptions import WeChatClientException

BASE = sys.argv[1]
WECHAT = "https://api.weixin.qq.com"
WeChatClient.API_BASE_URL = BASE + "/cgi-bin/"
WeChatDataCube.API_BASE_URL = BASE + "/datacube/"
WeChatWxa.API_BASE_URL = BASE + "/"


class ToSandbox(HTTPAdapter):
    """Sends what the SDK addresses to WeChat itself, as its token call, to the sandbox instead."""

    def send(self, request, *args, **kwargs):
        if not request.url.startswith(WECHAT + "/"):
            raise RuntimeError("a call to another address: " + request.url.split("?")[0])
        request.url = BASE + request.url[len(WECHAT):]
        return super().send(request, *args, **kwargs)


def client_of(kind):
    accounts = requests.get(BASE + "/sandbox/accounts", proxies={"http": ""}).json()["accounts"]
    account = next(account for account in accounts if account["kind"] == kind and account["state"] == "normal")
    client = WeChatClient(account["appid"], account["secret"])
    client._http.trust_env = False
    client._http.mount("https://", ToSandbox())
    return client


failed = False


def call(name, run, right):
    global failed
    try:
        answer = run()
        if not right(answer):
            raise AssertionError("unexpected answer: %r" % (answer,))
        print(name, "ok", sep="\t")
        return answer
    except Exception as error:
        failed = True
        print(name, "error", "%s: %s" % (type(error).__name__, error), sep="\t")


def refused(run):
    """The error of WeChat that the SDK raises."""
    try:
        run()
    except WeChatClientException as error:
        return error
    raise AssertionError("no error")


def rid_of(error):
    return str(error.errmsg).rsplit("rid: ", 1)[-1]


service, mini = client_of("service-account"), client_of("mini-program")
days = ("2026-03-12", "2026-03-13")

call("token", service.fetch_access_token, lambda it: it["access_token"] and it["expires_in"] == 7200)
call("token of a mini program", mini.fetch_access_token, lambda it: it["access_token"])
call("ticket", service.jsapi.get_jsapi_ticket, lambda it: len(it) > 20)
call("followers", lambda: list(service.user.iter_followers()), lambda it: len(it) == 3)
call("a follower", lambda: service.user.get("oSandboxUser000000000000001"), lambda it: it["subscribe"] == 1)
call("followers in batch", lambda: service.user.get_batch(["oSandboxUser000000000000001"]), lambda it: it[0]["openid"])
call("datacube: users", lambda: service.datacube.get_user_summary(*days), lambda it: it[0]["ref_date"] == days[0])
call("datacube: articles", lambda: service.datacube.get_article_total(*days), lambda it: it[0]["details"])
call("datacube: interfaces", lambda: service.datacube.get_interface_summary(*days), lambda it: it[0]["callback_count"])
call("menu", service.menu.get, lambda it: it["menu"]["button"])
call("upload", lambda: service.media.upload("image", io.BytesIO(b"picture")), lambda it: it["media_id"] and it["created_at"])
call("template message", lambda: service.message.send_template("o", "t", {}), lambda it: it["msgid"])
call("QR code with parameters", lambda: service.qrcode.create({"action_name": "QR_SCENE"}), lambda it: it["ticket"])
call("servers' addresses", service.misc.get_wechat_ips, lambda it: len(it) > 1)
call("mini program code", lambda: mini.wxa.get_wxa_code_unlimited("a"), lambda it: it.headers["content-type"] == "image/jpeg")
# The sandbox starts with this interface used up.
call("used-up interface", lambda: refused(lambda: mini.wxa.send_subscribe_message("o", "t", {})), lambda it: it.errcode == 45009)
call("clear of a mini program", lambda: mini.post("clear_quota", data={"appid": mini.appid}), lambda it: it["errcode"] == 0)
call("subscribe message", lambda: mini.wxa.send_subscribe_message("o", "t", {}), lambda it: it["errcode"] == 0)
call("text check", lambda: mini.wxa.check_text_security("text"), lambda it: it["result"]["suggest"] == "pass")
call("quota", lambda: service.post("openapi/quota/get", data={"cgi_path": "/cgi-bin/user/get"}), lambda it: it["quota"]["used"] > 0)
call("clear of one interface", lambda: service.post("openapi/quota/clear", data={"cgi_path": "/cgi-bin/user/get"}), lambda it: it["errcode"] == 0)
call("quota after it", lambda: service.post("openapi/quota/get", data={"cgi_path": "/cgi-bin/user/get"}), lambda it: it["quota"]["used"] == 0)
call("clear", lambda: service.post("clear_quota", data={"appid": service.appid}), lambda it: it["errcode"] == 0)
unknown = call("unknown path", lambda: refused(lambda: service.get("brand/new")), lambda it: it.errcode == 40066)
call("login code", lambda: refused(lambda: mini.wxa.code_to_session("code")), lambda it: it.errcode == 40029)
call("rid", lambda: service.post("openapi/rid/get", data={"rid": rid_of(unknown)}), lambda it: "40066" in it["request"]["response_body"])

sys.exit(1 if failed else 0)
