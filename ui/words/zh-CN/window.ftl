# 窗口所用的文字。引擎自己的文字在 engine.ftl 中。
# 固定译名：Token 钱包、现金钱包、计价模式、配置、停用、撤销、对话、提供方、MCP 服务器、技能。

## 窗口与侧栏
rail = Purser
home = 首页
set-up = 配置
doctor = 体检
inbox = 收件箱
settings = 设置
reconnecting = 正在重新连接…
closing-title = 关闭此窗口会退出 Purser
closing-what = 此桌面不显示托盘图标，窗口关闭后便找不到 Purser，因此它会一并退出。退出期间，它不查看余额、不接收消息，也无法就付款征求你的同意。
closing-understood = 知道了
sandbox-name = 沙盒
sandbox-banner = 在本机运行的演示环境，不会产生任何费用。
unread-count = { $count } 条未读
not-read-yet = 尚未读取
cancel = 取消
close = 关闭
send-token-again = 重新发送令牌
retry = 重试
undo = 撤销
no-answer = Purser 没有响应
no-answer-advice = 请稍候再试。如果仍然如此，请关闭窗口后重新打开。

## 登录
sign-in-title = 登录网关
sign-in-what = 余额、价格和消息，一目了然。
sign-in = 登录
signing-in = 正在登录…
sign-in-with-google = 使用 Google 登录
browser-wait-title = 请在浏览器中继续
browser-wait-what = 请在打开的页面上登录 { $host }。完成后，浏览器会带你回到 Purser。
browser-open-again = 再次打开页面
login = 用户名或邮箱
password = 密码
gateway = 网关
gateway-address = 网关地址
gateway-hint = 只使用 https 地址。
try-sandbox = 试用沙盒
starting-sandbox = 正在启动沙盒…
try-sandbox-what = 还没有账户？沙盒是在本机运行的演示网关。
two-factor-title = 还差一步
two-factor-what = 请输入 { $login } 在 { $host } 的验证器应用中显示的验证码。
two-factor-code = 六位验证码
two-factor-confirm = 确认

## 保险库
vault-create-title = 设置一个口令
vault-create-why = 这台电脑上没有 Purser 可用的钥匙串。Purser 会改用一个文件保存登录信息，并用你设置的口令加密。
vault-unlock-title = 解锁登录信息
vault-unlock-why = 登录信息保存在本机的加密文件中。请输入口令以继续。
passphrase = 口令
passphrase-again = 再次输入口令
passphrase-hint = 口令无法找回。如果忘记，重新登录即可。
passphrase-differs = 两次输入的口令还不一致。
vault-create = 创建加密文件
vault-unlock = 解锁

## 首页
token-wallet = Token 钱包
cash-wallet = 现金钱包
balance-spoken = Token 钱包：{ $balance }
refresh = 刷新
refreshing = 正在刷新…
age-now = 刚刚
age-seconds = { $count } 秒前
age-minutes = { $count } 分钟前
age-hours = { $count } 小时前
age-days = { $count } 天前
forecast = 按目前的用量，大约可用到 { $when }
forecast-if = 如果一直是{ $mode }价，按目前的用量，大约可用到 { $when }
low-title = 余额不足
low-advice = 请尽快在网关网站上充值，以免请求中断。
pricing-mode = 计价模式
mode-surge = 高峰
mode-standard = 标准
mode-reduced = 优惠
mode-ends-in = 剩余 { $time }
mode-ends-now = 即将变更
jobs = 任务
job-waits = { $label } 在等待{ $mode }价
job-runs = { $label } 正在运行
job-spends = { $label } 正在运行：已花费 { $spent }，预算 { $budget }
job-spent = 正在结束 { $label }：预算已用完
job-unmetered = 正在结束 { $label }：无法读取它的花费
rate-input = 输入，每百万 token
rate-output = 输出，每百万 token
rate-normal = 平时 { $rate }
unlimited-until = 有效期至 { $date }
unlimited-5h = 5 小时窗口
unlimited-24h = 24 小时窗口
percent-used = 已用 { $percent }%
next-set-up = 在 { $tool } 中使用这笔余额
next-set-up-what = 让 { $tool } 使用 { $host }。写入之前，你会看到确切的改动。
next-repair = { $tool } 的配置需要修复
next-repair-what = Purser 写入的部分设置已被更改。
open-set-up = 前往配置

