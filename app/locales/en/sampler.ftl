### The sampler

sampler-title = Sampler
sampler-lead = Reads every interface once an hour, each at its own minute; the day's first round is made within ten minutes after the reset. Readings count against a limit of WeChat's own, so every account has an allowance a day.
sampler-empty = There is no account to read
sampler-accounts = Accounts and their readings
sampler-hours = The last hours
col-sampling = Reading
col-readings-today = Today
col-last-round = Last round
col-took = Took
col-result = Result
col-next = Next
col-hour = Hour
col-good = Read
col-failed = Failed
col-starved = Not read
col-busy = Took
span-tenths = { $n } s
sampling-hourly =
    { $count ->
        [one] 1 interface, hourly
       *[other] { $count } interfaces, hourly
    }
sampling-slower =
    { $count ->
        [one] 1 interface, every { $hours } h
       *[other] { $count } interfaces, every { $hours } h
    }
sampling-spent = today's readings are used up
sampling-starved = WeChat takes no more today (44993)
sampling-paused = paused
sampling-nothing = nothing is watched
round-good = { $good } read
round-failed = { $good } read, { $failed } failed
round-starved = { $good } read, { $failed } failed, { $starved } not read
