//! Who comes in where: every route with who may use it.

use domain::Permission;
use http::Method;

/// Who comes in where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Everybody.
    Open,
    /// Who has signed in; each may do it for themselves.
    Signed,
    /// Who has signed in and may do this.
    Person(Permission),
    /// Whose token may do this.
    Program(Permission),
}

use Door::{Open, Person, Program, Signed};
use Permission::{Administer, Automate, Clear, LookUpRids, ReportIncidents, SampleNow, SeeLedger, SeeUsage};

pub(super) const PAGES: &[(&str, Door)] = &[
    ("/", Person(SeeUsage)),
    ("/accounts", Person(SeeUsage)),
    ("/accounts/export.csv", Person(SeeUsage)),
    ("/accounts/new", Person(Administer)),
    ("/accounts/{account}", Person(SeeUsage)),
    ("/accounts/{account}/clear", Person(Clear)),
    ("/accounts/{account}/interfaces/{id}", Person(SeeUsage)),
    ("/accounts/{account}/interfaces/{id}/export.csv", Person(SeeUsage)),
    ("/accounts/{account}/interfaces/{id}/clear", Person(Clear)),
    ("/accounts/{account}/retire", Person(Administer)),
    ("/accounts/{account}/settings", Person(Administer)),
    ("/audit", Person(SeeLedger)),
    ("/audit/export.csv", Person(SeeLedger)),
    ("/audit/export.json", Person(SeeLedger)),
    ("/budget", Person(SeeLedger)),
    ("/budget/{month}", Person(SeeLedger)),
    ("/budget/{month}.csv", Person(SeeLedger)),
    ("/budget/{month}.json", Person(SeeLedger)),
    ("/channels", Person(Automate)),
    ("/channels/{channel}", Person(Automate)),
    ("/clears", Person(SeeLedger)),
    ("/clears/export.csv", Person(SeeLedger)),
    ("/clears/requests/{id}", Person(SeeLedger)),
    ("/clears/{id}", Person(SeeLedger)),
    ("/clears/{id}/export.json", Person(SeeLedger)),
    ("/export.csv", Person(SeeUsage)),
    ("/glossary", Person(SeeUsage)),
    ("/healthz", Open),
    ("/incidents", Person(LookUpRids)),
    ("/incidents/export.csv", Person(LookUpRids)),
    ("/incidents/{incident}", Person(LookUpRids)),
    ("/login", Open),
    ("/notices", Person(SeeUsage)),
    ("/notices/export.csv", Person(SeeUsage)),
    ("/pkg/{*name}", Open),
    ("/policies", Person(Automate)),
    ("/policies/new", Person(Automate)),
    ("/policies/try", Person(Automate)),
    ("/policies/{policy}", Person(Automate)),
    ("/policies/{policy}/edit", Person(Automate)),
    ("/policies/{policy}/try", Person(Automate)),
    ("/readyz", Open),
    ("/rid", Person(LookUpRids)),
    ("/rid/export.csv", Person(LookUpRids)),
    ("/rid/lists/{list}", Person(LookUpRids)),
    ("/rid/{rid}", Person(LookUpRids)),
    ("/rid/{rid}/revealed", Person(Administer)),
    ("/sampler", Person(SeeUsage)),
    ("/settings", Signed),
    ("/settings/password", Signed),
    ("/settings/system", Person(SeeLedger)),
    ("/settings/tokens", Person(Administer)),
    ("/settings/users", Person(Administer)),
    ("/settings/users/{user}", Person(Administer)),
    ("/setup", Open),
];