## 配置
set-up-sections = 配置的各部分
programs = 程序
servers = MCP 服务器
skills = 技能
set-up-what = 让你的工具使用 { $host }。Purser 在写入之前会展示每一处改动，并且可以撤销。
tool-unknown = 尚未读取
tool-not-set-up = 未配置
tool-set-up = 已配置
tool-drifted = 需要修复
tool-servers-only = 仅 MCP 服务器
tool-unreadable = 无法读取
tool-uses = { $tool } 正在使用 { $host }。
tool-drifted-what = 自 Purser 写入后，以下 { $count } 个配置项被更改或删除：
file-last-written = { $name } 最后写入于 { $moment }。
tool-servers-count =
    { $count ->
        [0] { $tool } 只能添加 MCP 服务器，目前还没有通过 Purser 添加的。
       *[other] { $tool } 只能添加 MCP 服务器，其中 { $count } 个由 Purser 添加。
    }
choose-servers = 选择 MCP 服务器
installs = 已安装
more-installs = 另有 { $count } 处安装
on-path = 终端默认使用
on-path-there = 其 shell 默认使用
version-unknown = 版本未知
no-tool-title = 尚未安装 { $tool }
no-tool-there = { $host } 上尚未安装 { $tool }
no-tool-advice = 请先安装，然后重新检测；也可以先完成配置。在终端中运行：
not-found-here = 在本机未找到
look-again = 重新检测
plan-again = 重新查看改动
looking = 正在检测…
config-file = 配置文件
set-up-tool = 配置 { $tool }
set-up-again = 重新配置
repair = 修复
repairing = 正在修复…
show-change = 查看改动
turn-off = 停用
turn-off-what = 停用后，Codex 会改回之前所用的提供方；Purser 的提供方仍保留在文件中，以前的对话可以用 `codex resume -c model_provider=codexapi` 继续。
undo-what = 撤销会把文件恢复为使用 Purser 之前的样子。
advanced = 高级
token-delivery = Codex 如何获取令牌
token-command = 由 Codex 在需要时索取（推荐）
token-command-what = Codex 会运行一个小命令来获取令牌，令牌不会写入任何配置文件。
token-plaintext = 写入配置文件
token-plaintext-what = 之后 Codex 不需要该命令也能工作。
token-plaintext-warning = 令牌将以明文保存
token-plaintext-advice = 任何能读取此文件的人或程序都可以花费你的余额。撤销时会从文件中删除令牌。
remove = 全部移除
remove-what = 从 Codex 的配置中移除 Purser 写入的所有配置项，包括提供方。
chats-unreachable = { $total } 个对话中，有 { $unreachable } 个会变得无法打开。
chats-lost-uncounted = 以前的对话中，需要这个提供方的将无法打开。
written-title = { $tool } 现已使用 { $host }
repaired-title = { $tool } 已恢复使用 { $host }
undone-title = 已撤销 Purser 的改动
turned-off-title = 已停用 { $tool }
removed-title = 已从 { $tool } 中移除 Purser 的配置项
start-again-advice = 如果 { $tool } 正在运行，重新启动后生效。

## 其他电脑
other-computer = 另一台电脑（SSH）
other-computer-address = 地址
other-computer-what = 在你能用 ssh 登录的 Debian 或 Ubuntu 电脑上配置 Codex。其他程序只能在本机配置。
other-computer-hint = 格式为 user@host 或 user@host:port。Purser 使用你自己的 ssh 及其密钥和配置，不能代为输入密码。
other-computer-found = { $host } 上的 Codex 已显示在上方。
host-name = { $host } 上
on-host = （{ $host }）
look = 检测
forget-host = 不再显示这台电脑

