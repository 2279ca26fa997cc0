// Reports WeChat errors to wxquota (best effort). Copy `report` and what it uses. Node 18 or newer, no packages.
//
// WXQUOTA_URL is the address of wxquota, WXQUOTA_TOKEN a token with the role reporter.
// After 40001, 40014 or 42001, refresh your token yourself: fetch it again from /cgi-bin/stable_token with
// force_refresh=false, and repeat the call once. wxquota does not do this for you.

let underWay = 0;
let quietUntil = 0;

/** Never rejects, so nobody has to await it: the incident, or null. */
export async function report(account, errcode, errmsg, cgiPath) {
  // wxquota asked to wait, or 16 reports are in progress: drop this one.
  if (Date.now() < quietUntil || underWay >= 16) return null;
  underWay += 1;
  try {
    const answer = await fetch(`${process.env.WXQUOTA_URL?.replace(/\/+$/, "")}/api/v1/incidents`, {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${process.env.WXQUOTA_TOKEN?.trim()}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ account, errcode, errmsg, cgi_path: cgiPath }),
      redirect: "manual",
      signal: AbortSignal.timeout(2000),
    });
    const body = await answer.text();
    if (answer.ok) return JSON.parse(body).incident;
    if (answer.status === 429) {
      quietUntil = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 60);
    }
    console.warn(`wxquota did not accept the report: HTTP ${answer.status}`);
  } catch (error) {
    // Its message may contain the token.
    console.warn(`wxquota did not accept the report: ${error?.cause?.code ?? error?.name}`);
  } finally {
    underWay -= 1;
  }
  return null;
}

if (process.argv[1]?.endsWith("report-incident.mjs")) {
  const [account, errcode, errmsg, cgiPath] = process.argv.slice(2);
  if (errmsg === undefined) {
    console.error("usage: report-incident.mjs ACCOUNT ERRCODE ERRMSG [CGI_PATH]");
    process.exit(2);
  }
  const incident = await report(account, Number(errcode), errmsg, cgiPath);
  if (incident === null) process.exit(1);
  console.log(`incident ${incident.id}, count ${incident.count}`);
}
