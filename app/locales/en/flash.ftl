### What came of a form

done-account-added =
    { $count ->
        [one] Account added. 1 interface is watched.
       *[other] Account added. { $count } interfaces are watched.
    }
done-account-saved = Saved.
done-secret-replaced = AppSecret replaced. The account is being read with it now.
done-paused = Paused. Nothing is read until you resume.
done-resumed = Resumed. Readings go on.
done-retired = Account retired. Its secret is destroyed, its history stays.
done-watching =
    { $count ->
        [one] 1 interface is now watched.
       *[other] { $count } interfaces are now watched.
    }
done-watching-already =
    { $count ->
        [one] It was watched already; nothing changed.
       *[other] { $count } interfaces were watched already; nothing changed.
    }
done-watching-some =
    { $added ->
        [one] 1 interface is now watched
       *[other] { $added } interfaces are now watched
    }; { $already ->
        [one] 1 was already.
       *[other] { $already } were already.
    }
done-unwatched = { $path } is no longer watched. Its history stays.
done-sampled = { $good } read just now.
done-sampled-failed = { $good } read, { $failed } failed. The reason is given below.
done-sampled-starved = { $good } read, { $failed } failed, { $starved } not read: no more readings today.
repairs-title = Paths were repaired:
repair-trimmed = blanks removed
repair-host-removed = host removed
repair-query-cut = query cut
repair-slash-added = leading slash added
repair-spelling-matched = spelled as in the catalogue
colon = { ": " }
comma = { ", " }
check-read = Read: { $path }
check-token-only = WeChat gives a token. No interface was read.
check-good = It works: WeChat gave a token and a quota, { $used } of { $limit } used.
check-no-figure = It works: WeChat gave a token. It has no figure for the interface that was read.
refused-forbidden = The role { $role } may not do this
refused-too-soon = It was read a moment ago
refused-too-soon-next = Try again in { $seconds } s. Each reading costs one of the account's readings of the day.
refused-paused = This account is paused
refused-paused-next = Resume it in its settings to have it read.
refused-retired = This account is retired
refused-retired-next = Its history stays. Add it again with its appid and secret to go on.
refused-starved = WeChat takes no more readings of this account today (44993)
refused-starved-next = Readings go on by themselves at { $until }.
check-allowance-spent = WeChat gives a token. Nothing was read: today's readings of this account are used up.
done-password-changed = Your password is changed. Wherever else you were signed in, you are no longer.
done-session-ended = Signed out there.
refused-busy = Too many passwords are being checked at once
refused-busy-next = Nothing is wrong with yours. Try again in a moment.
