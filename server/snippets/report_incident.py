"""Reports WeChat errors to wxquota (best effort). Copy `report` and what it uses. Python 3.8 or newer, nothing else.

WXQUOTA_URL is the address of wxquota, WXQUOTA_TOKEN a token with the role reporter.
After 40001, 40014 or 42001, refresh your token yourself: fetch it again from /cgi-bin/stable_token with
force_refresh=false, and repeat the call once. wxquota does not do this for you.
"""
import json
import logging
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import Future

_log = logging.getLogger("wxquota")
_slots = threading.BoundedSemaphore(16)
_quiet_until = 0.0


def report(account, errcode, errmsg, cgi_path=None):
    """Returns immediately and never raises. You do not have to wait for the Future. It holds the incident or None."""
    told = Future()
    if time.monotonic() < _quiet_until or not _slots.acquire(blocking=False):
        told.set_result(None)  # wxquota asked to wait, or 16 reports are in progress: drop this one.
        return told
    fields = {"account": account, "errcode": errcode, "errmsg": errmsg, "cgi_path": cgi_path}
    try:
        threading.Thread(target=_send, args=(fields, told), daemon=True).start()
    except RuntimeError:  # No thread is available.
        _slots.release()
        told.set_result(None)
    return told


def _send(fields, told):
    global _quiet_until
    incident = None
    try:
        url = os.environ["WXQUOTA_URL"].rstrip("/") + "/api/v1/incidents"
        request = urllib.request.Request(url, json.dumps(fields).encode(), {"Content-Type": "application/json"})
        # Unredirected, so that the token is not sent to the target of a redirect.
        request.add_unredirected_header("Authorization", "Bearer " + os.environ["WXQUOTA_TOKEN"].strip())
        with urllib.request.urlopen(request, timeout=2) as answer:
            incident = json.load(answer)["incident"]
    except urllib.error.HTTPError as error:
        if error.code == 429:
            wait = error.headers.get("Retry-After", "")
            _quiet_until = time.monotonic() + (int(wait) if wait.isdecimal() else 60)
        _log.warning("wxquota did not accept the report: HTTP %d", error.code)
    except Exception as error:
        # The message of a ValueError may contain the token.
        words = "see WXQUOTA_URL and WXQUOTA_TOKEN" if isinstance(error, ValueError) else error
        _log.warning("wxquota did not accept the report: %s: %s", type(error).__name__, words)
    finally:
        _slots.release()
        told.set_result(incident)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: report_incident.py ACCOUNT ERRCODE ERRMSG [CGI_PATH]")
    incident = report(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]).result()
    if incident is None:
        sys.exit(1)
    print(f"incident {incident['id']}, count {incident['count']}")
