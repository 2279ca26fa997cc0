### 时间与时长。“{ $n }”由页面和浏览器各自填入。

age-now = 刚刚
age-minutes-ago = { $n } 分钟前
age-hours-ago = { $n } 小时前
age-days-ago = { $n } 天前
age-years-ago = { $n } 年前
age-soon = 1 分钟内
age-in-minutes = { $n } 分钟后
age-in-hours = { $n } 小时后
age-in-days = { $n } 天后
age-in-years = { $n } 年后

span-seconds = { $n } 秒
span-minutes = { $n } 分钟
span-hours = { $n } 小时
span-hours-minutes = { $h } 小时 { $m } 分钟
span-days = { $n } 天
span-days-hours = { $d } 天 { $h } 小时