## MCP 服务器与技能
servers-what = 你的程序在工作时可以使用的工具。每一个都单独添加，并且会先展示改动。
servers-version = 此列表为第 { $version } 版。
skills-what = 你的程序在任务需要时读取的说明。每项技能都是程序自己的技能文件夹中的一个文件。
find-server = 查找服务器
find-nothing = 没有与“{ $wanted }”匹配的服务器。
variables = 所需变量
variable-exists = 已设置
variable-missing = 缺失
no-program = 你的程序都不能使用它。
add = 添加
add-to = 添加 { $title } 到 { $tool }
enable = 启用
enable-in = 启用 { $tool } 中的 { $title }
remove-entry = 移除
remove-from = 移除 { $tool } 中的 { $title }
entry-added = 已添加
entry-disabled = 未启用
entry-changed = 已被改动
entry-changed-what = Purser 添加之后，它被其他程序改动过，因此保持原样。
entry-taken = 名称已占用
entry-taken-what = 你已有另一个同名的项目，它会保持原样。
entry-added-title = 已将 { $title } 添加到 { $tool }
entry-disabled-title = 已将 { $title } 添加到 { $tool }，尚未启用
entry-disabled-advice = 请在 shell 中设置缺失的变量，然后回到这里启用。
entry-removed-title = 已从 { $tool } 中移除 { $title }

## 方案与差异
plan-set-up = 将要做的改动
plan-undo = 撤销将做的改动
plan-turn-off = 停用将做的改动
plan-remove = 移除将做的改动
plan-empty = 无需改动。
plan-no-change = { $name } 无需改动：文件已经符合要求。
plan-creates = { $name } 尚不存在，将会新建。
plan-deletes = { $name } 将被删除，它与 Purser 写入时完全一致。
plan-edits = 只改动 { $name } 的以下各行，其余内容保持原样。
undo-exact = { $name } 将逐字节恢复为 Purser 改动之前的样子。
undo-empties = { $name } 的全部内容将被移除：Purser 改动之前其中没有内容。
undo-by-key = 只撤回 { $name } 中由 Purser 写入的配置项。
turn-off-effect = Codex 会改回之前所用的提供方，Purser 的提供方仍保留在 { $name } 中。
remove-effect = 从 { $name } 中移除 Purser 写入的所有配置项，包括提供方，其余内容保持原样。
write-file = 写入 { $name }
delete-file = 删除 { $name }
restore-file = 恢复 { $name }
turn-off-in-file = 在 { $name } 中停用
remove-from-file = 从 { $name } 中移除
write-files = 写入 { $count } 个文件
restore-files = 恢复 { $count } 个文件
writing = 正在写入…
diff-of = 对 { $file } 的改动
lines-added = +{ $count }
lines-removed = −{ $count }
lines-left-out = 省略若干行
old-line = 原行号
new-line = 新行号
line-change = 改动
line-text = 内容
finding-note = 提示
finding-warning = 警告

## 历史
history = 历史记录
history-what = Purser 对其他程序的文件所做的改动，最新的在最前。
history-empty = Purser 还没有改动过任何文件。写入的内容会列在这里，每一步都可以撤销。
step-set-up = 已配置 { $tool }
step-undo = 已撤销对 { $tool } 的改动
step-turn-off = 已停用 { $tool }
step-remove = 已从 { $tool } 中移除
step-servers = 已更改 { $tool } 的 MCP 服务器
step-skills = 已更改 { $tool } 的技能
step-keys = { $count } 个配置项
undo-step = 撤销这一步
undo-everything = 撤销 Purser 的所有改动
undo-everything-what = 本机上的每个文件都会恢复为使用 Purser 之前的样子，其他程序此后写入的内容会保留。
undone-files-title = { $count } 个文件已恢复原样
undone-files-advice = 正在运行的工具，重新启动后生效。

## 体检
doctor-what = 看看你的工具实际使用的是什么，以及原因。检查不会做任何改动。
doctor-first = 正在进行首次检查…
doctor-none = 尚未检查
doctor-none-what = Purser 会检查自身的各个部分、网关，以及你的工具读取的每一层配置。
check-again = 重新检查
checking = 正在检查…
checks = 检查项
checks-all-fine = 一切正常。
checks-some-warn = 有 { $count } 项值得留意。
checks-some-failed = 有 { $count } 项未通过。
check-fine = 正常
check-warning = 警告
check-failed = 未通过
turns = 一次真实对话
turns-what = 从头到尾的验证：由工具自己向网关提一个简短的问题，费用由 Token 钱包支付。
try-turn = 进行一次真实对话
try-turn-for = 进行一次真实对话（约 { $estimate }）
turn-under-way = 正在等待回答…
turn-price-unknown = 价格尚未读取，目前无法得知费用。
turn-cost = 费用为 { $cost }。
turn-cost-unknown = 余额无法读取，费用未知。
effective = 生效的值
effective-what = 决定请求发往何处的各项设置，以及每个值来自哪一层。
effective-setting = 设置项
effective-value = 值
effective-layer = 来源
effective-beats = 优先于 { $layers }
list-comma = 、