pub(super) const FORMS: &[(&str, Door)] = &[
    ("/form/accounts/add", Person(Administer)),
    ("/form/accounts/check", Person(Administer)),
    ("/form/accounts/edit", Person(Administer)),
    ("/form/accounts/pause", Person(Administer)),
    ("/form/accounts/retire", Person(Administer)),
    ("/form/accounts/secret", Person(Administer)),
    ("/form/audit/check", Person(SeeLedger)),
    ("/form/channels/add", Person(Automate)),
    ("/form/channels/allow-host", Person(Administer)),
    ("/form/channels/edit", Person(Automate)),
    ("/form/channels/forbid-host", Person(Administer)),
    ("/form/channels/pause", Person(Automate)),
    ("/form/channels/remove", Person(Automate)),
    ("/form/channels/resend", Person(Automate)),
    ("/form/channels/test", Person(Automate)),
    ("/form/clears/dismiss", Person(Clear)),
    ("/form/clears/order", Person(Clear)),
    ("/form/clears/requests/approve", Person(Clear)),
    ("/form/clears/requests/decline", Person(Clear)),
    ("/form/clears/requests/withdraw", Person(Clear)),
    ("/form/clears/settle", Person(Clear)),
    ("/form/interfaces/contact", Person(Administer)),
    ("/form/interfaces/limit-kind", Person(Administer)),
    ("/form/interfaces/unwatch", Person(Administer)),
    ("/form/interfaces/watch", Person(Administer)),
    ("/form/notices/read", Person(SeeUsage)),
    ("/form/policies/kill-switch", Person(Automate)),
    ("/form/policies/mode", Person(Automate)),
    ("/form/policies/pause", Person(Automate)),
    ("/form/policies/remove", Person(Automate)),
    ("/form/policies/save", Person(Automate)),
    ("/form/policies/try", Person(Automate)),
    ("/form/rids/details", Person(LookUpRids)),
    ("/form/rids/look-up", Person(LookUpRids)),
    ("/form/rids/look-up-again", Person(LookUpRids)),
    ("/form/rids/note", Person(LookUpRids)),
    ("/form/rids/note-remove", Person(LookUpRids)),
    ("/form/rids/reveal", Person(Administer)),
    ("/form/sample-now", Person(SampleNow)),
    ("/form/set-up", Open),
    ("/form/settings/end-session", Signed),
    ("/form/settings/look", Signed),
    ("/form/settings/password", Signed),
    ("/form/settings/sign-out-everywhere", Signed),
    ("/form/settings/system", Person(Administer)),
    ("/form/sign-in", Open),
    ("/form/sign-out", Signed),
    ("/form/tokens/create", Person(Administer)),
    ("/form/tokens/revoke", Person(Administer)),
    ("/form/usage-lines/set", Person(Administer)),
    ("/form/users/access", Person(Administer)),
    ("/form/users/add", Person(Administer)),
    ("/form/users/password", Person(Administer)),
    ("/form/users/role", Person(Administer)),
    ("/form/users/sessions", Person(Administer)),
    ("/preferences", Open),
];

pub(super) const CALLS: &[(Method, &str, Door)] = &[
    (Method::GET, "/api/v1/accounts", Program(SeeUsage)),
    (Method::GET, "/api/v1/budget", Program(SeeUsage)),
    (Method::GET, "/api/v1/clears", Program(SeeLedger)),
    (Method::POST, "/api/v1/clears", Program(Clear)),
    (Method::GET, "/api/v1/clears/{id}", Program(SeeLedger)),
    (Method::GET, "/api/v1/incidents", Program(LookUpRids)),
    (Method::POST, "/api/v1/incidents", Program(ReportIncidents)),
    (Method::GET, "/api/v1/incidents/{id}", Program(LookUpRids)),
    (Method::GET, "/api/v1/interfaces", Program(SeeUsage)),
    (Method::GET, "/api/v1/interfaces/{id}/samples", Program(SeeUsage)),
    (Method::GET, "/api/v1/openapi.json", Open),
    (Method::POST, "/api/v1/rids", Program(LookUpRids)),
    (Method::GET, "/api/v1/rids/{rid}", Program(LookUpRids)),
];

pub(super) fn door(method: &Method, path: &str) -> Option<Door> {
    let of = |table: &[(&str, Door)]| table.iter().find(|(known, _)| *known == path).map(|(_, door)| *door);
    let call = CALLS.iter().find(|(known_method, known, _)| (known_method, *known) == (method, path));
    match (call, method) {
        (Some((_, _, door)), _) => Some(*door),
        (None, &Method::GET) => of(PAGES),
        (None, _) => of(FORMS),
    }
}
