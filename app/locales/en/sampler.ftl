### The sampler

sampler-title = Sampling status
sampler-lead = By default, wxquota samples every interface once an hour, each at a different minute. The first readings of a day are taken within ten minutes after the reset. WeChat limits the number of readings, so every account has a daily reading allowance.
sampler-empty = No accounts to sample
sampler-accounts = Accounts
sampler-hours = Last hours
col-sampling = Sampling
col-readings-today = Today
col-last-round = Last round
col-took = Took
col-result = Result
col-next = Next
col-hour = Hour
col-good = Successful
col-failed = Failed
col-starved = Skipped
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
sampling-starved = WeChat accepts no more readings today (44993)
sampling-paused = paused
sampling-nothing = no interfaces are watched
round-good = { $good } successful
round-failed = { $good } successful, { $failed } failed
round-starved = { $good } successful, { $failed } failed, { $starved } skipped
