### What came of a form

done-account-added =
    { $count ->
        [one] Account added. 1 interface is watched.
       *[other] Account added. { $count } interfaces are watched.
    }
done-account-saved = Saved.
done-secret-replaced = AppSecret replaced. The account is being sampled with it now.
done-paused = Paused. No readings are taken until you resume.
done-resumed = Resumed. Sampling continues.
done-retired = Account retired. Its AppSecret is deleted. Its history is kept.
done-watching =
    { $count ->
        [one] 1 interface is now watched.
       *[other] { $count } interfaces are now watched.
    }
done-watching-already =
    { $count ->
        [one] It is already watched. Nothing changed.
       *[other] { $count } interfaces are already watched. Nothing changed.
    }
done-watching-some =
    { $added ->
        [one] 1 interface is now watched
       *[other] { $added } interfaces are now watched
    }; { $already ->
        [one] 1 was already watched.
       *[other] { $already } were already watched.
    }
done-unwatched = { $path } is no longer watched. Its history is kept.
done-sampled = { $good } sampled just now.
done-sampled-failed = { $good } sampled, { $failed } failed. See the reasons below.
done-sampled-starved = { $good } sampled, { $failed } failed, { $starved } skipped: no more readings today.
repairs-title = Paths were corrected:
repair-trimmed = spaces removed
repair-host-removed = host removed
repair-query-cut = query removed
repair-slash-added = leading slash added
repair-spelling-matched = spelled as in the catalogue
colon = { ": " }
comma = { ", " }
check-read = Sampled: { $path }
check-token-only = WeChat issued a token. No interface was sampled.
check-good = It works. WeChat issued a token and reported a quota: { $used } of { $limit } used.
check-no-figure = It works. WeChat issued a token. It reports no figures for the sampled interface.
refused-forbidden = Your role, { $role }, does not allow this
refused-too-soon = This was sampled a moment ago
refused-too-soon-next = Try again in { $seconds } s. Each reading counts against the account's daily reading allowance.
refused-paused = This account is paused
refused-paused-next = To sample it, resume sampling in its settings.
refused-retired = This account is retired
refused-retired-next = Its history is kept. To continue, add it again with its AppID and AppSecret.
refused-starved = WeChat accepts no more readings of this account today (44993)
refused-starved-next = Sampling continues automatically at { $until }.
check-allowance-spent = WeChat issued a token. Nothing was sampled, because today's readings of this account are used up.
done-password-changed = Your password is changed. You are signed out of all other devices.
done-session-ended = Signed out of that device.
refused-busy = wxquota is checking too many passwords right now
refused-busy-next = Your password is not the problem. Try again in a moment.

kept-title = Your session had ended; what you typed is kept. Check it and send it again.
kept-unsent = Nothing was sent. Passwords and secrets are not kept.
kept-cut = It was too long, so only the beginning is kept. Nothing was sent.
