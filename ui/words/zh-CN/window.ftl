# 窗口所用的文字。引擎自己的文字在 engine.ftl 中。
# 固定译名：Token 钱包、现金钱包、计价模式、配置、撤销。

## 窗口与侧栏
rail = Purser
home = 首页
set-up = 配置
inbox = 收件箱
settings = 设置
reconnecting = 正在重新连接…
sandbox-name = 沙盒
sandbox-banner = 在本机运行的演示环境，不会产生任何费用。
unread-count = { $count } 条未读
not-read-yet = 尚未读取
cancel = 取消
close = 关闭
retry = 重试
undo = 撤销
no-answer = Purser 没有响应
no-answer-advice = 请稍候再试。如果仍然如此，请关闭窗口后重新打开。

## 登录
sign-in-title = 登录网关
sign-in-what = 余额、价格和消息，一目了然。
sign-in = 登录
signing-in = 正在登录…
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
low-title = 余额不足
low-advice = 请尽快在网关网站上充值，以免请求中断。
pricing-mode = 计价模式
mode-surge = 高峰
mode-standard = 标准
mode-reduced = 优惠
mode-ends-in = 剩余 { $time }
mode-ends-now = 即将变更
rate-input = 输入，每百万 token
rate-output = 输出，每百万 token
rate-normal = 平时 { $rate }
unlimited-until = 有效期至 { $date }
unlimited-5h = 5 小时窗口
unlimited-24h = 24 小时窗口
percent-used = 已用 { $percent }%
next-set-up = 在 Codex 中使用这笔余额
next-set-up-what = 让 Codex 使用 { $host }。写入之前，你会看到确切的改动。
next-repair = Codex 的配置需要修复
next-repair-what = Purser 写入的部分设置已被更改。
open-set-up = 前往配置

## 配置
set-up-what = 让你的工具使用 { $host }。Purser 在写入之前会展示每一处改动，并且可以撤销。
codex-unknown = 尚未读取
codex-not-set-up = 未配置
codex-set-up = 已配置
codex-drifted = 需要修复
codex-unreadable = 无法读取
codex-uses = Codex 正在使用 { $host }。
codex-drifted-what = 自 Purser 写入后，以下 { $count } 个配置项被更改或删除：
installs = 已安装
on-path = 终端默认使用
version-unknown = 版本未知
no-codex-title = 尚未安装 Codex
no-codex-advice = 请先安装，然后重新检测；也可以先完成配置。在终端中运行：
look-again = 重新检测
plan-again = 重新查看改动
looking = 正在检测…
config-file = 配置文件
set-up-codex = 配置 Codex
set-up-again = 重新配置
repair = 修复
advanced = 高级
token-delivery = Codex 如何获取令牌
token-command = 由 Codex 向 Purser 索取（推荐）
token-command-what = Codex 需要令牌时会运行一个小的 Purser 命令，令牌不会写入任何文件。
token-plaintext = 写入配置文件
token-plaintext-what = 之后 Codex 不依赖本机上的 Purser 也能工作。
token-plaintext-warning = 令牌将以明文保存
token-plaintext-advice = 任何能读取此文件的人或程序都可以花费你的余额。撤销时会从文件中删除令牌。
written-title = Codex 现已使用 { $host }
written-advice = 如果 Codex 正在运行，重新启动后生效。
undone-title = 已撤销 Purser 的改动
undone-advice = 如果 Codex 正在运行，重新启动后生效。

## 方案与差异
plan-set-up = 将要做的改动
plan-undo = 撤销将做的改动
plan-no-change = 无需改动：文件已经符合要求。
plan-creates = { $name } 尚不存在，将会新建。
plan-edits = 只改动 { $name } 的以下各行，其余内容保持原样。
undo-exact = { $name } 将逐字节恢复为使用 Purser 之前的样子。
undo-by-key = 只撤回 { $name } 中由 Purser 写入的配置项。
write-file = 写入 { $name }
restore-file = 恢复 { $name }
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
sign-out-what = Purser 会删除你的令牌以及用它读取的内容。Codex 将无法再从 Purser 获取令牌，其配置文件保持不变。