## 收件箱
inbox-unread =
    { $count ->
        [0] 全部已读。
       *[other] { $count } 条未读消息
    }
inbox-empty = 暂无消息
inbox-empty-what = { $host } 发来的消息会显示在这里，你无需进行任何操作。
unread = 未读
open-host = 打开 { $host }

## 设置
appearance = 外观
language = 语言
theme = 主题
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色
notifications = 通知
notifications-what = 由桌面显示，每条只显示一次。点击即可在这里打开相应的页面。
notice-kinds = 通知我
notice-message = 新消息
notice-low-balance = 余额不足
notice-pricing-mode = 计价模式变化
notice-payment-asked = 等待我决定的付款
notice-payment-asked-hint = 安静时段内也会显示：询问有时限，程序正在等待答复。
notice-payment-settled = 询问后或存疑后完成的付款
notice-payment-unknown = 结果不明的付款
notice-drift = 被其他程序更改的配置
notice-update = Purser 的新版本
quiet-hours = 安静时段
quiet-hours-what = 这段时间内的消息会在时段结束时一并告知。
quiet-from = 开始
quiet-until = 结束
save-quiet-hours = 保持安静
change-quiet-hours = 保存时段
end-quiet-hours = 取消安静时段
quiet-now-set = { $from } 至 { $until } 保持安静
about = 关于本机的 Purser
account = 账户
secrets = 机密信息
vault-keychain = 保存在本机的钥匙串中
vault-file = 保存在加密文件中
vault-locked = 保存在加密文件中（已锁定）
vault-missing = 尚未保存
version = 版本
sign-out = 退出登录
sign-out-of = 退出 { $host }
leave-sandbox = 离开沙盒
sign-out-what = Purser 会删除你的令牌以及用它读取的内容。你的工具将无法再从 Purser 获取令牌，其配置文件保持不变。

## 更新
updates = 更新
update-unknown = Purser 还没有查看是否有新版本。
update-current = 已是最新版本。查看时间：{ $when }。
update-available = Purser { $version } 已发布。
update-fetched = Purser { $version } 已下载，与开发者签名的一致。
update-installed = Purser { $version } 已安装。退出 Purser 并重新打开即可使用。
update-check = 立即检查
update-working = 正在处理…
update-install = 安装 Purser { $version }
update-command-what = Purser 是以系统软件包的形式安装的。请在终端中更新：
update-copy = 复制命令
update-by-hand = 此 Purser 是手动构建或解压的。请用同样的方式换成新版本。
update-page = 打开 { $host }
update-finish = 重启并使用 Purser { $version }
update-not-finished = 更新没有安装
update-not-finished-advice = 没有任何改动。请重新检查，然后再安装一次。

diagnostics = 诊断
diagnostics-what = 一份关于 Purser 本身的报告，供其开发者使用。其中没有密钥、余额，也没有您的文件内容。发送之前您会看到全部内容。
diagnostics-note = 出了什么问题（可选）
diagnostics-note-hint = 它会成为报告的一部分。
diagnostics-show = 显示报告
diagnostics-show-again = 重新生成
diagnostics-shown = 以下就是要发送的全部内容，一字不差。
diagnostics-text = 报告
diagnostics-save = 保存为文件
diagnostics-saved = 已保存为 { $file }。
diagnostics-send = 发送给 { $host }
diagnostics-sent = 已发送给 { $host }。
diagnostics-sign-in = 登录后才能发送。不登录也可以保存。
diagnostics-put-away = 收起
diagnostics-working = 正在处理…
launch = 启动
launch-at-login = 登录时启动
launch-hint = Purser 会在托盘中等候，不打开窗口。
launch-broken = Purser 不会在登录时启动
launch-broken-what = 启动项指向的程序已不存在。
launch-mend = 重新写入启动项
launch-foreign = 自动启动项由他人写入
launch-foreign-what = 那里有一个以 Purser 命名的启动项，但不是 Purser 写入的，或之后被改动过。Purser 不会动它。
